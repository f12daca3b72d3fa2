/** Spin locks: who waits for one is blocked until its holder releases it. */
import { Record } from 'immutable';
import { UserError } from '../errors.ts';

/** Steps take and release it with `acquire` and `release` of their snapshot. */
export class SpinLock extends Record({ holder: null as string | null }) {
  /** Held by the process, or undefined while anybody holds it (its holder too: spin locks do not nest). */
  acquire(process: string): this | undefined {
    return this.holder === null ? this.set('holder', process) : undefined;
  }

  release(process: string): this {
    if (this.holder !== process) {
      throw new UserError(
        'E_STEP',
        `releases a lock that ${this.holder === null ? 'nobody' : `'${this.holder}'`} holds.`,
      );
    }
    return this.set('holder', null);
  }
}
