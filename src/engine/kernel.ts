/** The kernel as the engine calls it: one instance a thread, all on one shared memory. What it does: kernel/index.ts. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UserError } from '../errors.ts';
import { MEMORY_PAGES, SCRATCH, SCRATCH_BYTES, SUCCESSORS_MAX } from './kernel/memory-map.ts';

/** Addresses are 32-bit and come back signed; keys are 64-bit. */
interface Exports {
  expand(slot: number, from: number, to: number): void;
  search(slot: number, from: number, to: number, property: number): void;
  enumerate(slot: number, key: bigint): number;
  enumerateAsExpanded(slot: number, key: bigint): number;
  enumerateNode(slot: number, node: number): number;
  nodeFrom(slot: number, node: number, tree: number): number;
  nodeOf(key: bigint): number;
  keyOfNode(node: number): bigint;
  decode(slot: number, key: bigint): void;
  decodeRecord(slot: number, record: number): void;
  keyAt(record: number): bigint;
  keyOfWords(slot: number): bigint;
  add(slot: number, key: bigint): number;
  digest(slot: number, from: number, to: number, fields: number, fieldsEnd: number): bigint;
  has(key: bigint): number;
  mark(key: bigint): void;
  rewrite(block: number, recordBytes: number, fields: number, fieldsEnd: number): void;
  growTable(last: number, buffer: number): number;
  growWordTable(slot: number, last: number, buffer: number): number;
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
    // Only the kernel that tests compile for themselves asks for a thread's death.
    const die = (): never => process.exit(1);
    const instance = new WebAssembly.Instance(module, { env: { memory, abort }, host: { crowded, die } });
    this.run = instance.exports as unknown as Exports;
    this.u8 = new Uint8Array(memory.buffer);
    this.u32 = new Uint32Array(memory.buffer);
    this.u64 = new BigUint64Array(memory.buffer);
  }

  /** A field of 32 bits by its address. */
  get(address: number): number {
    return this.u32[address >>> 2] as number;
  }

  set(address: number, value: number): void {
    this.u32[address >>> 2] = value;
  }

  /** A counter of 64 bits that stays far below 2^53. */
  count(address: number): number {
    return this.get(address) + this.get(address + 4) * 2 ** 32;
  }
}

/** The first byte of a slot's scratch region. */
export function scratchOf(slot: number): number {
  return SCRATCH + slot * SCRATCH_BYTES;
}

/** All that WebAssembly can address, in virtual memory: a page takes room when it is first written. */
export function newMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES, shared: true });
}

let compiled: WebAssembly.Module | undefined;

/** Compiled once a thread, in about a millisecond. Throws an `Error` where the package was not built. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(kernelBytes());
  return compiled;
}

export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return readFileSync(kernelFile());
}

/** Beside this file in the package; in a clone the sources use the one that the build made. */
function kernelFile(): string {
  const candidates = ['./kernel/kernel.wasm', '../../dist/src/engine/kernel/kernel.wasm'];
  const found = candidates
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error('kernel.wasm is not there: npm run build');
  return found;
}

function crowded(): never {
  throw new UserError('E_STEP', `the steps of one state lead to more than ${SUCCESSORS_MAX} successors.`, {
    hint: 'Let several steps choose, one after the other.',
  });
}

function abort(): never {
  throw new Error('the kernel broke a promise of its own');
}
