/**
 * The width that lines of text fit into. Text is rendered for 100 columns, whatever the machine, unless it is rendered for a terminal: a
 * file, a log or a test never depends on the terminal beside which it is written.
 */

/** In characters: of text that is not rendered for a terminal. */
export const LINE_WIDTH = 100;
/** Narrower terminals get lines of this width, which they wrap. */
const NARROWEST = 60;
/** Wider lines are hard to read. */
const WIDEST = 140;

let terminal: number | undefined;

export function lineWidth(): number {
  return terminal ?? LINE_WIDTH;
}

/** Whether text is rendered for a terminal. There a title takes one line. */
export function isForTerminal(): boolean {
  return terminal !== undefined;
}

/** The width of a terminal's lines; undefined for a stream that is none. */
export function terminalWidth({ isTTY, columns }: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>): number | undefined {
  // Some terminals do not know their size and say 0.
  return isTTY ? Math.min(WIDEST, Math.max(NARROWEST, columns || LINE_WIDTH)) : undefined;
}

/** What `render` gives if lines are this wide. `render` must be synchronous: the width is that of the whole program meanwhile. */
export function atWidth<T>(width: number | undefined, render: () => T): T {
  const before = terminal;
  terminal = width;
  try {
    return render();
  } finally {
    terminal = before;
  }
}
