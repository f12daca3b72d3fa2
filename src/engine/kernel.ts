/**
 * The kernel as the engine calls it: one instance a thread, all on the same shared memories. kernel/index.ts describes the
 * calls.
 *
 * The first memory has addresses of 32 bits, and an access to it needs no check. The wide one has addresses of 64 bits, and
 * holds the table of states and the log. Both are reserved as a whole, in virtual memory: a page takes room when it is first
 * written. kernel/memory-map.ts says what is where.
 */
import { UserError } from '../errors.ts';
import { wideSizes } from './addresses.ts';
import {
  LOG_TOP,
  MEMORY_PAGES,
  SCRATCH,
  SCRATCH_BYTES,
  STATES_MANY_WORDS,
  STATES_ONE_WORD,
  SUCCESSORS_MAX,
} from './kernel/memory-map.ts';
import { HAS_WIDE_MEMORY, IS_SHARED, kernelBytes } from './kernel-file.ts';

const PAGES_OF_GIB = 16_384;
/** Behind its first record, the log is read a little further (kernel/batch.ts). */
const BEHIND_LOG = 65_536;

export interface Memories {
  readonly first: WebAssembly.Memory;
  /** The first memory itself, where a host has no other. */
  readonly wide: WebAssembly.Memory;
}

/** Results of 32 bits (addresses, nodes) and of 64 bits (keys, wide addresses) come back signed. */
interface Exports {
  expand(lane: number, from: number, to: number): void;
  choose(lane: number, from: number, to: number): void;
  taken(lane: number, record: number): number;
  search(lane: number, from: number, to: number, property: number): void;
  enumerate(lane: number, key: bigint): number;
  enumerateAsExpanded(lane: number, key: bigint): number;
  enumerateNode(lane: number, node: number): number;
  nodeFrom(lane: number, node: number, tree: number): number;
  canonicalOf(lane: number, key: bigint): bigint;
  edges(lane: number, from: number, to: number, first: number): void;
  index(lane: number, from: number, to: number, first: number): number;
  numberOfNode(node: number): number;
  nodeOf(key: bigint): number;
  keyOfNode(node: number): bigint;
  decode(lane: number, key: bigint): void;
  decodeRecord(lane: number, record: number): void;
  keyAt(record: number): bigint;
  keyOfWords(lane: number): bigint;
  add(lane: number, key: bigint): number;
  digest(lane: number, from: number, to: number, fields: number, fieldsEnd: number): bigint;
  has(key: bigint): number;
  markRecords(lane: number, base: bigint, lines: number, count: number): void;
  rewrite(block: number, recordBytes: number, moves: number, movesEnd: number): void;
  convert(
    block: number,
    words: number,
    pairs: number,
    moves: number,
    movesEnd: number,
    noted: number,
    numbers: number,
  ): number;
  placeRecords(lane: number, fromBlock: number, toBlock: number): void;
  growTable(last: bigint, buffer: number): bigint;
  moveLines(lane: number, from: bigint, last: bigint): bigint;
  beginOfRun(line: bigint, end: bigint): bigint;
  growWordTable(lane: number, last: number, buffer: number): number;
  claim(from: number, end: number): void;
  clear(from: number, bytes: number): void;
  claimWide(from: bigint, end: bigint): void;
  clearWide(from: bigint, bytes: bigint): void;
  randomReads(base: bigint, lines: number, count: number, seed: bigint): bigint;
}

/** For tests. */
export interface KernelOptions {
  /** Where the table of states begins in the wide memory. What comes before it is never touched. */
  readonly statesFrom?: number;
  readonly compactFrom?: number;
  /** Of an empty table. */
  readonly linesFirst?: number;
}

/** 1 GiB. */
const COMPACT_FROM = 2 ** 24;
const LINES_FIRST = 1024;

export class Kernel {
  readonly module: WebAssembly.Module;
  readonly memory: Memories;
  readonly run: Exports;
  /** Views of the first memory. */
  readonly u8: Uint8Array;
  readonly u32: Uint32Array;
  readonly u64: BigUint64Array;
  /** From this many lines on, a table of states becomes compact instead of larger. */
  readonly compactFrom: number;
  /** Of an empty table of states. */
  readonly linesFirst: number;
  readonly #statesFrom: number;

  constructor(
    module: WebAssembly.Module,
    memory: Memories,
    { statesFrom = 0, compactFrom = COMPACT_FROM, linesFirst = LINES_FIRST }: KernelOptions = {},
  ) {
    this.module = module;
    this.memory = memory;
    this.#statesFrom = statesFrom;
    this.compactFrom = compactFrom;
    this.linesFirst = linesFirst;
    // Only a kernel that a test compiles ends its thread.
    const die = (): never => process.exit(1);
    const { first, wide } = memory;
    const instance = new WebAssembly.Instance(module, { env: { memory: first, wide, abort }, host: { crowded, die } });
    this.run = instance.exports as unknown as Exports;
    this.u8 = new Uint8Array(first.buffer);
    this.u32 = new Uint32Array(first.buffer);
    this.u64 = new BigUint64Array(first.buffer);
  }

  /** Where the table of states begins, and the byte behind the first block of the log, which grows downwards to meet it. */
  roomForStates(words: number): { readonly from: number; readonly to: number } {
    if (HAS_WIDE_MEMORY) return { from: this.#statesFrom, to: this.memory.wide.buffer.byteLength - BEHIND_LOG };
    return { from: words === 1 ? STATES_ONE_WORD : STATES_MANY_WORDS, to: LOG_TOP };
  }

  /** A part of the wide memory, which is larger than a view may be. Its addresses are numbers here, far below 2^53. */
  wideBytes(from: number, bytes: number): Uint8Array {
    return new Uint8Array(this.memory.wide.buffer, from, bytes);
  }

  /** The field of 32 bits at an address. */
  get(address: number): number {
    return this.u32[address >>> 2] as number;
  }

  set(address: number, value: number): void {
    this.u32[address >>> 2] = value;
  }

  /** The counter or wide address of 64 bits at an address, which stays far below 2^53. */
  count(address: number): number {
    return this.get(address) + this.get(address + 4) * 2 ** 32;
  }

  setCount(address: number, value: number): void {
    this.u64[address / 8] = BigInt(value);
  }
}

/** The first byte of a lane's scratch region. */
export function scratchOf(lane: number): number {
  return SCRATCH + lane * SCRATCH_BYTES;
}

/** The reserve of kernel/reserve.ts, and a wide memory of as many addresses as the process may have. */
export function newMemory(): Memories {
  const first = reserved({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES, shared: IS_SHARED });
  if (first === undefined) throw noRoom(MEMORY_PAGES / PAGES_OF_GIB);
  if (!HAS_WIDE_MEMORY) return { first, wide: first };
  for (const gib of wideSizes()) {
    const pages = BigInt(gib * PAGES_OF_GIB);
    const wide = reserved({ initial: pages, maximum: pages, shared: IS_SHARED, address: 'i64' });
    if (wide !== undefined) return { first, wide };
  }
  throw noRoom(MEMORY_PAGES / PAGES_OF_GIB + 1);
}

/** Undefined if there are not as many addresses. */
function reserved(descriptor: ConstructorParameters<typeof WebAssembly.Memory>[0]): WebAssembly.Memory | undefined {
  try {
    return new WebAssembly.Memory(descriptor);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

function noRoom(gib: number): UserError {
  return new UserError('E_USAGE', `there is no room for the kernel: it reserves ${gib} GiB of addresses.`, {
    hint: 'It takes memory only for the states that it stores. Something limits the size of this process.',
  });
}

let compiled: WebAssembly.Module | undefined;

/** Compiled once a thread, in about a millisecond. Throws an `Error` if the package was not built. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(kernelBytes());
  return compiled;
}

function crowded(): never {
  throw new UserError('E_STEP', `the steps of one state lead to more than ${SUCCESSORS_MAX} successors.`, {
    hint: 'Let several steps choose, one after the other.',
  });
}

function abort(): never {
  throw new Error('the kernel broke a promise of its own');
}
