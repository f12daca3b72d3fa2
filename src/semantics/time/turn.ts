/** Lets other work of this thread run: timers, messages, signals. */
import { setImmediate } from 'node:timers/promises';

export async function nextTurn(): Promise<void> {
  await setImmediate();
}
