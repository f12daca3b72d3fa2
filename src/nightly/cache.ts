/** The last finished finding of each cell, kept until a newer one replaces it. */
import { join } from 'node:path';
import { engineDigest, ModuleWatch } from '../cells/cell-identity.ts';
import { readWhole, writeWhole } from '../files/whole-file.ts';
import { type Finding, findingSchema, isFinished } from './finding.ts';
import type { NightlyCell } from './nightly-cell.ts';

export class Cache {
  readonly #folder: string;
  readonly #watch = new ModuleWatch();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The last finding of a cell, even if its model has changed since. */
  last({ id, key }: Pick<NightlyCell, 'id' | 'key'>): Finding | undefined {
    const finding = readWhole(this.#file(id), findingSchema);
    return finding?.key === key && isFinished(finding) ? finding : undefined;
  }

  /** Whether nothing that the finding depends on has changed. */
  isCurrent({ identity }: Finding, { loaded }: NightlyCell, bounds: string): boolean {
    return (
      identity.bounds === bounds &&
      identity.engine === engineDigest() &&
      this.#watch.changed(loaded.path, identity.modules).length === 0
    );
  }

  /** Only a full exploration is kept. */
  keep({ id }: Pick<NightlyCell, 'id'>, finding: Finding): void {
    if (isFinished(finding)) writeWhole(this.#file(id), `${JSON.stringify(finding)}\n`);
  }

  /** Like `keep`, unless the cached finding is of a later run. */
  keepNewer(cell: Pick<NightlyCell, 'id' | 'key'>, finding: Finding): void {
    const last = this.last(cell);
    if (last === undefined || last.run.date < finding.run.date) this.keep(cell, finding);
  }

  #file(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}
