/** The properties that are judged of states; P1 is asserted where V is taken. The README says what each claims. */
import type { Reader } from 'everywhen';
import type { Components, Processes } from './components.ts';
import type { Choice } from './parameters.ts';
import type { SenderLabel } from './sender-labels.ts';
import type { TimerLabel } from './sources.ts';

interface Sources {
  readonly sender: { readonly labels: SenderLabel; readonly locals: object; readonly index: number };
  readonly timer: { readonly labels: TimerLabel; readonly locals: object; readonly index: never };
}
type State = Reader<Components, Processes & Sources>;

export class Claims {
  readonly receivers: readonly number[];
  readonly senders: readonly number[];
  readonly cpus: readonly number[];
  readonly ipiv: boolean;

  constructor({ receivers, senders, cpus, ipiv }: Choice) {
    this.receivers = [...Array(receivers).keys()];
    this.senders = [...Array(senders).keys()];
    this.cpus = [...Array(cpus).keys()];
    this.ipiv = ipiv === 'on';
  }

  readonly #at = (s: State, place: 'guest' | 'asleep', r: number) => s.at('receiver', r) === place;

  /** P2. */
  readonly nothingLostAsleep = (s: State) =>
    this.receivers.every((r) => !(this.#at(s, 'asleep', r) && s.get('irr', r)));
  /** P3. */
  readonly nothingLostInGuest = (s: State) =>
    this.receivers.every((r) => !(this.#at(s, 'guest', r) && s.get('irr', r)));

  /** P2i: nothing that could wake it is at work any more. */
  readonly #sleepsForGood = (s: State, r: number) => this.#at(s, 'asleep', r) && s.get('tstate', r) === 'Intr';
  readonly othersRest = (s: State) =>
    this.sendersIdle(s) && s.at('timer') === 'idle' && this.senders.every((i) => s.get('sb', i) === null);
  readonly someoneSleepsForGood = (s: State) =>
    this.receivers.some((r) => this.#sleepsForGood(s, r)) && this.othersRest(s);
  readonly sleepersHaveNothing = (s: State) =>
    this.receivers.every((r) => !(this.#sleepsForGood(s, r) && s.get('irr', r)));

  /** P4. */
  readonly sendersIdle = (s: State) => this.senders.every((i) => s.at('sender', i) === 'idle');

  /** The states that P5 is about, and what it says of them. */
  readonly #runsWithAvic = (s: State, r: number) => this.ipiv && s.get('act', r) && this.#at(s, 'guest', r);
  readonly someoneRunsWithAvic = (s: State) => this.receivers.some((r) => this.#runsWithAvic(s, r));
  readonly tableIsAccurate = (s: State) =>
    this.receivers.every((r) => {
      const { isRunning, host } = s.get('entry', r);
      return !this.#runsWithAvic(s, r) || (isRunning && host === s.get('cpu', r));
    });

  /** The quiescent states: receivers compute or sleep, all others are idle, nothing is on its way to a guest. */
  readonly rests = (s: State) => this.othersRest(s) && this.receivers.every((r) => this.#receiverRests(s, r));

  #receiverRests(s: State, r: number): boolean {
    const signalled = this.cpus.some((cpu) => s.get('db', [r, cpu]) || s.get('ipi', [r, cpu]));
    // A mode that is OUT in the guest has its IN in the store buffer still (`modeBarrier=off`).
    const computes = this.#at(s, 'guest', r) && s.get('isr', r) === 'none' && s.get('mode', r) !== 'OUT';
    return !signalled && (computes || this.#sleepsForGood(s, r));
  }
}
