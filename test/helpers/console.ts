/** The blocks of a document that show a command and its output. */

export interface Shown {
  readonly command: string;
  /** Each line ends with a line break; a line `...` stands for any number of lines. */
  readonly output: string;
  /** The model that the document shows in full before it. */
  readonly model: string | undefined;
}

const ELISION = '...\n';
const BLOCK = /^```(?<language>\w+)\n(?<text>[\s\S]*?)^```$/gm;
/** A command may continue on the next line. */
const COMMAND = /^\$ (?<command>(?:.*\\\n)*.*)\n(?<output>(?:(?!\$ ).*\n)*)/gm;

/** The commands of the `console` blocks that show output. */
export function shownIn(document: string): readonly Shown[] {
  const shown: Shown[] = [];
  let model: string | undefined;
  for (const { groups: block } of document.matchAll(BLOCK)) {
    const { language = '', text = '' } = block ?? {};
    if (language === 'ts' && text.includes('export default define')) model = text;
    if (language !== 'console') continue;
    for (const { groups } of text.matchAll(COMMAND)) {
      const { command = '', output = '' } = groups ?? {};
      if (output !== '') shown.push({ command: command.replaceAll(/\\\n\s*/g, ''), output, model });
    }
  }
  return shown;
}

/** Whether the output equals the printed text, byte for byte, except for `...`. */
export function isPrinted(output: string, printed: string): boolean {
  const pattern = linesOf(output).map((line) => (line === ELISION ? '(?:.*\n)*?' : RegExp.escape(line)));
  return new RegExp(`^${pattern.join('')}$`).test(printed);
}

/**
 * The new text of the block. Each part between two `...` keeps its first and last line; if the last line occurs several times,
 * the part stays about as long as it was.
 */
export function asPrinted(output: string, printed: string): string {
  const all = linesOf(printed);
  let from = 0;
  const parts = output.split(/^\.\.\.\n/m).map((part, i, { length }) => {
    const lines = linesOf(part);
    if (lines.length === 0) return '';
    const begin = i === 0 ? 0 : all.indexOf(lines[0] ?? '', from);
    const likely = begin + lines.length - 1;
    const ends = [...all.keys()].filter((end) => end >= begin && all[end] === lines.at(-1));
    const [end] =
      i === length - 1 ? [all.length - 1] : ends.sort((a, b) => Math.abs(a - likely) - Math.abs(b - likely));
    if (begin < 0 || end === undefined) throw new Error(`this is not printed any more:\n${part}`);
    from = end + 1;
    return all.slice(begin, from).join('');
  });
  return parts.join(ELISION);
}

function linesOf(text: string): readonly string[] {
  return text.match(/.*\n/g) ?? [];
}
