/** Scrolls a pane so that the selected step is in sight: below the names of the lanes, beside the numbers, and above the ending. */

/** About a row: the step before or after is in sight, too. */
const MARGIN_PX = 32;

interface Edges {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export function bringIntoSight(row: Element): void {
  const pane = row.closest<HTMLElement>('.pane');
  if (pane === null) return;
  const free = freeOf(pane);
  const { top, bottom } = row.getBoundingClientRect();
  const margin = Math.min(MARGIN_PX, Math.max(0, (free.bottom - free.top - (bottom - top)) / 2));
  pane.scrollTop += distance([top - margin, bottom + margin], [free.top, free.bottom]);
  const event = (row.querySelector('.event') ?? row).getBoundingClientRect();
  pane.scrollLeft += distance([event.left, event.right], [free.left, free.right]);
}

/** Scrolls the page so that the panes fill the window, where they are higher than what is left of it. */
export function bringPanesIntoSight(panes: Element): void {
  const { top, bottom } = panes.getBoundingClientRect();
  const by = distance([top, bottom], [0, document.documentElement.clientHeight]);
  if (by !== 0) window.scrollBy(0, by);
}

/** The part of a pane that nothing sticks to. */
function freeOf(pane: HTMLElement): Edges {
  const { left, top } = pane.getBoundingClientRect();
  const size = (selector: string) => pane.querySelector(selector)?.getBoundingClientRect();
  const endings = [...pane.querySelectorAll('p.ending')].map((ending) => ending.getBoundingClientRect().height);
  const [x, y] = [left + pane.clientLeft, top + pane.clientTop];
  return {
    top: y + (size('.lane-names')?.height ?? 0),
    bottom: y + pane.clientHeight - endings.reduce((sum, height) => sum + height, 0),
    left: x + (size('.lane-names .number')?.width ?? 0),
    right: x + pane.clientWidth - watchedWidth(pane),
  };
}

/** What is watched covers the lanes, unless it scrolls with them. */
function watchedWidth(pane: HTMLElement): number {
  const watched = pane.querySelector('.lane-names .watched');
  if (watched === null || getComputedStyle(watched).position !== 'sticky') return 0;
  return watched.getBoundingClientRect().width;
}

/** How far to scroll; what is larger than the room is seen from its beginning. */
function distance([start, end]: readonly [number, number], [from, to]: readonly [number, number]): number {
  if (start < from || end - start > to - from) return start - from;
  return end > to ? end - to : 0;
}
