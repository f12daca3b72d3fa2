/** A server that is out of reach for a while: said once, and once when it is back; for how long, its user decides. */
import { UserError } from '../errors.ts';
import { isBug, type QueueServer } from './queue-server.ts';

export class Outage {
  readonly #server: QueueServer;
  readonly #say: (text: string) => void;
  #since: number | undefined;

  constructor(server: QueueServer, say: (text: string) => void) {
    this.#server = server;
    this.#say = say;
  }

  /** A command failed: for how many milliseconds now. Throws what is no failure of the server: a bug, a folder that cannot be written. */
  failed(error: unknown, now: number): number {
    if (isBug(error) || error instanceof UserError) throw error;
    if (this.#since === undefined) {
      this.#since = now;
      this.#say(`The queue at ${this.#server.address.shown} is out of reach: ${this.#server.explained(error)}`);
    }
    return now - this.#since;
  }

  /** Commands succeed. */
  over(): void {
    if (this.#since === undefined) return;
    this.#since = undefined;
    this.#say(`The queue at ${this.#server.address.shown} answers again.`);
  }
}
