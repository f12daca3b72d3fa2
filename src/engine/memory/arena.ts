/**
 * The part of the shared memory that holds knowledge. The teacher's thread allocates it from its beginning on and never
 * frees it.
 */
import { ExplorationStopped } from '../../model/exploration.ts';
import { KNOWLEDGE, KNOWLEDGE_END } from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import type { Place } from './layout.ts';

/** From here on it is lent for one state at a time. */
const TEMPORARY = KNOWLEDGE_END - 16 * 1024 * 1024;

/** Whether the memory at an address is lent. */
export function isTemporary(address: number): boolean {
  return address >= TEMPORARY;
}

/** Thrown if there is no room for more knowledge. */
export class KnowledgeFull extends ExplorationStopped {
  constructor() {
    super('webassembly-memory');
  }
}

export class Arena {
  readonly kernel: Kernel;
  #next = KNOWLEDGE;
  #temporary = TEMPORARY;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  get bytes(): number {
    return this.#next - KNOWLEDGE;
  }

  /** The address of a number of bytes, a multiple of 8. Throws `KnowledgeFull`. */
  allocate(bytes: number): number {
    const address = this.#next;
    this.#next += 8 * Math.ceil(bytes / 8);
    if (this.#next > TEMPORARY) throw new KnowledgeFull();
    return address;
  }

  /** As `allocate`, until `forget`. */
  lend(bytes: number): number {
    const address = this.#temporary;
    this.#temporary += 8 * Math.ceil(bytes / 8);
    if (this.#temporary > KNOWLEDGE_END) throw new KnowledgeFull();
    return address;
  }

  forget(): void {
    this.#temporary = TEMPORARY;
  }

  /** Stores a reference that workers may be reading. Publishes that the node, leaf or list behind it is complete. */
  publish(cell: number, reference: number): void {
    Atomics.store(this.kernel.u32, cell >>> 2, reference);
  }

  /** Writes numbers of 32 bits, and returns their address. */
  write(numbers: ArrayLike<number>): number {
    const address = this.allocate(4 * numbers.length);
    this.kernel.u32.set(numbers, address >>> 2);
    return address;
  }

  writePlace(address: number, place: Place): void {
    writePlace(this.kernel, address, place);
  }
}

/**
 * Writes a place as the kernel reads it: the shift in six bits, the word's byte offset from bit 8 on, the mask in the
 * upper half.
 */
export function writePlace(kernel: Kernel, address: number, { word, shift, bits }: Place): void {
  kernel.set(address, shift | ((word * 8) << 8));
  kernel.set(address + 4, 2 ** bits - 1);
}
