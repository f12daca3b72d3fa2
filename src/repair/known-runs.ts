/**
 * The counterexamples that a search has found, and what they say of sets that were not explored.
 *
 * A run that is replayed on a set refutes that set alone: lines may break a design as well as mend it. The conflict of a run only
 * predicts which other sets it refutes, from its replay on the neighbours of the set that it was found on: adding one of the lines of
 * `oneOf` changes it, and so does leaving out one of `if`. The search trusts no prediction.
 */

import type { Counterexample } from '../check/counterexample.ts';
import { UserError } from '../errors.ts';
import type { System } from '../model/system.ts';
import { refit } from '../trace/refit.ts';
import { columnsOf } from '../trace/text.ts';
import { type Conflict, violates } from './hitting-sets.ts';
import { refutes, type ViolatingRun } from './known-run.ts';
import { has, type LineSet, withLine, withoutLine } from './line-set.ts';
import { type Question, systemOf } from './question.ts';
import type { Refutation, Standings } from './standings.ts';

interface KnownRun extends ViolatingRun {
  readonly cell: number;
  readonly conflict: Conflict;
}

export interface RetoldRun {
  readonly traces: readonly Counterexample[];
  /** The column of each process. */
  readonly columns: { readonly [process: string]: string };
}

/** Systems are built in milliseconds, and a search replays many runs on one of them. */
const SYSTEMS_MAX = 64;

export class KnownRuns {
  readonly #question: Question;
  readonly #standings: Standings;
  readonly #runs: KnownRun[] = [];
  readonly #systems = new Map<string, System | undefined>();
  #replays = 0;

  constructor(question: Question, standings: Standings) {
    this.#question = question;
    this.#standings = standings;
  }

  get conflicts(): readonly Conflict[] {
    return this.#runs.map(({ conflict }) => conflict);
  }

  /** How often a run was replayed. */
  get replays(): number {
    return this.#replays;
  }

  /** Adds a run that was found on a set, and replays it on the neighbours of that set. */
  add(found: ViolatingRun, on: LineSet, cell: number): void {
    const conflict = { if: 0, oneOf: 0 };
    for (const line of this.#question.lines.keys()) {
      const isIn = has(on, line);
      const neighbour = isIn ? withoutLine(on, line) : withLine(on, line);
      if (this.#refutes(found, neighbour, cell)) this.#refute(neighbour, found, cell);
      else if (isIn) conflict.if = withLine(conflict.if, line);
      else conflict.oneOf = withLine(conflict.oneOf, line);
    }
    this.#runs.push({ ...found, cell, conflict });
  }

  /** Refutes the set by a known run, if one of them is a run of it; those that are predicted to be come first. */
  refute(set: LineSet): boolean {
    const inTurn = this.#runs.toSorted(
      (a, b) => Number(violates(set, b.conflict)) - Number(violates(set, a.conflict)) || a.steps - b.steps,
    );
    const run = inTurn.find((one) => this.#refutes(one, set, one.cell));
    if (run !== undefined) this.#refute(set, run, run.cell);
    return run !== undefined;
  }

  /** The shortest known run that refutes a set, for a reader. */
  shortest(set: LineSet): Refutation | undefined {
    const inTurn = this.#runs.toSorted((a, b) => a.steps - b.steps);
    const run = inTurn.find((one) => this.#refutes(one, set, one.cell));
    return run && { by: 'replay', cell: run.cell, property: run.property, steps: run.steps };
  }

  /** The same run with the values that it has on this set. */
  retold(set: LineSet): RetoldRun | undefined {
    const inTurn = this.#runs.toSorted((a, b) => a.steps - b.steps);
    const run = inTurn.find((one) => this.#refutes(one, set, one.cell));
    const system = run && this.#systemOf(set, run.cell);
    if (run === undefined || system === undefined) return undefined;
    const traces = run.traces.map((trace): Counterexample => {
      const { run: again } = refit(system, undefined, trace);
      return trace.cycleStart === undefined ? again : { ...again, cycleStart: trace.cycleStart };
    });
    return { traces, columns: Object.fromEntries(columnsOf(system)) };
  }

  #refute(set: LineSet, { property, steps }: ViolatingRun, cell: number): void {
    this.#standings.set(set, { kind: 'refuted', because: { by: 'replay', cell, property, steps } });
  }

  /** A model that is broken there refutes nothing: the exploration says what is wrong with it. */
  #refutes(run: ViolatingRun, set: LineSet, cell: number): boolean {
    try {
      const system = this.#systemOf(set, cell);
      if (system === undefined) return false;
      this.#replays++;
      return refutes(system, run);
    } catch (error) {
      if (error instanceof UserError) return false;
      throw error;
    }
  }

  /** Undefined for a set that is no design, in this cell or in another one. */
  #systemOf(set: LineSet, cell: number): System | undefined {
    const key = `${set} ${cell}`;
    if (this.#systems.has(key)) return this.#systems.get(key);
    const system = this.#build(set, cell);
    const [oldest] = this.#systems.keys();
    if (this.#systems.size >= SYSTEMS_MAX && oldest !== undefined) this.#systems.delete(oldest);
    this.#systems.set(key, system);
    return system;
  }

  #build(set: LineSet, cell: number): System | undefined {
    const asked = this.#question.cells[cell];
    if (asked === undefined || this.#question.refusal(set) !== undefined) return undefined;
    const design = this.#question.design(set, asked);
    return 'refused' in design ? undefined : systemOf(this.#question, design.parameters);
  }
}
