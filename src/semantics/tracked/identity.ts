/**
 * What the modules of a *visible* model call where they compare objects by identity, and where a function writes what outlives its call
 * (load/visible/rewriting.ts puts the calls there). A tracked value is another object than the value itself, so such a comparison is made
 * with the values themselves, which reads all of them. Writes are counted, and so are comparisons that cannot be decided.
 */
import { is as areEqual, hash, isImmutable } from 'immutable';
import { derivationOf, itself as plain } from './derivation.ts';

let writes = 0;
let doubts = 0;

/** How many writes there were, so far, to what outlives the function that wrote. */
export function outerWrites(): number {
  return writes;
}

/** How many comparisons there were, so far, whose result may be another one for the values themselves. */
export function identityDoubts(): number {
  return doubts;
}

type Own = readonly unknown[] | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>;

/** Whether a value is a collection of JavaScript's own. */
function isOwnCollection(value: unknown): value is Own {
  return Array.isArray(value) || value instanceof Map || value instanceof Set;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** `a === b` */
function same(a: unknown, b: unknown): boolean {
  if (a === b || !isObject(a) || !isObject(b)) return a === b;
  const [one, other] = [derivationOf(a), derivationOf(b)];
  // A method of a Set that changes something gives another object, and one that changes nothing the same.
  const isOneStep = one?.split.kind === 'Set' && one.base === other?.base && one.steps + other.steps === 1;
  if (isOneStep) return false;
  const [x, y] = [one?.whole() ?? a, other?.whole() ?? b];
  if (x === y) return true;
  // A collection that holds a tracked value is another object than one that holds the value itself.
  if (isValue(x) && areEqual(x, y)) doubts++;
  return false;
}

/** `a == b` */
function alike(a: unknown, b: unknown): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: it is what the author wrote.
  return isObject(a) && isObject(b) ? same(a, b) : a == b;
}

/** `Object.is(a, b)` */
function is(a: unknown, b: unknown): boolean {
  return isObject(a) && isObject(b) ? same(a, b) : Object.is(a, b);
}

/** An array, where it is asked for an object. */
class Elements {
  readonly #of: readonly unknown[];

  constructor(of: readonly unknown[]) {
    this.#of = of;
  }
  includes(value: unknown, from?: number): boolean {
    return isObject(value) ? this.indexOf(value, from) >= 0 : this.#of.includes(value, from);
  }
  indexOf(value: unknown, from = 0): number {
    if (!isObject(value)) return this.#of.indexOf(value, from);
    const start = from < 0 ? this.#of.length + from : from;
    return this.#of.findIndex((one, i) => i >= start && same(one, value));
  }
  lastIndexOf(value: unknown, ...from: [number?]): number {
    if (!isObject(value)) return this.#of.lastIndexOf(value, ...(from as [number]));
    const [last = -1] = from;
    const end = last < 0 ? this.#of.length + last : last;
    return this.#of.findLastIndex((one, i) => i <= end && same(one, value));
  }
}

/** Whether an object may equal another one. */
function isValue(value: unknown): value is object {
  return isObject(value) && (isImmutable(value) || 'equals' in value);
}

/** By collection, its keys by their hashes, when there were this many. */
const hashed = new WeakMap<object, { readonly byHash: Map<number, unknown[]>; size: number }>();

/** The keys of a collection with the hash of a value. */
function keysLike(value: object, of: ReadonlyMap<unknown, unknown>): readonly unknown[] {
  let known = hashed.get(of);
  if (known === undefined) {
    known = { byHash: new Map(), size: 0 };
    hashed.set(of, known);
  }
  // Keys keep the order in which they came.
  for (const key of of.keys().drop(known.size)) {
    known.size++;
    if (!isValue(key)) continue;
    const code = hash(key);
    known.byHash.set(code, [...(known.byHash.get(code) ?? []), key]);
  }
  return known.byHash.get(hash(value)) ?? [];
}

/** A Map or Set, where it is asked for an object. Its keys are values themselves. */
class Keys {
  readonly #of: Map<unknown, unknown> & Set<unknown>;

  constructor(of: unknown) {
    this.#of = of as Map<unknown, unknown> & Set<unknown>;
  }
  /** The key that is there and is the same; a key that is equal, and not the same, is a doubt. */
  #known(key: unknown): unknown {
    const itself = plain(key);
    if (!isValue(itself) || this.#of.has(itself)) return itself;
    for (const one of keysLike(itself, this.#of)) same(one, itself);
    return itself;
  }
  has(key: unknown): boolean {
    return this.#of.has(this.#known(key));
  }
  get(key: unknown): unknown {
    return this.#of.get(this.#known(key));
  }
  set(key: unknown, value: unknown): unknown {
    return this.#of.set(this.#known(key), value);
  }
  add(key: unknown): unknown {
    return this.#of.add(this.#known(key));
  }
  delete(key: unknown): boolean {
    hashed.delete(this.#of);
    return this.#of.delete(this.#known(key));
  }
  clear(): void {
    hashed.delete(this.#of);
    this.#of.clear();
  }
}

const OF_ARRAYS = Array.prototype as unknown as { readonly [method: string]: unknown };
const OF_MAPS = Map.prototype as unknown as { readonly [method: string]: unknown };
const OF_SETS = Set.prototype as unknown as { readonly [method: string]: unknown };

/** What is asked by a method that compares by identity. An author's own method of that name is visible itself. */
function keyed(asked: unknown, method: string): unknown {
  if (!isOwnCollection(asked)) return asked;
  const own = (asked as unknown as { readonly [method: string]: unknown })[method];
  if (Array.isArray(asked))
    return method in Elements.prototype && own === OF_ARRAYS[method] ? new Elements(asked) : asked;
  const of = asked instanceof Map ? OF_MAPS : OF_SETS;
  return method in Keys.prototype && own !== undefined && own === of[method] ? new Keys(asked) : asked;
}

/** What is changed by a method and may outlive the function, whether it is a collection of JavaScript's own or one of Immutable. */
function kept(asked: unknown, method: string): unknown {
  if (isOwnCollection(asked) || asked instanceof Date || ArrayBuffer.isView(asked)) writes++;
  return keyed(owned(asked), method);
}

/** What a method of Immutable changes in place within `withMutations`. */
function owned<T>(asked: T): T {
  if (isObject(asked) && (asked as { readonly __ownerID?: unknown }).__ownerID !== undefined) writes++;
  return asked;
}

/** What a method is taken of without being called, or a method that compares in a way of its own. */
function doubtful<T>(asked: T): T {
  if (!isOwnCollection(asked)) return asked;
  writes++;
  doubts++;
  return asked;
}

/** What `call`, `apply` or `bind` is called of: some method of JavaScript's own, perhaps. */
function invoked<T>(asked: T): T {
  if (typeof asked !== 'function') return asked;
  writes++;
  doubts++;
  return asked;
}

/** The computed name of a method that is called. */
function name<T>(key: T): T {
  if (typeof key !== 'string' || !(key in OF_ARRAYS || key in OF_MAPS || key in OF_SETS)) return key;
  writes++;
  doubts++;
  return key;
}

/** What `next` is called of. */
function iterating<T>(asked: T): T {
  if (isObject(asked) && Symbol.iterator in asked) writes++;
  return asked;
}

/** What is gone through; an iterator changes thereby. */
function iterated<T>(asked: T): T {
  if (isObject(asked) && typeof (asked as { readonly next?: unknown }).next === 'function') writes++;
  return asked;
}

/** What is written, or written to, where it may outlive the function. */
function outer<T>(written: T): T {
  writes++;
  return written;
}

/** The elements of which a Set of JavaScript's own is made. */
function elements(of: Iterable<unknown> | null | undefined): unknown {
  iterated(of);
  return of === null || of === undefined ? of : [...of].map((one) => plain(one));
}

/** The entries of which a Map of JavaScript's own is made. */
function entries(of: Iterable<unknown> | null | undefined): unknown {
  iterated(of);
  const entry = (one: unknown) => (Array.isArray(one) && derivationOf(one[0]) ? [plain(one[0]), one[1]] : one);
  return of === null || of === undefined ? of : [...of].map(entry);
}

/** Arguments that are spread. */
function plains(of: Iterable<unknown>): unknown[] {
  return [...of].map((one) => plain(one));
}

/** `of?.…`, where `rest` is what follows. */
function chain<T, R>(of: T, rest: (of: NonNullable<T>) => R): R | undefined {
  return of === null || of === undefined ? undefined : rest(of);
}

/** `import.meta.url` without the mark of the visible edition. */
function url(of: string): string {
  return of.replace(/\?edition=\d+v$/, '');
}

const RUNTIME = Object.freeze({
  ...{ same, alike, is, plain, plains, keyed, kept, owned, doubtful, invoked, name, iterating, iterated },
  ...{ outer, elements, entries, chain, url },
});

/** Gives modules the runtime under a global name. */
export function installIdentity(as: string): void {
  if (as in globalThis) return;
  Object.defineProperty(globalThis, as, { value: RUNTIME });
}
