/** A run as a job summary of GitHub: Markdown with a table of everything that is not as expected, and the traces folded below. */
import { inertLine, shortened } from '../errors.ts';
import { counted } from '../trace/counted.ts';
import { figuresOf, type JudgedCase, type JudgedSuite } from './judged-cases.ts';
import type { RunResult } from './reporter.ts';

const TEXT_MAX = 1000;
const ROWS_MAX = 200;
/** Bytes reserved for the sentences that say what did not fit. */
const RESERVE_BYTES = 1000;
const WORDS = {
  matrix: { one: 'cell', many: 'cells', unexpected: 'unexpected', none: 'all as expected' },
  check: { one: 'property', many: 'properties', unexpected: 'violated', none: 'nothing violated' },
} as const;

interface Named {
  readonly suite: string;
  readonly one: JudgedCase;
}

/** At most `bytesMax` bytes; a row or trace that does not fit is left out entirely, and the summary says so. */
export function summaryMarkdown(result: RunResult, suites: readonly JudgedSuite[], bytesMax: number): string {
  const words = WORDS[result.kind];
  const all = suites.flatMap(({ name, cases }) => cases.map((one): Named => ({ suite: name, one })));
  const unexpected = all.filter(({ one }) => one.standing === 'unexpected');
  const inconclusive = all.filter(({ one }) => one.standing === 'inconclusive');
  const shown = [...unexpected, ...inconclusive];
  const head = `## Everywhen: ${headText(result)}\n\n${boundText(words, all)}`;
  if (shown.length === 0) return bytesMax < Buffer.byteLength(head) ? '' : head;

  const table = [head, `| | model | ${words.one} | why |\n| --- | --- | --- | --- |\n`];
  let left = bytesMax - RESERVE_BYTES - Buffer.byteLength(table.join(''));
  if (left < 0) return '';
  const taken = (pieces: readonly string[]) => {
    const fitting: string[] = [];
    for (const piece of pieces) {
      left -= Buffer.byteLength(piece);
      if (left < 0) break;
      fitting.push(piece);
    }
    return fitting;
  };
  const rows = taken(shown.slice(0, ROWS_MAX).map(row));
  const traced = unexpected.flatMap(details);
  const traces = taken(traced);
  return [
    ...table,
    ...rows,
    '\n',
    ...leftOut(shown.length - rows.length, 'row'),
    ...traces,
    ...leftOut(traced.length - traces.length, 'trace'),
  ].join('');
}

/** A sentence for each bound of verdicts. */
function boundText(words: { readonly one: string; readonly many: string }, all: readonly Named[]): string {
  const bounds = Map.groupBy(all, ({ one }) => one.within);
  return [...bounds]
    .flatMap(([within, judged]) => {
      if (within === undefined) return [];
      const verb = judged.length === 1 ? 'is' : 'are';
      return `${counted(judged.length, words.one, words.many)} ${verb} judged ${markdown(within)}: a larger budget may change the verdict.\n\n`;
    })
    .join('');
}

function headText(result: RunResult): string {
  const words = WORDS[result.kind];
  const { cases, unexpected, inconclusive } = figuresOf(result);
  const figures = [
    ...(unexpected > 0 ? [`${unexpected.toLocaleString('en')} ${words.unexpected}`] : []),
    ...(inconclusive > 0 ? [`${inconclusive.toLocaleString('en')} inconclusive`] : []),
  ];
  return `${counted(cases, words.one, words.many)}, ${figures.join(', ') || words.none}`;
}

function row({ suite, one }: Named): string {
  const sign = one.standing === 'unexpected' ? '❌' : '❔';
  const why = [...one.because.map(markdown), `<code>${markdown(one.command)}</code>`].join('<br>');
  return `| ${sign} | ${markdown(suite)} | ${markdown(one.name)} | ${why} |\n`;
}

/** Inside `pre` nothing is Markdown, so no backtick can end the block. */
function details({ suite, one }: Named): string[] {
  const trace = one.trace('kernel').map((line) => html(inertLine(line)));
  if (trace.length === 0) return [];
  const title = html(shortened(inertLine(`${suite} ${one.name}`), TEXT_MAX));
  return [`<details><summary>${title}</summary>\n\n<pre>\n${trace.join('\n').trimEnd()}\n</pre>\n</details>\n\n`];
}

function leftOut(count: number, what: string): string[] {
  return count === 0 ? [] : [`${counted(count, `more ${what}`)} did not fit.\n\n`];
}

/** Text without Markdown: a character that could be syntax becomes a character reference, which cannot be syntax. */
function markdown(text: string): string {
  return shortened(inertLine(text), TEXT_MAX)
    .replace(/[^\p{L}\p{N} ,.()=+/'-]/gu, (character) => `&#${character.codePointAt(0)};`)
    .replace(/www\./gi, (link) => `${link.slice(0, -1)}&#46;`);
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
