/** Keeps the selected row of a list in sight, below the heads of its columns. */
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

export function useInSight(box: RefObject<HTMLElement | null>, moment: number): void {
  useLayoutEffect(() => {
    const row = box.current?.querySelector('[aria-selected=true]');
    const pane = row?.closest('.pane');
    if (row == null || pane == null) return;
    const heads = pane.querySelector('.heads')?.getBoundingClientRect().height ?? 0;
    const [inner, outer] = [row.getBoundingClientRect(), pane.getBoundingClientRect()];
    const above = outer.top + heads + inner.height - inner.top;
    const below = inner.bottom + inner.height - outer.bottom;
    if (above > 0) pane.scrollTop -= above;
    else if (below > 0) pane.scrollTop += below;
  }, [box, moment]);
}
