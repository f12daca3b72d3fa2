/**
 * Learning by parts without the author's word: a run tells that it would pay, the model is made visible (load/visible/), and the run begins
 * again with its visible form. docs/decisions/visible-models.md says why that is sound.
 */
import { PartsPay } from '../engine/knowledge/parts-pay.ts';
import { now } from '../semantics/clock.ts';
import type { Report } from './report.ts';
import type { RunOptions, Visibility } from './run.ts';
import { type WayOptions, wayOf } from './way.ts';

/** A judgement of one system, by one run or several. */
interface Judged {
  readonly report: Report;
}

/**
 * Judges a system: as it is, or in its visible form where learning by parts saves much. `visible`: gives that form, or a sentence that says why
 * there is none. `judge` gets the form if there is one, and the options of the run.
 */
export async function byParts<S, J extends Judged>(
  options: RunOptions,
  visible: (() => Promise<S | string>) | undefined,
  judge: (options: RunOptions & Visibility, form?: S) => Promise<J>,
): Promise<J> {
  if (visible === undefined || !mayLearnParts(options)) return await judge(options);
  const start = now();
  try {
    return await judge({ ...options, stopsIfPartsPay: true });
  } catch (error) {
    if (!(error instanceof PartsPay)) throw error;
  }
  const form = await visible();
  const spent = (now() - start) / 1000;
  const { timeoutSeconds } = options;
  const left = {
    ...options,
    ...(timeoutSeconds !== undefined && { timeoutSeconds: Math.max(0, timeoutSeconds - spent) }),
  };
  const judged = typeof form === 'string' ? await judge(left) : await judgeVisible(left, form, judge);
  const { report } = judged;
  const statistics = { ...report.statistics, seconds: report.statistics.seconds + spent };
  return { ...judged, report: { ...report, statistics, ...(typeof form === 'string' && { hidden: form }) } };
}

/** An error is one of the model only if the model as it was written has it, too. */
async function judgeVisible<S, J>(
  options: RunOptions,
  form: S,
  judge: (options: RunOptions & Visibility, form?: S) => Promise<J>,
): Promise<J> {
  try {
    return await judge({ ...options, parts: true, isVisible: true }, form);
  } catch {
    return await judge(options);
  }
}

/** Whether no option excludes it, and none decides it already. */
function mayLearnParts(options: WayOptions): boolean {
  if (options.parts !== undefined) return false;
  try {
    wayOf({ ...options, parts: true });
    return true;
  } catch {
    return false;
  }
}
