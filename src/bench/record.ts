/** A measurement as one line of a file: the figures of a case, with the machine and the commit that they were measured on. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { ownPackage } from '../files/own-package.ts';
import { PROCESS_START } from './cases.ts';
import type { Figures } from './figures.ts';
import type { StartFigures } from './process-start.ts';

export interface Environment {
  readonly date: string;
  /** With `-dirty` if sources differ from it; null outside a clone. */
  readonly commit: string | null;
  readonly processor: string;
  readonly threads: number;
  readonly node: string;
}

export interface CaseRecord extends Environment, Figures {
  readonly case: string;
  readonly transitionsPerSecond: number;
  /** Transitions in the time that one random read takes. */
  readonly share: number;
}

export interface StartRecord extends Environment, StartFigures {
  readonly case: typeof PROCESS_START;
}

export function environment(): Environment {
  return {
    date: new Date().toISOString(),
    commit: commit(ownPackage().home),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    threads: availableParallelism(),
    node: process.version,
  };
}

export function caseRecord(environment: Environment, name: string, figures: Figures): CaseRecord {
  const transitionsPerSecond = figures.transitions / figures.seconds;
  return {
    ...environment,
    case: name,
    ...figures,
    seconds: rounded(figures.seconds, 4),
    bytesPerState: rounded(figures.bytesPerState, 2),
    transitionsPerSecond: Math.round(transitionsPerSecond),
    randomReadsPerSecond: Math.round(figures.randomReadsPerSecond),
    share: Number((transitionsPerSecond / figures.randomReadsPerSecond).toPrecision(3)),
  };
}

export function startRecord(environment: Environment, { runs, minimumMs, medianMs }: StartFigures): StartRecord {
  return {
    ...environment,
    case: PROCESS_START,
    runs,
    minimumMs: rounded(minimumMs, 1),
    medianMs: rounded(medianMs, 1),
  };
}

/** The commit of this package only: it may be installed within the clone of another project. */
function commit(root: string): string | null {
  if (!existsSync(join(root, '.git'))) return null;
  const git = (...words: string[]) =>
    execFileSync('git', ['--no-optional-locks', '-C', root, ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    const changed = git('status', '--porcelain', '--', 'src', 'models', 'package-lock.json') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? '-dirty' : ''}`;
  } catch {
    return null;
  }
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
