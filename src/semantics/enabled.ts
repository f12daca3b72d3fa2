/** Whether a step is enabled in a state, as properties ask it: ENABLED of TLA+ (L. Lamport, "Specifying systems", 2002, section 8.4). */
import { UserError } from '../errors.ts';
import type { Canonical } from '../model/canonical.ts';
import { type ReplicaKey, replicaName, type Value } from '../model/declaration.ts';
import { suggestion } from '../model/names.ts';
import { type Alternative, alternativeText } from '../model/process.ts';
import type { Valuation } from '../model/state.ts';
import type { OnRead } from '../model/state-reader.ts';
import { alternativesOf, isTerminal, type System } from '../model/system.ts';
import { evaluateUnrestricted } from './evaluation.ts';

/**
 * Whether the step has an outcome in the state; runs that a restriction leaves out do not matter, and neither does what is left of a budget.
 * `step`: a label, a rule, or one of several alternatives of a label as traces name it.
 * Throws `E_COMPONENT` for a process or step that is not declared.
 */
export function isEnabled(
  system: System,
  state: Valuation,
  onRead: OnRead,
  { process, index, step }: { readonly process: string; readonly index: ReplicaKey | undefined; readonly step: string },
): boolean {
  const asked = stepsNamed(system, index === undefined ? process : replicaName(process, index), step);
  const noted = new NotedState(state, onRead);
  if (isTerminal(system, noted)) return false;
  return asked.some(
    (alternative) =>
      alternativesOf(alternative.process, noted).includes(alternative) &&
      evaluateUnrestricted(system, withoutBudget(alternative), noted).outcomes.length > 0,
  );
}

/** Whether some step lacks nothing but its budget: the design could continue. */
export function waitsForBudget(system: System, state: Valuation): boolean {
  return system.alternatives.some(
    (alternative) =>
      alternative.spends !== undefined &&
      alternativesOf(alternative.process, state).includes(alternative) &&
      evaluateUnrestricted(system, withoutBudget(alternative), state).outcomes.length > 0,
  );
}

function withoutBudget(alternative: Alternative): Alternative {
  return alternative.spends === undefined ? alternative : { ...alternative, spends: undefined };
}

function stepsNamed({ processes }: System, name: string, step: string): readonly Alternative[] {
  const process = processes.find((one) => one.name === name);
  if (process === undefined) {
    throw new UserError('E_COMPONENT', `no process '${name}' is declared.`, {
      hint: suggestion(
        name,
        processes.map((one) => one.name),
      ),
    });
  }
  const named = process.alternatives.filter((one) => one.label === step || alternativeText(one) === step);
  if (named.length > 0) return named;
  throw new UserError('E_COMPONENT', `process '${name}' has no step '${step}'.`, {
    hint: suggestion(
      step,
      process.alternatives.flatMap((one) => [...new Set([one.label, alternativeText(one)])]),
    ),
  });
}

/** A state that tells which of its values are read. */
class NotedState implements Valuation {
  readonly #state: Valuation;
  readonly #onRead: OnRead;

  constructor(state: Valuation, onRead: OnRead) {
    this.#state = state;
    this.#onRead = onRead;
  }

  at(position: number): Canonical {
    this.#onRead(position);
    return this.#state.at(position);
  }

  look(position: number): Value {
    this.#onRead(position);
    return this.#state.look(position);
  }

  withParts(position: number, value: unknown): this | undefined {
    const next = this.#state.withParts?.(position, value);
    return next && (new NotedState(next, this.#onRead) as this);
  }

  with(position: number, value: Canonical): this {
    return new NotedState(this.#state.with(position, value), this.#onRead) as this;
  }

  equals(other: Valuation): boolean {
    return other instanceof NotedState ? this.#state.equals(other.#state) : this.#state.equals(other);
  }
}
