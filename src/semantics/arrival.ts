/** Where a step can end: at a snapshot, at a snapshot with an explicit next label, or at one of several outcomes. */
import { isImmutable, isRecord, type ValueObject } from 'immutable';
import { UserError } from '../errors.ts';
import { OUTCOMES_MAX } from '../model/channels/channel.ts';
import type { Value } from '../model/declaration.ts';
import type { LockEvent } from '../model/locks/lock-event.ts';
import type { Observation } from '../model/observation.ts';
import type { Alternative } from '../model/process.ts';
import type { Valuation } from '../model/state.ts';
import type { System } from '../model/system.ts';
import { valueToJson } from '../model/value-json.ts';
import type { SleepEvent } from '../model/waiting/sleep-event.ts';
import { valueShown } from './truth.ts';

export interface Claim {
  readonly id: string;
  readonly holds: boolean;
}

/** An event of a lock or a sleep, carried along a way through the step as claims are. */
export interface Mark extends Claim {
  readonly event: LockEvent | SleepEvent;
}

/** Where one way through a step ends: the state, with the next label, and the claims made on that way. */
export interface Arrival {
  readonly state: Valuation;
  readonly judged: readonly Claim[];
}

/** Makes the outcomes of a choice: each of them, unless an evaluation is for one alone. What it does not make counts as blocked. */
export type Making = (name: string, place: number, make: () => unknown) => unknown;

/** One evaluation in progress: the alternative that runs, all claims that it made, all that it noticed. */
export class Attempt {
  readonly system: System;
  readonly alternative: Alternative;
  readonly #making: Making | undefined;
  readonly judgements: Claim[] = [];
  readonly observed: Observation[] = [];
  /** The names of all outcomes of the choice that the step returned. */
  offered: readonly string[] = [];
  /** Choices that were begun, and whether the step returned one, of those whose outcomes are made by functions. */
  choices = 0;
  returnsChoice = false;
  /** A claim was made on a snapshot from which no outcome comes. */
  leavesClaims = false;
  /** The events of locks and sleeps, on all ways through the step. */
  readonly marks: Mark[] = [];
  /**
   * The component where it begins to wait, a lock's queue or a grace period, and its value then: the only effect that a blocked step has.
   * `irqsave`: it waits there with interrupts off.
   */
  queued: { readonly slot: number; readonly value: ValueObject; readonly irqsave?: boolean } | undefined;

  /** It accessed a shared location. */
  accesses = false;
  /** It found a lock held for which it spins, or stores that a fence in front of it waits for. */
  spins = false;
  /** It found what it sleeps on not ready. */
  sleeps = false;

  constructor(system: System, alternative: Alternative, making?: Making) {
    this.system = system;
    this.alternative = alternative;
    this.#making = making;
  }

  /** What the function of an outcome returns. */
  make(name: string, place: number, make: () => unknown): unknown {
    if (this.#making === undefined) return make();
    const claims = this.judgements.length;
    const result = this.#making(name, place, make);
    const isBlocked = result === undefined || result === false;
    if (isBlocked && this.judgements.length > claims) this.leavesClaims = true;
    return result;
  }

  /**
   * Whether each outcome of the choice is what it would be if the step chose it alone: nothing that was noticed on one way belongs to
   * others, and no way decides whether there are others. To be asked when the evaluation is over.
   */
  get isDivisible(): boolean {
    if (this.choices === 0) return true;
    const { observed, marks, queued, accesses, spins, sleeps, leavesClaims } = this;
    return (
      this.choices === 1 &&
      this.returnsChoice &&
      observed.length === 0 &&
      marks.length === 0 &&
      queued === undefined &&
      !accesses &&
      !spins &&
      !sleeps &&
      !leavesClaims
    );
  }

  /** Where a step that returned `result` arrives. Throws `E_STEP` for what no step may return. */
  arrival(result: unknown): Arrival {
    if (result instanceof Arriver && result.attempt === this) return result.arrive();
    throw new UserError('E_STEP', `returns ${describe(result)}.`, {
      hint: 'A step returns the snapshot it was given or one made from it, s.goto(...), s.halt(), s.choose(...), s.call(...), or undefined when it is blocked.',
    });
  }
}

/** Thrown by a method that has no other way to say that the step is blocked. */
export const BLOCKED = Symbol('blocked');

/** A value that a step may return. */
export abstract class Arriver {
  readonly attempt: Attempt;

  constructor(attempt: Attempt) {
    this.attempt = attempt;
  }

  abstract arrive(): Arrival;
}

/** A snapshot with an explicit next label. */
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

/** A message on its way: what a step that sends on a rendezvous returns. */
export class Sending {
  readonly attempt: Attempt;
  readonly receivers: readonly Alternative[];
  readonly message: Value;
  /** Where the sender arrives. */
  readonly at: Arrival;

  constructor(attempt: Attempt, receivers: readonly Alternative[], message: Value, at: Arrival) {
    this.attempt = attempt;
    this.receivers = receivers;
    this.message = message;
    this.at = at;
  }
}

/** The items of a choice. Throws `E_STEP` for more than a choice may have, before anything is made of any of them. */
export function choosable<T>(items: Iterable<T>): readonly T[] {
  const chosen: T[] = [];
  for (const item of items) if (chosen.push(item) > OUTCOMES_MAX) throw tooMany();
  return chosen;
}

function tooMany(): UserError {
  return new UserError('E_STEP', `chooses between more than ${OUTCOMES_MAX.toLocaleString('en')} outcomes.`, {
    hint: 'Let several steps choose, one after the other.',
  });
}

/** A choice between several outcomes. */
export class Choice {
  readonly attempt: Attempt;
  readonly arrivals: readonly { readonly name: string; readonly place: number; readonly at: Arrival }[];
  /** The names of all outcomes, blocked outcomes included. */
  readonly offered: readonly string[];
  /** Whether its outcomes were made by functions. */
  readonly isMade: boolean;

  constructor(attempt: Attempt, outcomes: readonly (readonly [name: string, result: unknown])[], isMade = false) {
    this.attempt = attempt;
    this.isMade = isMade;
    if (outcomes.length > OUTCOMES_MAX) throw tooMany();
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

/** How the outcome of choosing an item is named: as the item is written, a collection in its canonical order. */
export function outcomeNameOf(item: Value): string {
  if (typeof item !== 'object' || item === null) return String(item);
  return isImmutable(item) || isRecord(item) ? String(item) : JSON.stringify(valueToJson(item));
}

function describe(result: unknown): string {
  if (result instanceof Choice) return 'a choice inside a choice';
  if (result instanceof Sending) return 'a rendezvous inside a choice';
  if (result instanceof Arriver) return 'a snapshot of another step';
  return valueShown(result);
}
