/** `everywhen bench [NAME ...]` */
import { benchList } from '../bench/bench-list.ts';
import { caseNamed, chooseNames } from '../bench/cases.ts';
import type { NotMeasured } from '../bench/figures.ts';
import { measure } from '../bench/measure.ts';
import { compiledCommand, measureStart, type StartFigures } from '../bench/process-start.ts';
import { type CaseRecord, caseRecord, environment, type StartRecord, startRecord } from '../bench/record.ts';
import { workersOf } from '../engine/exploring/workers.ts';
import { TargetFile } from '../files/target-file.ts';
import { Reported } from '../report/reported.ts';
import { MEASUREMENTS_KIND } from '../report/result-kinds.ts';
import { counted } from '../trace/counted.ts';
import { EXIT, exitCodeOf } from './exit.ts';
import { onInterrupt } from './interrupt.ts';

export interface BenchFlags {
  readonly all?: boolean;
  /** Measure with this number only; by default with 1, and then with one for each processor. */
  readonly workers?: number;
  readonly format: 'list' | 'json';
  /** Each line is appended as soon as it is measured. */
  readonly out?: string;
}

export async function bench(names: readonly string[], flags: BenchFlags): Promise<number> {
  const chosen = chooseNames(names, flags.all ?? false);
  const workers = workersOf(flags.workers);
  const counts = flags.workers === undefined ? [...new Set([1, workers])] : [workers];
  const [signal, machine] = [onInterrupt(), environment()];
  const cases: CaseRecord[] = [];
  // Fails now, and not after the first measurement.
  const file = flags.out === undefined ? undefined : new TargetFile(flags.out, MEASUREMENTS_KIND);
  const reported = new Reported();
  let start: StartRecord | undefined;
  let leftOut = 0;
  const leaveOut = (name: string, because: string) => {
    leftOut++;
    say(`${name} is left out: ${because}`);
  };
  const kept = <R>(record: R): R => {
    const line = `${JSON.stringify(record)}\n`;
    reported.attempt(() => file?.append(line));
    if (flags.format === 'json') process.stdout.write(line);
    return record;
  };

  for (const name of chosen) {
    const benchCase = caseNamed(name);
    for (const workers of benchCase === undefined ? [1] : counts) {
      if (signal.aborted) break;
      say(benchCase === undefined ? name : `${name}, ${counted(workers, 'worker')}`);
      const figures = await (benchCase === undefined ? startFigures() : measure({ case: benchCase, workers }, signal));
      if ('because' in figures) leaveOut(name, figures.because);
      else if ('states' in figures) cases.push(kept(caseRecord(machine, name, figures)));
      else start = kept(startRecord(machine, figures));
    }
  }

  if (flags.format === 'list') process.stdout.write(`${benchList(cases, start).join('\n')}\n`);
  const code = signal.aborted ? EXIT.interrupted : leftOut > 0 ? EXIT.inconclusive : EXIT.holds;
  return exitCodeOf(code, reported.end());
}

async function startFigures(): Promise<StartFigures | NotMeasured> {
  const command = compiledCommand();
  return command === undefined ? { because: 'there is no compiled command: run npm run build' } : measureStart(command);
}

/** On stderr: a measurement may take a minute. */
function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
