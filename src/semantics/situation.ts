/** The situation of a state: whether it is terminal, quiescent or stuck, which decides the properties that are judged in it. */
import type { Alternative } from '../model/process.ts';
import type { State } from '../model/state.ts';
import { candidates, isTerminal, type System } from '../model/system.ts';
import { evaluate } from './evaluation.ts';

export interface Situation {
  readonly terminal: boolean;
  /** Not terminal, and no system alternative is enabled. */
  readonly quiescent: boolean;
  /** Quiescent, and no environment alternative is enabled either. */
  readonly stuck: boolean;
}

/** `enabled`: the alternatives with an outcome in the state, where the caller knows them; by default each candidate is evaluated. */
export function situationOf(
  system: System,
  state: State,
  enabled: Iterable<Alternative> = enabledIn(system, state),
): Situation {
  if (isTerminal(system, state)) return { terminal: true, quiescent: false, stuck: false };
  let stuck = true;
  for (const { tag } of enabled) {
    if (tag === 'system') return { terminal: false, quiescent: false, stuck: false };
    stuck = false;
  }
  return { terminal: false, quiescent: true, stuck };
}

function* enabledIn(system: System, state: State): Generator<Alternative> {
  for (const alternative of candidates(system, state)) {
    if (evaluate(system, alternative, state).outcomes.length > 0) yield alternative;
  }
}
