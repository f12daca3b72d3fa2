/** `everywhen merge FOLDER...` */
import { join, resolve } from 'node:path';
import { Losses } from '../../files/losses.ts';
import { Cache } from '../../nightly/cache.ts';
import { Durations } from '../../nightly/durations.ts';
import { mergeRuns } from '../../nightly/merge.ts';
import { RunFolder, readRun } from '../../nightly/run-folder.ts';
import { writeSummary } from './nightly.ts';

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
  const losses = new Losses();
  for (const record of records) {
    if (record.came !== 'not started') losses.attempt(() => folder.keep(record));
    const { finding } = record;
    if (finding !== undefined) losses.attempt(() => cache.keepNewer(record, finding));
    if (finding !== undefined && record.took !== undefined) {
      durations.note(record.id, { finding, took: record.took });
    }
  }
  losses.attempt(() => folder.keepNotStarted(records.filter(({ came }) => came === 'not started')));
  losses.attempt(() => durations.save());
  const run = { head: { run: folder.run, ...head }, records };
  losses.again();
  if (losses.errors.length === 0) losses.attempt(() => folder.end(run.head));
  return writeSummary(run, folder, losses, flags.format);
}
