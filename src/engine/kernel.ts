/**
 * The kernel as the engine calls it: one instance a thread, all on one shared memory. kernel/index.ts describes the
 * calls.
 */
import { UserError } from '../errors.ts';
import { MEMORY_PAGES, SCRATCH, SCRATCH_BYTES, SUCCESSORS_MAX } from './kernel/memory-map.ts';
import { IS_SHARED, kernelBytes } from './kernel-file.ts';

/** Results of 32 bits (addresses, nodes) and of 64 bits (keys) come back signed. */
interface Exports {
  expand(lane: number, from: number, to: number): void;
  search(lane: number, from: number, to: number, property: number): void;
  enumerate(lane: number, key: bigint): number;
  enumerateAsExpanded(lane: number, key: bigint): number;
  enumerateNode(lane: number, node: number): number;
  nodeFrom(lane: number, node: number, tree: number): number;
  canonicalOf(lane: number, key: bigint): bigint;
  nodeOf(key: bigint): number;
  keyOfNode(node: number): bigint;
  decode(lane: number, key: bigint): void;
  decodeRecord(lane: number, record: number): void;
  keyAt(record: number): bigint;
  keyOfWords(lane: number): bigint;
  add(lane: number, key: bigint): number;
  digest(lane: number, from: number, to: number, fields: number, fieldsEnd: number): bigint;
  has(key: bigint): number;
  mark(key: bigint): void;
  rewrite(block: number, recordBytes: number, fields: number, fieldsEnd: number): void;
  growTable(last: number, buffer: number): number;
  growWordTable(lane: number, last: number, buffer: number): number;
  claim(from: number, end: number): void;
  clear(from: number, bytes: number): void;
  randomReads(base: number, lines: number, count: number, seed: bigint): bigint;
}

export class Kernel {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly run: Exports;
  readonly u8: Uint8Array;
  readonly u32: Uint32Array;
  readonly u64: BigUint64Array;

  constructor(module: WebAssembly.Module, memory: WebAssembly.Memory) {
    this.module = module;
    this.memory = memory;
    // Only a kernel that a test compiles ends its thread.
    const die = (): never => process.exit(1);
    const instance = new WebAssembly.Instance(module, { env: { memory, abort }, host: { crowded, die } });
    this.run = instance.exports as unknown as Exports;
    this.u8 = new Uint8Array(memory.buffer);
    this.u32 = new Uint32Array(memory.buffer);
    this.u64 = new BigUint64Array(memory.buffer);
  }

  /** The field of 32 bits at an address. */
  get(address: number): number {
    return this.u32[address >>> 2] as number;
  }

  set(address: number, value: number): void {
    this.u32[address >>> 2] = value;
  }

  /** The counter of 64 bits at an address, which stays far below 2^53. */
  count(address: number): number {
    return this.get(address) + this.get(address + 4) * 2 ** 32;
  }
}

/** The first byte of a lane's scratch region. */
export function scratchOf(lane: number): number {
  return SCRATCH + lane * SCRATCH_BYTES;
}

/** The reserve of kernel/reserve.ts, in virtual memory: a page takes room when it is first written. */
export function newMemory(): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES, shared: IS_SHARED });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(
      'E_USAGE',
      `there is no room for the kernel: it reserves ${MEMORY_PAGES / 16384} GiB of addresses.`,
      {
        hint: 'It takes memory only for the states that it stores. Something limits the size of this process.',
      },
    );
  }
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
