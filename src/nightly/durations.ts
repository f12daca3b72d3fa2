/**
 * How long cells took when they last ran, and a guess for those that never did: what is planned and shared out by. One file, so that
 * machines which are given the same one share out alike.
 */
import * as v from 'valibot';
import { readWhole, writeWhole } from './files.ts';
import { type Finding, isFinished } from './finding.ts';
import type { NightlyCell } from './nightly-cell.ts';

/** Of a cell that never came to its end, the longest that it was given: it needs more. */
const durationsSchema = v.record(
  v.string(),
  v.object({ seconds: v.number(), states: v.number(), cutShort: v.exactOptional(v.literal(true)) }),
);
type Duration = v.InferOutput<typeof durationsSchema>[string];

export interface Estimate {
  readonly seconds: number;
  /** The states that it is expected to have, where anybody knows. */
  readonly states: number | undefined;
  readonly by: 'last run' | 'cut short' | 'guess';
}

/** Guessed where nothing has run yet: states a second, and the rest of a run. */
const STATES_A_SECOND = 100_000;
const SECONDS_BESIDES = 0.05;
const SAVED_EVERY_MS = 60_000;
/** Somebody who gave it so long and saw no end should give it twice as long. */
const CUT_SHORT_FACTOR = 2;

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
    return { seconds: CUT_SHORT_FACTOR * known.seconds, states: Math.max(known.states, states ?? 0), by: 'cut short' };
  }

  /** Of a run that was cut short only if none ever ended. One that went on from another took as long as both. */
  note(id: string, { finding, took }: { readonly finding: Finding; readonly took: number }): void {
    const { states } = finding.statistics;
    const known = this.#known.get(id);
    const before = finding.wentOnFrom !== undefined && known?.cutShort ? known.seconds : 0;
    const seconds = Math.round((before + took) * 1000) / 1000;
    if (isFinished(finding)) {
      // What a whole run took is known better than what was left of another one.
      if (finding.wentOnFrom === undefined || known === undefined || known.cutShort)
        this.#known.set(id, { seconds, states });
    } else if (known === undefined || (known.cutShort && known.seconds < seconds)) {
      this.#known.set(id, { seconds, states, cutShort: true });
    }
  }

  /** A night that is killed shall not forget all that it learnt. */
  saveNowAndThen(): void {
    const now = performance.now();
    if (now - this.#savedAt > SAVED_EVERY_MS) this.save();
  }

  /** A line for each cell, in order: two files differ where durations do. */
  save(): void {
    this.#savedAt = performance.now();
    const lines = [...this.#known]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, duration]) => `${JSON.stringify(id)}: ${JSON.stringify(duration)}`);
    writeWhole(this.#file, `{\n${lines.join(',\n')}\n}\n`);
  }
}
