/** `everywhen merge FOLDER...` */
import { join, resolve } from 'node:path';
import { Cache } from '../../nightly/cache.ts';
import { Durations } from '../../nightly/durations.ts';
import { mergeRuns } from '../../nightly/merge.ts';
import { RunFolder, readRun } from '../../nightly/run-folder.ts';
import { exitCode, writeSummary } from './nightly.ts';

export interface MergeFlags {
  readonly out: string;
  readonly format: 'list' | 'json';
}

export async function merge(folders: readonly string[], flags: MergeFlags): Promise<number> {
  const out = resolve(flags.out);
  const { head, date, commit, records } = mergeRuns([...new Set(folders)].map((folder) => readRun(folder, out)));
  const folder = new RunFolder(out, { date, commit });
  const cache = new Cache(join(out, 'cache'));
  const durations = new Durations(join(out, 'durations.json'));
  for (const record of records) {
    if (record.came !== 'not started') folder.keep(record);
    if (record.finding !== undefined) cache.keepNewer(record, record.finding);
    if (record.finding !== undefined && record.took !== undefined) {
      durations.note(record.id, { finding: record.finding, took: record.took });
    }
  }
  folder.keepNotStarted(records.filter(({ came }) => came === 'not started'));
  durations.save();
  const run = { head: { run: folder.run, ...head }, records };
  folder.end(run.head);
  await writeSummary(run, folder, flags.format);
  return exitCode(run);
}
