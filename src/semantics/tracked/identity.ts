/**
 * What the modules of a *visible* model call where they compare objects by identity, and where a function writes what outlives its call
 * (load/visible/rewriting.ts puts the calls there). A tracked value is another object than the value itself, so such a comparison is made
 * with the values themselves, which reads all of them. Writes are counted.
 */
import { derivationOf } from './derivation.ts';

let count = 0;

/** How many writes there were, so far, to what outlives the function that wrote. */
export function outerWrites(): number {
  return count;
}

/** The value itself of a tracked value, which reads all of it; anything else as it is. */
function plain(value: unknown): unknown {
  return derivationOf(value)?.whole() ?? value;
}

/** `a === b` */
function same(a: unknown, b: unknown): boolean {
  if (a === b || typeof a !== 'object' || typeof b !== 'object') return a === b;
  const [one, other] = [derivationOf(a), derivationOf(b)];
  if (one === undefined && other === undefined) return false;
  // A method that changes something gives another object, and one that changes nothing the same.
  if (one?.base === other?.base && (one?.steps ?? 0) + (other?.steps ?? 0) === 1) return false;
  return (one?.whole() ?? a) === (other?.whole() ?? b);
}

/** `a == b` */
function alike(a: unknown, b: unknown): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: it is what the author wrote.
  return typeof a === 'object' && typeof b === 'object' && a !== null && b !== null ? same(a, b) : a == b;
}

/** `Object.is(a, b)` */
function is(a: unknown, b: unknown): boolean {
  return typeof a === 'object' && typeof b === 'object' ? same(a, b) : Object.is(a, b);
}

/** The methods of a collection of JavaScript's own that compare by identity. */
class Keyed {
  readonly #of: Map<unknown, unknown> & Set<unknown> & unknown[];

  constructor(of: unknown) {
    this.#of = of as Map<unknown, unknown> & Set<unknown> & unknown[];
  }
  has(key: unknown): boolean {
    return this.#of.has(plain(key));
  }
  get(key: unknown): unknown {
    return this.#of.get(plain(key));
  }
  set(key: unknown, value: unknown): unknown {
    return this.#of.set(plain(key), value);
  }
  add(key: unknown): unknown {
    return this.#of.add(plain(key));
  }
  delete(key: unknown): boolean {
    return this.#of.delete(plain(key));
  }
  includes(value: unknown, from?: number): boolean {
    return this.#of.map(plain).includes(plain(value), from);
  }
  indexOf(value: unknown, from?: number): number {
    return this.#of.map(plain).indexOf(plain(value), from);
  }
  lastIndexOf(value: unknown, ...from: [number?]): number {
    return this.#of.map(plain).lastIndexOf(plain(value), ...(from as [number]));
  }
}

/** What `has`, `includes` and their like are asked of. */
function keyed(asked: unknown): unknown {
  return Array.isArray(asked) || isKeyed(asked) ? new Keyed(asked) : asked;
}

/** What `push`, `add` and their like are asked of, where it may outlive the function. */
function kept(asked: unknown): unknown {
  if (typeof asked !== 'object' || asked === null) return asked;
  if (isKeyed(asked)) {
    count++;
    return new ChangingKeyed(asked);
  }
  if (Array.isArray(asked) || asked instanceof Date || ArrayBuffer.isView(asked)) count++;
  return asked;
}

class ChangingKeyed extends Keyed {
  readonly #changed: Map<unknown, unknown>;

  constructor(of: Map<unknown, unknown> | Set<unknown>) {
    super(of);
    this.#changed = of as Map<unknown, unknown>;
  }
  clear(): void {
    this.#changed.clear();
  }
}

function isKeyed(value: unknown): value is Map<unknown, unknown> | Set<unknown> {
  return value instanceof Map || value instanceof Set;
}

/** What is written, or written to, where it may outlive the function. */
function outer<T>(written: T): T {
  count++;
  return written;
}

/** The elements of which a Map or Set of JavaScript's own is made. */
function elements(of: Iterable<unknown> | null | undefined): unknown[] {
  return Array.from(of ?? [], (one) => (Array.isArray(one) ? [plain(one[0]), ...one.slice(1)] : plain(one)));
}

/** Arguments that are spread. */
function plains(of: Iterable<unknown>): unknown[] {
  return Array.from(of, (one) => plain(one));
}

/** `of?.…`, where `rest` is what follows. */
function chain<T, R>(of: T, rest: (of: NonNullable<T>) => R): R | undefined {
  return of === null || of === undefined ? undefined : rest(of);
}

const RUNTIME = Object.freeze({ same, alike, is, plain, keyed, kept, outer, elements, plains, chain });

/** Gives modules the runtime under a global name. */
export function installIdentity(name: string): void {
  if (name in globalThis) return;
  Object.defineProperty(globalThis, name, { value: RUNTIME });
}
