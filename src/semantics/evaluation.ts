/**
 * One evaluation: runs an alternative on a state and collects its outcomes.
 *
 * A step works on a persistent snapshot, so it may try several ways and return one of them. Goto, call and return are part of the
 * step that reaches them and add no transition.
 */
import { thrownText, UserError } from '../errors.ts';
import { ValueRefusal } from '../model/canonical.ts';
import type { Evaluated } from '../model/evaluated.ts';
import type { Alternative } from '../model/process.ts';
import type { StepName } from '../model/property.ts';
import type { Valuation } from '../model/state.ts';
import type { System } from '../model/system.ts';
import { type Arrival, Attempt, BLOCKED, Choice, Sending } from './arrival.ts';
import { beginEvaluation, endEvaluation } from './beacon.ts';
import { afterStep, frozenBy, irqsave, withThread } from './interrupt.ts';
import { LiveSnapshot } from './live-snapshot.ts';
import { noteLockEvents } from './locks/lock-noting.ts';
import { meetings } from './meeting.ts';
import { withinRestriction } from './restriction.ts';
import { withSpending } from './spending.ts';

/**
 * Runs an alternative on a state once; where it arrives is of the kind of that state. Throws `UserError` for errors
 * that the model's author must fix.
 */
export function evaluate<V extends Valuation>(system: System, alternative: Alternative, state: V): Evaluated<V> {
  const { restriction } = system;
  if (restriction === undefined) return evaluateUnrestricted(system, alternative, state);
  return withinRestriction(system, restriction, alternative, state, (one) => evaluateUnrestricted(system, one, state));
}

/** As `evaluate`, in the system itself where the system is a restricted one. */
export function evaluateUnrestricted<V extends Valuation>(
  system: System,
  alternative: Alternative,
  state: V,
): Evaluated<V> {
  return attempted(new Attempt(system, alternative), state);
}

/** The evaluation that an attempt makes, so that the caller sees what else the attempt noticed. */
export function attempted<V extends Valuation>(attempt: Attempt, before: V): Evaluated<V> {
  const { system, alternative } = attempt;
  let state = before;
  beginEvaluation(alternative, system.origin, (one) => describeAlternative(system, one));
  try {
    if (frozenBy(system, alternative, before) !== undefined) return blocked(attempt);
    state = withThread(system, alternative.process, before);
    const result = alternative.run(new LiveSnapshot(attempt, state));
    if (result === undefined || result === false) return finish<V>(attempt, state, []);
    if (result instanceof Choice && result.attempt === attempt) {
      attempt.offered = result.offered;
      attempt.returnsChoice = result.isMade;
      return finish<V>(attempt, state, result.arrivals);
    }
    if (result instanceof Sending && result.attempt === attempt) return finish<V>(attempt, state, meetings(result));
    return finish<V>(attempt, state, [{ name: undefined, place: 0, at: attempt.arrival(result) }]);
  } catch (error) {
    if (error === BLOCKED) return finish<V>(attempt, state, []);
    throw located(error, describeAlternative(system, alternative));
  } finally {
    endEvaluation();
  }
}

interface Arrived {
  readonly name: string | undefined;
  readonly place: number;
  readonly at: Arrival;
}

function finish<V extends Valuation>(attempt: Attempt, before: V, ways: readonly Arrived[]): Evaluated<V> {
  const affordable = withSpending(attempt, before, ways);
  if ('kind' in affordable) return { outcomes: [], held: [], observed: [affordable], offered: attempt.offered };
  const arrivals = settled(attempt, before, affordable);
  if (arrivals.length === 0) return blocked(attempt);
  const { observed, offered } = attempt;
  if (attempt.judgements.length === 0) {
    return {
      outcomes: arrivals.map(({ name, place, at }) => ({ name, place, next: at.state as V, failed: [] })),
      held: [],
      observed,
      offered,
    };
  }
  // A claim belongs to the outcomes whose snapshots went through it; a claim on a discarded snapshot belongs to all outcomes.
  const onTheWay = new Set(arrivals.flatMap(({ at }) => at.judged));
  const leftBehind = attempt.judgements.filter((judgement) => !onTheWay.has(judgement));
  if (leftBehind.length > 0) attempt.leavesClaims = true;
  const failures = (at: Arrival) =>
    [...at.judged, ...leftBehind].filter((judgement) => !judgement.holds).map((judgement) => judgement.id);
  return {
    outcomes: arrivals.map(({ name, place, at }) => ({ name, place, next: at.state as V, failed: failures(at) })),
    held: attempt.judgements.filter((judgement) => judgement.holds).map((judgement) => judgement.id),
    observed,
    offered,
  };
}

/** Where the step arrives finally: where it has begun to wait if it is blocked there, and with its handler started or ended. */
function settled(attempt: Attempt, before: Valuation, ways: readonly Arrived[]): readonly Arrived[] {
  const { system, alternative } = attempt;
  const queued = ways.length > 0 ? undefined : inQueue(attempt, before);
  const arrivals = queued === undefined ? ways : [{ name: undefined, place: 0, at: { state: queued, judged: [] } }];
  noteLockEvents(attempt, arrivals);
  if (alternative.process.interrupt === undefined) return arrivals;
  return arrivals.map(({ name, place, at }) => ({
    name,
    place,
    at: { ...at, state: afterStep(system, alternative, at.state) },
  }));
}

/** The state with the blocked step in the queue of the lock, or the grace period, that it waits for; undefined where it has begun to wait. */
function inQueue({ system, alternative, queued }: Attempt, before: Valuation): Valuation | undefined {
  if (queued === undefined) return undefined;
  const { slot, value } = queued;
  const name = system.slots[slot]?.name ?? '';
  const waiting = queued.irqsave ? irqsave(system, alternative.process, before, name) : before;
  return waiting.with(slot, system.canon.of(value));
}

function blocked({ observed, offered }: Attempt): Evaluated<never> {
  return { outcomes: [], held: [], observed, offered };
}

/** How properties and traces name a step. */
export function stepName({ process, label, name, tag }: Alternative, outcome: string | undefined): StepName {
  // Written out, because this is called for each transition, and spreading costs more than all else that is done there.
  if (name === undefined && outcome === undefined) return { process: process.name, label, tag };
  if (name === undefined) return { process: process.name, label, outcome: outcome as string, tag };
  if (outcome === undefined) return { process: process.name, label, alternative: name, tag };
  return { process: process.name, label, alternative: name, outcome, tag };
}

/** How error messages name an alternative: `step 'wfi' at label 'guest' of process 'vcpu' (vgic-queue scenario=S1)`. */
export function describeAlternative(system: System, alternative: Alternative): string {
  const { label, name, process } = alternative;
  const what = process.kind === 'rules' ? 'rule' : 'step';
  const step = name === undefined ? `${what} '${label}'` : `${what} '${name}' of '${label}'`;
  return `${step} of process '${process.name}' (${system.origin})`;
}

/** The error, located. Anything else that a step or predicate throws becomes a `UserError` here. */
export function located(error: unknown, where: string): UserError {
  try {
    return locatedAs(error, where);
  } catch {
    // A thrown value may throw itself when it is looked at.
    return new UserError('E_STEP', `${where} throws a value that cannot be shown`);
  }
}

function locatedAs(error: unknown, where: string): UserError {
  if (error instanceof UserError) return new UserError(error.code, `${where}: ${error.message}`, error.advice);
  if (error instanceof ValueRefusal) {
    return new UserError('E_VALUE', `${where} stores ${error.message}.`, { hint: error.hint });
  }
  const message = thrownText(error);
  if (/read only property|Cannot (add|delete|define) property|not extensible|immutable record/.test(message)) {
    return new UserError('E_MUTATION', `${where} changes a value in place.\n${message}`, {
      hint: 'Values are immutable: make a new one, s.update(component, (value) => value.set(...)).',
    });
  }
  return new UserError('E_STEP', `${where} throws ${message}`, { hint: whereThrown(error) });
}

/** The author's own line at the top of the stack. */
function whereThrown(error: unknown): string | undefined {
  const line =
    error instanceof Error ? error.stack?.split('\n').find((frame) => /^\s+at .*:\d+:\d+\)?$/.test(frame)) : undefined;
  const location = line?.match(/(?:file:\/\/)?(\/[^()]+:\d+):\d+/)?.[1];
  return location === undefined ? undefined : `At ${location}.`;
}
