/**
 * What of a model a thread evaluates at this moment, published to a thread that watches it. A step that never returns blocks its
 * thread, which can then neither look at a clock nor hear a signal; the watching thread can.
 *
 * Layout of the buffer, written by the evaluating thread only: the epoch at 0 (Int32, odd while something is evaluated, and another
 * number for each evaluation), the length of the name at 4 (Int32), the deadline of the run at 8 (Float64, milliseconds since 1970, or
 * 0), the name from 16 on (UTF-8). The store of the epoch publishes the name: a reader that finds the same odd epoch before and after
 * has read the name of that evaluation.
 */
import { now } from './clock.ts';

const NAME_AT = 16;
const NAME_BYTES_MAX = 1024;

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
  /** The names of the evaluations in progress, the innermost last. */
  readonly #names: Uint8Array[] = [];

  constructor(buffer = new SharedArrayBuffer(NAME_AT + NAME_BYTES_MAX)) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer, 0, 2);
    this.#deadline = new Float64Array(buffer, 8, 1);
    this.#bytes = new Uint8Array(buffer, NAME_AT);
  }

  begin(name: Uint8Array): void {
    this.#names.push(name);
    this.#publish(name);
  }

  /** The innermost evaluation has ended; the one around it counts as begun anew. */
  end(): void {
    this.#names.pop();
    const around = this.#names.at(-1);
    if (around === undefined) Atomics.add(this.#words, 0, 1);
    else this.#publish(around);
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
    // A shared buffer cannot be decoded, so the name is copied.
    const name = new TextDecoder().decode(this.#bytes.slice(0, Atomics.load(this.#words, 1)));
    return Atomics.load(this.#words, 0) === epoch ? { epoch, name } : undefined;
  }

  #publish(name: Uint8Array): void {
    const epoch = this.#words[0] as number;
    // Even while the name changes.
    if (epoch % 2 !== 0) Atomics.store(this.#words, 0, (epoch + 1) | 0);
    this.#words[1] = name.length;
    this.#bytes.set(name);
    Atomics.store(this.#words, 0, (epoch + (epoch % 2 === 0 ? 1 : 2)) | 0);
  }
}

/** Of this thread, where another one watches it. */
let own: Beacon | undefined;

/** From here on this thread publishes what it evaluates. */
export function publishOn(beacon: Beacon | undefined): void {
  own = beacon;
}

/** The run of this thread shall have ended in this many seconds. */
export function publishDeadline(seconds: number): void {
  if (own !== undefined) own.deadline = performance.timeOrigin + now() + 1000 * seconds;
}

/** The name of what this thread evaluates at this moment. */
export function ownEvaluation(): string | undefined {
  return own?.evaluation?.name;
}

/** Call `endEvaluation` when it has ended, in `finally`. `subject` is what `name` is of, which is made once. */
export function beginEvaluation<S extends object>(subject: S, origin: string, name: (subject: S) => string): void {
  if (own === undefined) return;
  let named = names.get(subject);
  if (named?.origin !== origin) {
    named = { origin, bytes: encode(name(subject)) };
    names.set(subject, named);
  }
  own.begin(named.bytes);
}

export function endEvaluation(): void {
  own?.end();
}

/** Publishes while something of the model runs that is no step and no predicate. */
export async function whilePublished<T>(name: string, run: () => Promise<T>): Promise<T> {
  own?.begin(encode(name));
  try {
    return await run();
  } finally {
    own?.end();
  }
}

const names = new WeakMap<object, { readonly origin: string; readonly bytes: Uint8Array }>();

function encode(name: string): Uint8Array {
  const bytes = new Uint8Array(NAME_BYTES_MAX);
  return bytes.subarray(0, new TextEncoder().encodeInto(name, bytes).written);
}
