/** A server that is out of reach: reported once when it goes and once when it is back. The caller decides how long to wait. */
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

  /** To be called when a command failed. Gives the milliseconds since the first failure. Rethrows errors that are not the server's. */
  failed(error: unknown, now: number): number {
    if (isBug(error) || error instanceof UserError) throw error;
    if (this.#since === undefined) {
      this.#since = now;
      this.#say(`The queue at ${this.#server.address.shown} is out of reach: ${this.#server.explained(error)}`);
    }
    return now - this.#since;
  }

  /** To be called when a command succeeded. */
  over(): void {
    if (this.#since === undefined) return;
    this.#since = undefined;
    this.#say(`The queue at ${this.#server.address.shown} answers again.`);
  }
}
