/** The text of a function as its author wrote it: the file's, as the running function has lost its types. */

interface Located {
  /** Both from 0; of an arrow function its parameters, of a method the parameters after its name. */
  readonly line: number;
  readonly column: number;
  /** What the function says of itself: the same text with blanks in place of types. */
  readonly own: string;
}

/** How far before its parameters a method or function may begin, with its name. */
const NAME_MAX = 200;

/** Undefined where the file is another than the one that runs. */
export function sourceText(
  file: string,
  { line, column, own }: Located,
): { readonly text: string; readonly line: number } | undefined {
  const lines = file.split('\n');
  if (line >= lines.length) return undefined;
  const at = lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + column;
  for (let start = at; start >= Math.max(0, at - NAME_MAX); start--) {
    if (!isBlanked(file, start, own)) continue;
    const before = file.slice(0, start).split('\n');
    const indent = /^\s*/.exec(lines[before.length - 1] ?? '')?.[0] ?? '';
    const [first = '', ...rest] = file.slice(start, start + own.length).split('\n');
    return { text: [first, ...rest.map((one) => one.replace(indent, ''))].join('\n').trim(), line: before.length - 1 };
  }
  return undefined;
}

/** Whether a text stands in a file at that place, perhaps with blanks where the file has types. */
function isBlanked(file: string, start: number, own: string): boolean {
  if (file[start] !== own[0]) return false;
  for (let i = 0; i < own.length; i++) {
    const character = own[i] as string;
    if (character !== file[start + i] && character.trim() !== '') return false;
  }
  return true;
}
