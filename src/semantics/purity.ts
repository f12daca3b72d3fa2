/**
 * Steps must be functions of the state. Here that is enforced as far as JavaScript allows: the usual sources of chance and
 * time are trapped while steps run, and a step is evaluated twice to see whether both results agree.
 */
import { UserError } from '../errors.ts';
import type { Evaluated } from '../model/evaluated.ts';
import { keyOf } from '../model/observation.ts';
import type { Alternative } from '../model/process.ts';
import type { State } from '../model/state.ts';
import type { System } from '../model/system.ts';
import { describeAlternative, evaluate } from './evaluation.ts';

const HINT = 'Steps must be pure: look for Date, Math.random, or a variable captured from outside that changes.';

/** Evaluates twice and compares. Throws `E_IMPURE` where the results differ. */
export function evaluateTwice(system: System, alternative: Alternative, state: State): Evaluated {
  const first = evaluate(system, alternative, state);
  const second = evaluate(system, alternative, state);
  if (!sameResult(first, second)) throw impure(system, describeAlternative(system, alternative));
  return first;
}

/** The error for a step or predicate that gives different results for the same values. */
export function impure(system: System, what: string): UserError {
  return new UserError('E_IMPURE', `${what} gave two results for the same values.`, {
    hint: HINT,
    next: `Reproduce: everywhen check ${system.origin} --audit all`,
  });
}

function sameResult(a: Evaluated, b: Evaluated): boolean {
  return (
    a.outcomes.length === b.outcomes.length &&
    a.held.join() === b.held.join() &&
    a.observed.map(keyOf).join() === b.observed.map(keyOf).join() &&
    a.outcomes.every((outcome, i) => {
      const other = b.outcomes[i];
      return (
        other !== undefined &&
        outcome.name === other.name &&
        outcome.next.equals(other.next) &&
        outcome.failed.join() === other.failed.join()
      );
    })
  );
}

/**
 * Runs `body` with `Date`, `Math.random`, `performance.now` and `crypto`'s random numbers refusing to answer, and with the process
 * refusing to end: a step that calls `process.exit(0)` would end the run without a verdict, and with the exit code of one that holds.
 */
export function withoutChance<T>(body: () => T): T {
  const originals = TRAPS.map(({ owner, key }) => Object.getOwnPropertyDescriptor(owner, key));
  for (const { owner, key, trap } of TRAPS) {
    Object.defineProperty(owner, key, { value: trap, configurable: true, writable: true });
  }
  trapped.push(originals);
  try {
    return body();
  } finally {
    restore();
  }
}

/** Ends every `withoutChance` that is in progress: its JavaScript was terminated, which runs no `finally`. */
export function restoreAll(): void {
  while (trapped.length > 0) restore();
}

/** The original properties, for each `withoutChance` in progress. */
const trapped: (readonly (PropertyDescriptor | undefined)[])[] = [];

function restore(): void {
  const originals = trapped.pop() ?? [];
  TRAPS.forEach(({ owner, key }, i) => {
    const original = originals[i];
    if (original === undefined) Reflect.deleteProperty(owner, key);
    else Object.defineProperty(owner, key, original);
  });
}

function refuse(what: string): () => never {
  return () => {
    throw new UserError('E_IMPURE', `asks for ${what}.`, { hint: HINT });
  };
}

function refuseToEnd(key: string): () => never {
  return () => {
    throw new UserError('E_STEP', `calls process.${key}.`, { hint: 'A model cannot end the process that checks it.' });
  };
}

/** `new Date(0)` is a value like any other; only the present moment is refused. */
const PureDate = new Proxy(Date, {
  apply: refuse('the time (Date)'),
  construct: (target, parameters) =>
    parameters.length === 0 ? refuse('the time (new Date)')() : Reflect.construct(target, parameters),
  get: (target, key) => (key === 'now' ? refuse('the time (Date.now)') : Reflect.get(target, key)),
});

interface Trap {
  readonly owner: object;
  readonly key: string;
  readonly trap: unknown;
}

const TRAPS: readonly Trap[] = [
  { owner: globalThis, key: 'Date', trap: PureDate },
  { owner: Math, key: 'random', trap: refuse('a random number (Math.random)') },
  { owner: performance, key: 'now', trap: refuse('the time (performance.now)') },
  { owner: crypto, key: 'getRandomValues', trap: refuse('random numbers (crypto.getRandomValues)') },
  { owner: crypto, key: 'randomUUID', trap: refuse('a random number (crypto.randomUUID)') },
  ...trapsOf(globalThis.process),
];

/** A browser has no process. */
function trapsOf(process: object | undefined): Trap[] {
  if (process === undefined) return [];
  return [
    { owner: process, key: 'hrtime', trap: refuse('the time (process.hrtime)') },
    ...['exit', 'abort', 'kill', 'reallyExit'].map((key) => ({ owner: process, key, trap: refuseToEnd(key) })),
  ];
}
