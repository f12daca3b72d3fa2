/** Runs what may never return. JavaScript cannot stop a loop by itself, so the time limit is that of a script (node:vm). */
import { Script } from 'node:vm';
import { publishOn } from '../beacon.ts';

/** Where the script finds what it runs. */
const BODY = Symbol.for('everywhen.body');
let script: Script | undefined;

/**
 * The result of `body`; undefined if it has not returned within the time. None of its `finally` blocks runs then, so it must leave alone what
 * others use. The watching thread does not see it, because this time limit takes the place of its own.
 */
export function withinTime<T>(milliseconds: number, body: () => T): { readonly value: T } | undefined {
  script ??= new Script(`globalThis[Symbol.for('${BODY.description}')]()`);
  let result: { readonly value: T } | undefined;
  const run = () => {
    result = { value: body() };
  };
  const beacon = publishOn(undefined);
  Object.defineProperty(globalThis, BODY, { value: run, configurable: true });
  try {
    script.runInThisContext({ timeout: milliseconds });
    return result;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    Reflect.deleteProperty(globalThis, BODY);
    publishOn(beacon);
  }
}
