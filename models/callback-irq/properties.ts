/** The properties that are judged of states and cycles; R is asserted where the handler looks at the flag. The README says what each claims. */
import type { Reader, StepName } from 'everywhen';
import { type Components, hasTasklet, type Processes, VCPUS } from './components.ts';
import type { Choice } from './parameters.ts';

type State = Reader<Components, Processes>;

/** Q: all events are sent and nothing is at work. (With V0=never vCPU 0 may have stopped elsewhere: then nothing is claimed.) */
export function isSettled(choice: Choice): (s: State) => boolean {
  return (s) =>
    ['guest', 'halt'].includes(s.at('vcpu0')) &&
    s.at('vcpu1') === 'guest' &&
    s.get('nev') + s.get('polls') + s.get('dis') === 0 &&
    VCPUS.every((i) => !s.get('kick', i) && !s.get('win', i)) &&
    s.get('lk').holder === null &&
    s.get('len') &&
    !s.get('tk') &&
    s.at('sender1') === 's.port' &&
    (choice.k === 1 || s.at('sender2') === 's.port') &&
    (!hasTasklet(choice) || s.at('tasklet') === 't.run');
}

/** Q1 */
export function nothingLost(s: State): boolean {
  return !s.get('up') && !s.get('work');
}

/** Q2 */
export function lineIsClean(s: State): boolean {
  return !s.get('ca') && !s.get('pin').remoteIrr;
}

/** C1 */
export function countFits(s: State): boolean {
  const count = s.get('cnt');
  return (count === 0 || count === 1) && (s.get('lk').holder !== null || count === Number(s.get('ca')));
}

/** ST's mark: the guest is entered with the interrupt. */
export function delivers(_before: State, _after: State, step: StepName): boolean {
  return step.label === 'entry.soft' && step.alternative === 'deliver';
}

/** K1's antecedent: the CPU on which sender 1 may interrupt holds the lock. */
export function lockIsHeldBelow({ IRQCTX }: Choice): (s: State) => boolean {
  return (s) => IRQCTX === 1 && s.get('lk').holder === 'vcpu1';
}

/** K1: an interrupt handler waits for a lock that is held by what it has interrupted. */
export function mayGoOn(s: State): boolean {
  return s.at('sender1') !== 's.L1';
}
