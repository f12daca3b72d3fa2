/**
 * What of a model a thread evaluates at this moment, published to a thread that watches it. A step that never returns blocks its
 * thread, which can then neither look at a clock nor hear a signal; the watching thread can.
 *
 * Layout of the buffer, written by the evaluating thread only: the epoch at 0 (Int32, odd while something is evaluated, and another
 * number for each evaluation), the place of its name at 4 (Int32), the deadline of the run at 8 (Float64, milliseconds since 1970, or 0).
 * From 16 on stand the names, each with its length in bytes (Int32) before it (UTF-8), padded to whole words. A name is written once, and
 * an evaluation publishes its place alone. Names that do not fit take turns in the last place. The store of the epoch publishes the place:
 * a reader that finds the same odd epoch before and after has read the name of that evaluation.
 */
import { now } from './clock.ts';

const NAMES_AT = 16;
const NAME_BYTES_MAX = 1024;
/** Pages that are never written cost nothing. */
const BYTES = 1024 ** 2;
const LAST_PLACE = BYTES - 4 - NAME_BYTES_MAX;

/** An evaluation in progress. */
export interface Evaluation {
  readonly epoch: number;
  /** As error messages name it: `step 'wfi' of process 'vcpu' (vgic-queue)`. */
  readonly name: string;
}

export class Beacon {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #deadline: Float64Array;
  readonly #bytes: Uint8Array;
  /** Where the next name is written. */
  #free = NAMES_AT;
  /** The places of the names of the evaluations in progress, the innermost last. */
  readonly #places: number[] = [];

  constructor(buffer = new SharedArrayBuffer(BYTES)) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer);
    this.#deadline = new Float64Array(buffer, 8, 1);
    this.#bytes = new Uint8Array(buffer);
  }

  /** The place of a name, which is written there. A name without a place of its own has to be placed for each of its evaluations. */
  place(name: string): { readonly place: number; readonly isOwn: boolean } {
    const bytes = new Uint8Array(NAME_BYTES_MAX);
    const length = new TextEncoder().encodeInto(name, bytes).written;
    const isOwn = this.#free + 4 + length <= LAST_PLACE;
    const place = isOwn ? this.#free : LAST_PLACE;
    this.#words[place / 4] = length;
    this.#bytes.set(bytes.subarray(0, length), place + 4);
    if (isOwn) this.#free += 4 * Math.ceil(1 + length / 4);
    return { place, isOwn };
  }

  begin(place: number): void {
    this.#places.push(place);
    this.#publish(place);
  }

  /** The innermost evaluation has ended; the one around it counts as begun anew. */
  end(): void {
    this.#places.pop();
    // A plain store: nothing has to be visible before it, and a reader that sees it a little later has lost nothing.
    if (this.#places.length === 0) this.#words[0] = ((this.#words[0] as number) + 1) | 0;
    else this.#publish(this.#places.at(-1) as number);
  }

  /** When the run must have ended, in milliseconds since 1970. */
  set deadline(time: number) {
    this.#deadline[0] = time;
  }

  get deadline(): number | undefined {
    return this.#deadline[0] || undefined;
  }

  /** Read by the watching thread. */
  get evaluation(): Evaluation | undefined {
    const epoch = Atomics.load(this.#words, 0);
    if (epoch % 2 === 0) return undefined;
    const place = Atomics.load(this.#words, 1);
    const length = this.#words[place / 4] as number;
    // A shared buffer cannot be decoded, so the name is copied.
    const name = new TextDecoder().decode(this.#bytes.slice(place + 4, place + 4 + length));
    return Atomics.load(this.#words, 0) === epoch ? { epoch, name } : undefined;
  }

  #publish(place: number): void {
    const epoch = this.#words[0] as number;
    const isWithin = epoch % 2 !== 0;
    this.#words[1] = place;
    Atomics.store(this.#words, 0, (epoch + (isWithin ? 2 : 1)) | 0);
  }
}

/** Of this thread, where another one watches it. */
let own: Beacon | undefined;

/** From here on this thread publishes what it evaluates. Returns where it did so before. */
export function publishOn(beacon: Beacon | undefined): Beacon | undefined {
  const before = own;
  own = beacon;
  return before;
}

/** The run of this thread shall have ended in this many seconds. */
export function publishDeadline(seconds: number): void {
  if (own !== undefined) own.deadline = performance.timeOrigin + now() + 1000 * seconds;
}

/** The name of what this thread evaluates at this moment. */
export function ownEvaluation(): string | undefined {
  return own?.evaluation?.name;
}

/** Call `endEvaluation` when it has ended, in `finally`. `subject` is what `name` is of, which is asked for once. */
export function beginEvaluation<S extends object>(subject: S, origin: string, name: (subject: S) => string): void {
  if (own === undefined) return;
  let placed = places.get(subject);
  if (placed === undefined || !placed.isOwn || placed.origin !== origin || placed.beacon !== own) {
    placed = { ...own.place(name(subject)), origin, beacon: own };
    places.set(subject, placed);
  }
  own.begin(placed.place);
}

export function endEvaluation(): void {
  own?.end();
}

/** Publishes while something of the model runs that is no step and no predicate. */
export async function whilePublished<T>(name: string, run: () => Promise<T>): Promise<T> {
  own?.begin(own.place(name).place);
  try {
    return await run();
  } finally {
    own?.end();
  }
}

const places = new WeakMap<
  object,
  { readonly place: number; readonly isOwn: boolean; readonly origin: string; readonly beacon: Beacon }
>();
