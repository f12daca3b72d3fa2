/** Blocks of a document that show a command and what it prints. */

export interface Shown {
  readonly command: string;
  /** Each line ends with a line break; one that is `...` stands for any that are left out. */
  readonly output: string;
  /** The model that the document shows in full before it. */
  readonly model: string | undefined;
}

const ELISION = '...\n';
const BLOCK = /^```(?<language>\w+)\n(?<text>[\s\S]*?)^```$/gm;
/** A command may go on in the next line. */
const COMMAND = /^\$ (?<command>(?:.*\\\n)*.*)\n(?<output>(?:(?!\$ ).*\n)*)/gm;

/** The commands of the `console` blocks below which something is printed. */
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

/** Whether the output is what is printed, to the byte, but for what is left out. */
export function isPrinted(output: string, printed: string): boolean {
  const pattern = linesOf(output).map((line) => (line === ELISION ? '(?:.*\n)*?' : RegExp.escape(line)));
  return new RegExp(`^${pattern.join('')}$`).test(printed);
}

/**
 * The output as it is printed now. Of each part between what is left out, the first and the last line are still there; where the last
 * one stands several times, the part stays about as long as it was.
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
