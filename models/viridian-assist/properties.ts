/** The properties that are judged of states; those of steps are asserted where they happen. The README says what each claims. */
import type { Reader } from 'everywhen';
import { isRunning } from '../components/interrupt-handlers.ts';
import type { components, SourceProcess } from './components.ts';
import type { Sources } from './parameters.ts';

type State = Reader<ReturnType<typeof components>, SourceProcess>;

/** P3b's antecedent: in the guest, something is in service that no handler runs for. */
export function servesWithoutHandler(s: State): boolean {
  return s.get('pc') === 'GUEST' && s.get('isr').some((vector) => !isRunning(s.get('stack'), vector));
}

/** The states in which nothing is obliged to happen: the guest computes and everything has settled. */
export function isIdle(s: State): boolean {
  return (
    s.get('pc') === 'GUEST' &&
    s.get('stack').isEmpty() &&
    !s.get('kick') &&
    s.at('source') === 'idle' &&
    !s.get('window')
  );
}

/** L1: nothing more will be raised, and nothing happens from outside. */
export function isUsedUp({ vectors }: Sources): (s: State) => boolean {
  return (s) =>
    s.at('source') === 'idle' &&
    vectors.every((vector) => s.get('budget', vector) === 0) &&
    s.get('inits') + s.get('migrations') + s.get('remaps') === 0;
}

/** P4: nothing that was raised is left over. */
export function nothingLost(sources: Sources): (s: State) => boolean {
  return (s) =>
    s.get('irr').isEmpty() && s.get('want').isEmpty() && sources.level.every((vector) => !s.get('pin', vector).line);
}
