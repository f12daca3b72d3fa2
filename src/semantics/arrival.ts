/** Where a step can end: at a snapshot, at a snapshot whose next label is said, or at one of several. */
import { UserError } from '../errors.ts';
import type { TicketLock } from '../model/lock.ts';
import type { LockEvent } from '../model/lock-event.ts';
import type { Observation } from '../model/observation.ts';
import type { Alternative } from '../model/process.ts';
import type { Valuation } from '../model/state.ts';
import type { System } from '../model/system.ts';

export interface Claim {
  readonly id: string;
  readonly holds: boolean;
}

/** Goes the way of a judgement, and is none: what happened to a lock on that way. */
export interface Mark extends Claim {
  readonly event: LockEvent;
}

/** Where one way through a step ends: the state, its label already moved on, and the claims met on that way. */
export interface Arrival {
  readonly state: Valuation;
  readonly judged: readonly Claim[];
}

/** What one evaluation has in common: the alternative that runs, all claims that it met, all that it noticed. */
export class Attempt {
  readonly system: System;
  readonly alternative: Alternative;
  readonly judgements: Claim[] = [];
  readonly observed: Observation[] = [];
  /** The names of all outcomes of the choice that the step returned. */
  offered: readonly string[] = [];
  /** What happened to locks, on whatever way through the step. */
  readonly marks: Mark[] = [];
  /** The ticket that it drew, with its lock: all that a step does that is blocked. */
  drawn: { readonly slot: number; readonly lock: TicketLock } | undefined;

  constructor(system: System, alternative: Alternative) {
    this.system = system;
    this.alternative = alternative;
  }

  /** Where a step that returned `result` arrives. Throws `E_STEP` for what no step may return. */
  arrival(result: unknown): Arrival {
    if (result instanceof Arriver && result.attempt === this) return result.arrive();
    throw new UserError('E_STEP', `returns ${describe(result)}.`, {
      hint: 'A step returns the snapshot it was given or one made from it, s.goto(...), s.halt(), s.choose(...), s.call(...), or undefined when it is blocked.',
    });
  }
}

/** What a step may return. */
export abstract class Arriver {
  readonly attempt: Attempt;

  constructor(attempt: Attempt) {
    this.attempt = attempt;
  }

  abstract arrive(): Arrival;
}

/** A snapshot whose next label is said. */
export class Directed extends Arriver {
  readonly #at: Arrival;

  constructor(attempt: Attempt, at: Arrival) {
    super(attempt);
    this.#at = at;
  }

  override arrive(): Arrival {
    return this.#at;
  }
}

/** Of one choice: the engine has room for four times as many successors of a state. */
const OUTCOMES_MAX = 16_384;

/** Several outcomes, without those that are blocked. */
export class Choice {
  readonly attempt: Attempt;
  readonly arrivals: readonly { readonly name: string; readonly place: number; readonly at: Arrival }[];
  /** The names of all of them, blocked ones too. */
  readonly offered: readonly string[];

  constructor(attempt: Attempt, outcomes: readonly (readonly [name: string, result: unknown])[]) {
    this.attempt = attempt;
    if (outcomes.length > OUTCOMES_MAX) {
      throw new UserError('E_STEP', `chooses between ${outcomes.length} outcomes; ${OUTCOMES_MAX} is the most.`, {
        hint: 'Let several steps choose, one after the other.',
      });
    }
    const names = new Set<string>();
    for (const [name] of outcomes) {
      if (names.has(name)) throw new UserError('E_STEP', `chooses between two outcomes named '${name}'.`);
      names.add(name);
    }
    this.offered = [...names];
    this.arrivals = outcomes.flatMap(([name, result], place) =>
      result === undefined || result === false ? [] : [{ name, place, at: attempt.arrival(result) }],
    );
  }
}

function describe(result: unknown): string {
  if (result === null) return 'null';
  if (result instanceof Choice) return 'a choice inside a choice';
  if (result instanceof Arriver) return 'a snapshot of another step';
  if (typeof result === 'object') return `an object (${result.constructor?.name ?? 'no class'})`;
  return typeof result === 'function' ? 'a function' : `${typeof result} ${String(result)}`;
}
