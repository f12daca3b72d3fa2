/** How many commands run at once; the others wait in order, and those that would wait too long are refused. */
import { UserError } from '../../errors.ts';

const RUNNING_MAX = 3;
const WAITING_MAX = 16;

export class Slots {
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Runs it once there is a slot; rejects if the signal is aborted while it waits. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    if (this.#running >= RUNNING_MAX) {
      if (this.#waiting.length >= WAITING_MAX) {
        throw new UserError('E_USAGE', `${RUNNING_MAX} requests run and ${WAITING_MAX} wait: this one is refused.`, {
          hint: 'Ask again when one has ended.',
        });
      }
      await this.#turn(signal);
    }
    this.#running++;
  }

  #turn(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () => {
      this.#waiting.splice(this.#waiting.indexOf(resolve), 1);
      reject(signal.reason);
    };
    this.#waiting.push(resolve);
    signal.addEventListener('abort', giveUp, { once: true });
    return promise.finally(() => signal.removeEventListener('abort', giveUp));
  }
}
