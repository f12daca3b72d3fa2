/** `everywhen compare MODEL [name=value ...] -- [MODEL] [name=value ...]` */
import type { Progress } from '../../check/run.ts';
import { compare } from '../../compare/compare.ts';
import { comparisonText } from '../../compare/compare-text.ts';
import type { ComparisonVerdict } from '../../compare/comparison.ts';
import { inertJson, inertLine, UserError } from '../../errors.ts';
import { instantiate } from '../../language/model.ts';
import { chooseParameters } from '../../language/parameter.ts';
import { loadModel, modelFiles } from '../../load/load-model.ts';
import type { System } from '../../model/system.ts';
import { shellWord } from '../../report/check-command.ts';
import { comparePage } from '../../report/compare-page.ts';
import { pageFile } from '../../report/html.ts';
import { openPage } from '../../report/open-page.ts';
import { REPORT_FOLDER } from '../../report/reporter-choice.ts';
import { counted } from '../../trace/counted.ts';
import { columnsOf } from '../../trace/text.ts';
import { EXIT } from '../exit.ts';
import { onInterrupt } from '../interrupt.ts';
import { type LimitFlags, limitsOf } from '../options/limits.ts';
import { parseAssignments } from '../options/parameters.ts';
import { print } from '../print.ts';
import { ProgressLine } from '../progress.ts';
import type { Sides } from './sides.ts';

export interface CompareFlags extends LimitFlags {
  readonly both?: boolean;
  readonly observe?: string;
  /** The folder of the page. */
  readonly html?: string;
  readonly open?: boolean;
  readonly format: 'list' | 'json';
}

const CODES: { readonly [V in ComparisonVerdict]: number } = {
  included: EXIT.holds,
  equal: EXIT.holds,
  'not included': EXIT.violated,
  different: EXIT.violated,
  undecided: EXIT.inconclusive,
};

/** `name`: the model of A, and of B unless B names one of its own. */
export async function compareChoices(name: string, { A, B }: Sides, flags: CompareFlags): Promise<number> {
  const option = B.find((word) => word.startsWith('-'));
  if (option !== undefined) {
    throw new UserError('E_USAGE', `'${option}' stands after '--', where only B is described.`, {
      hint: 'Options stand before it.',
    });
  }
  const [first = ''] = B;
  const hasModel = first !== '' && !first.includes('=');
  const one = await systemOf(name, A);
  const other = await systemOf(hasModel ? first : name, hasModel ? B.slice(1) : B);
  const folder = flags.html ?? (flags.open ? REPORT_FOLDER : undefined);
  const sources = [name, ...(hasModel ? [first] : [])].flatMap((model) => modelFiles(model));
  const page = folder === undefined ? undefined : pageFile(folder, sources);
  const signal = onInterrupt();
  const line = new ProgressLine();
  const result = await compare(one, other, {
    ...limitsOf(flags),
    ...(flags.both && { both: true }),
    ...(flags.observe !== undefined && { observe: flags.observe.split(',').filter((word) => word !== '') }),
    interrupted: () => signal.aborted,
    onProgress: (progress) => line.show(() => progressText(progress)),
  });
  line.end();
  const columns = { A: columnsOf(one), B: columnsOf(other) };
  if (flags.format === 'json') process.stdout.write(`${inertJson(result, 1)}\n`);
  else print(() => comparisonText(result, columns));
  if (page !== undefined) {
    page.write(comparePage(result, { columns, command: commandOf(name, { A, B }, flags) }));
    process.stderr.write(`The report is in '${inertLine(page.file)}'.\n`);
    const obstacle = flags.open ? await openPage(page.file) : undefined;
    if (obstacle !== undefined) process.stderr.write(`It was not opened, because ${inertLine(obstacle)}.\n`);
  }
  if (signal.aborted) return EXIT.interrupted;
  return CODES[result.verdict];
}

/** The comparison as a command; of the flags, only what decides the answer. */
function commandOf(name: string, { A, B }: Sides, { both, observe }: CompareFlags): string {
  const flags = [...(both ? ['--both'] : []), ...(observe === undefined ? [] : ['--observe', observe])];
  return ['everywhen compare', ...[...flags, name, ...A].map(shellWord), '--', ...B.map(shellWord)].join(' ');
}

async function systemOf(name: string, words: readonly string[]): Promise<System> {
  const { model } = await loadModel(name);
  return instantiate(model, chooseParameters(model.parameters, parseAssignments(words)), name);
}

function progressText({ states, frontier, doing, seconds }: Progress): string {
  const what = doing ?? `exploring, ${frontier.toLocaleString('en')} to visit`;
  return `${counted(states, 'state')}, ${what}, ${seconds.toFixed(0)} s`;
}
