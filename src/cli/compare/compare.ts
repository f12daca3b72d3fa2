/** `everywhen compare MODEL [name=value ...] -- [MODEL] [name=value ...]` */
import type { Progress } from '../../check/run.ts';
import { compare } from '../../compare/compare.ts';
import { comparisonText } from '../../compare/compare-text.ts';
import type { ComparisonVerdict } from '../../compare/comparison.ts';
import { inertJson, UserError } from '../../errors.ts';
import { instantiate } from '../../language/model.ts';
import { chooseParameters } from '../../language/parameter.ts';
import { loadModel } from '../../load/load-model.ts';
import type { System } from '../../model/system.ts';
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
  if (flags.format === 'json') process.stdout.write(`${inertJson(result, 1)}\n`);
  else print(() => comparisonText(result, { A: columnsOf(one), B: columnsOf(other) }));
  if (signal.aborted) return EXIT.interrupted;
  return CODES[result.verdict];
}

async function systemOf(name: string, words: readonly string[]): Promise<System> {
  const { model } = await loadModel(name);
  return instantiate(model, chooseParameters(model.parameters, parseAssignments(words)), name);
}

function progressText({ states, frontier, doing, seconds }: Progress): string {
  const what = doing ?? `exploring, ${frontier.toLocaleString('en')} to visit`;
  return `${counted(states, 'state')}, ${what}, ${seconds.toFixed(0)} s`;
}
