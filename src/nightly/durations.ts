/**
 * How long each cell took when it last ran, and a guess for cells that never ran. Plans and shards are made by these durations. They stand
 * in one file, so that machines that have the same file make the same shards.
 */
import * as v from 'valibot';
import type { CellEstimate } from '../cells/runnable-cell.ts';
import { readWhole, writeWhole } from '../files/whole-file.ts';
import { type Finding, isFinished } from './finding.ts';
import type { NightlyCell } from './nightly-cell.ts';

/** Of a cell that never finished (`cutShort`), the longest time that it was given: it needs more. */
const durationsSchema = v.record(
  v.string(),
  v.object({ seconds: v.number(), states: v.number(), cutShort: v.exactOptional(v.literal(true)) }),
);
type Duration = v.InferOutput<typeof durationsSchema>[string];

export interface Estimate extends CellEstimate {
  /** The number of states that it is expected to have, where that is known. */
  readonly states: number | undefined;
}

/** The guess before any cell has run: states a second, and the time of a run that does not depend on its states. */
const STATES_A_SECOND = 100_000;
const SECONDS_BESIDES = 0.05;
const SAVED_EVERY_MS = 60_000;
/** A cell that did not finish in the time that it was given is expected to take this many times as long. */
const PARTIAL_RUN_FACTOR = 2;

export class Durations {
  readonly #file: string;
  readonly #known: Map<string, Duration>;
  readonly #statesASecond: number;
  #savedAt = performance.now();

  constructor(file: string) {
    this.#file = file;
    this.#known = new Map(Object.entries(readWhole(file, durationsSchema) ?? {}));
    const known = [...this.#known.values()];
    const sum = (of: (duration: Duration) => number) => known.reduce((total, duration) => total + of(duration), 0);
    this.#statesASecond =
      known.length === 0 ? STATES_A_SECOND : sum(({ states }) => states) / sum(({ seconds }) => seconds);
  }

  estimate({ id, cell }: NightlyCell): Estimate {
    const known = this.#known.get(id);
    const states = cell.counts?.states;
    if (known === undefined) {
      return { seconds: SECONDS_BESIDES + (states ?? 0) / this.#statesASecond, states, by: 'guess' };
    }
    if (known.cutShort === undefined) return { seconds: known.seconds, states: known.states, by: 'last run' };
    const seconds = PARTIAL_RUN_FACTOR * known.seconds;
    return { seconds, states: Math.max(known.states, states ?? 0), by: 'partial run' };
  }

  /** A partial run counts only while no run has finished. A run that resumed from a checkpoint took as long as all runs before it together. */
  note(id: string, { finding, took }: { readonly finding: Finding; readonly took: number }): void {
    const { states } = finding.statistics;
    const known = this.#known.get(id);
    const before = finding.wentOnFrom !== undefined && known?.cutShort ? known.seconds : 0;
    const seconds = Math.round((before + took) * 1000) / 1000;
    if (isFinished(finding)) {
      // The duration of a full run is more exact than a sum over the runs that a checkpoint was passed along.
      if (finding.wentOnFrom === undefined || known === undefined || known.cutShort)
        this.#known.set(id, { seconds, states });
    } else if (known === undefined || (known.cutShort && known.seconds < seconds)) {
      this.#known.set(id, { seconds, states, cutShort: true });
    }
  }

  /** Saves once a minute, so that a night that is killed loses little. */
  saveRegularly(): void {
    const now = performance.now();
    if (now - this.#savedAt > SAVED_EVERY_MS) this.save();
  }

  /** One line for each cell, sorted: two files differ only in lines whose durations differ. */
  save(): void {
    this.#savedAt = performance.now();
    const lines = [...this.#known]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, duration]) => `${JSON.stringify(id)}: ${JSON.stringify(duration)}`);
    writeWhole(this.#file, `{\n${lines.join(',\n')}\n}\n`);
  }
}
