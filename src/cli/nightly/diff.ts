/** `everywhen diff RUN [RUN]` */
import { resolve } from 'node:path';
import { diffRuns, isSame } from '../../nightly/diff.ts';
import { diffText } from '../../nightly/diff-text.ts';
import { readRun } from '../../nightly/run-folder.ts';
import { EXIT } from '../exit.ts';

export interface DiffFlags {
  readonly out: string;
  readonly format: 'list' | 'json';
}

export async function diff(before: string, after: string, { out, format }: DiffFlags): Promise<number> {
  const difference = diffRuns(readRun(before, resolve(out)), readRun(after, resolve(out)));
  const lines = format === 'json' ? [JSON.stringify(difference)] : diffText(difference);
  process.stdout.write(`${lines.join('\n')}\n`);
  return isSame(difference) ? EXIT.holds : EXIT.violated;
}
