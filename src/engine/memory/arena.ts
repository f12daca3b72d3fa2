/** The part of the shared memory that holds knowledge: written from its beginning on by the teacher's thread, never given back. */
import { ExplorationStopped } from '../../model/exploration.ts';
import { KNOWLEDGE, KNOWLEDGE_END } from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import type { Place } from './layout.ts';

/** The end of it is for what is used for one state and then forgotten. */
const TEMPORARY = KNOWLEDGE_END - 16 * 1024 * 1024;

/** Whether what stands at an address is used for one state and then forgotten. */
export function isTemporary(address: number): boolean {
  return address >= TEMPORARY;
}

/** The part of the memory that holds knowledge has no room for more. */
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

  /** The address of so many bytes, a multiple of 8. Throws `KnowledgeFull`. */
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

  /** Stores a reference that workers may be reading. Publishes what it leads to, which is complete. */
  publish(cell: number, reference: number): void {
    Atomics.store(this.kernel.u32, cell >>> 2, reference);
  }

  /** Words of 32 bits. */
  write(numbers: readonly number[]): number {
    const address = this.allocate(4 * numbers.length);
    this.kernel.u32.set(numbers, address >>> 2);
    return address;
  }

  writePlace(address: number, place: Place): void {
    writePlace(this.kernel, address, place);
  }
}

/** A place as the kernel reads it: the shift in six bits, the word's byte offset from bit 8 on, the mask in the upper half. */
export function writePlace(kernel: Kernel, address: number, { word, shift, bits }: Place): void {
  kernel.set(address, shift | ((word * 8) << 8));
  kernel.set(address + 4, 2 ** bits - 1);
}
