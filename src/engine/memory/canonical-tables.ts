/** What the kernel makes canonical forms by (kernel/canonical/canonical.ts): the swaps of a group, in the bits of a layout. */
import {
  BLOCK_PLACES_BYTES,
  CANON_MASK,
  CANON_ORDER,
  CANON_SEQUENCE,
  CANON_SWAPS,
  EXCHANGE_BYTES,
  EXCHANGE_HIGH,
  EXCHANGE_LOW,
  IMAGE_BYTES,
  IMAGE_TABLE,
  SWAP_BEGINS,
  SWAP_BLOCKS,
  SWAP_EXCHANGES,
  SWAP_HEAD,
  SWAP_IMAGES,
} from '../kernel/canonical/canonical-map.ts';
import { CANON, RANGE_END } from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import type { Group } from '../symmetry/group.ts';
import type { Swap } from '../symmetry/swap.ts';
import type { Arena } from './arena.ts';
import type { Layout, Place } from './layout.ts';

/** Thrown if values of a slot that had the same numbers on both sides of a swap have others now: the order of states changes. */
export class OrderChanged extends Error {}

/** Bits of a word that change place with those of a word at a distance to the left; words by their position. */
interface Exchange {
  readonly bits: bigint;
  readonly distance: number;
  readonly low: number;
  readonly high: number;
}

/** The images of one slot, as a table in the kernel's memory. */
interface Images {
  readonly slot: number;
  readonly swap: Swap;
  readonly table: number;
  /** How many images the swap had of all slots when these were written. */
  written: number;
}

export class CanonicalTables {
  readonly #arena: Arena;
  readonly #kernel: Kernel;
  readonly #layout: Layout;
  readonly #images: Images[] = [];
  /** By swap, the slots whose images are in tables. */
  readonly #tabled = new Map<Swap, ReadonlySet<number>>();

  constructor(arena: Arena, layout: Layout, group: Group | undefined) {
    this.#arena = arena;
    this.#kernel = arena.kernel;
    this.#layout = layout;
    this.#kernel.set(CANON, 0);
    if (group !== undefined) this.#write(group);
  }

  /** Writes the images of values that are new. To be called before a leaf is published that leads to one of them. */
  publish(): void {
    for (const images of this.#images) this.#writeImages(images);
    for (const [swap, tabled] of this.#tabled) {
      for (const slot of swap.slotTo.keys())
        if (!tabled.has(slot) && swap.changesValues(slot)) throw new OrderChanged();
    }
  }

  /** Whether the layout has room for the images of all values for which it has room. */
  get fits(): boolean {
    return this.#images.every(({ slot, swap }) => {
      const room = this.#roomOf(slot);
      return (swap.images[slot] ?? []).every((image, id) => image === undefined || id >= room || image < room);
    });
  }

  #roomOf(slot: number): number {
    return 2 ** (this.#layout.places[slot]?.bits ?? 0);
  }

  #write(group: Group): void {
    for (const swap of group.swaps) {
      const changing = [...swap.slotTo.keys()].filter((slot) => swap.changesValues(slot));
      this.#tabled.set(swap, new Set(changing));
    }
    const addresses: number[] = [];
    const blockSlots: number[] = [];
    for (const chain of group.chains) {
      const blocks = group.blocksOf(chain).filter((block) => !this.#isTabled(block));
      blockSlots.push(...blocks.flat());
      for (const [replica, position] of chain.entries()) {
        const pairs = blocks.map((block) => [block[replica], block[replica + 1]] as [number, number]);
        addresses.push(this.#writeSwap(group.swaps[position] as Swap, replica === 0, pairs));
      }
    }
    const canon = this.#arena.allocate(CANON_MASK + 8 * this.#layout.words);
    this.#writeList(canon + CANON_SWAPS, addresses);
    this.#writeList(
      canon + CANON_SEQUENCE,
      group.sequence.map((i) => addresses[i] as number),
    );
    this.#kernel.u64.set(this.#masksOf(blockSlots), (canon + CANON_MASK) / 8);
    this.#kernel.u64[(canon + CANON_ORDER) / 8] = BigInt(group.order);
    this.#kernel.set(CANON, canon);
  }

  /** `pairs`: for each slot of a block, those of the two replicas. */
  #writeSwap(swap: Swap, begins: boolean, pairs: readonly (readonly [number, number])[]): number {
    const exchanges = this.#exchangesOf(swap);
    const tabled = this.#tabled.get(swap) as ReadonlySet<number>;
    const address = this.#arena.allocate(
      SWAP_HEAD + BLOCK_PLACES_BYTES * pairs.length + EXCHANGE_BYTES * exchanges.length + IMAGE_BYTES * tabled.size,
    );
    this.#kernel.set(address + SWAP_EXCHANGES, exchanges.length);
    this.#kernel.set(address + SWAP_IMAGES, tabled.size);
    this.#kernel.set(address + SWAP_BEGINS, begins ? 1 : 0);
    this.#kernel.set(address + SWAP_BLOCKS, pairs.length);
    let at = address + SWAP_HEAD;
    for (const [slot, to] of pairs) {
      this.#arena.writePlace(at, this.#layout.places[slot] as Place);
      this.#arena.writePlace(at + 8, this.#layout.places[to] as Place);
      at += BLOCK_PLACES_BYTES;
    }
    for (const { bits, distance, low, high } of exchanges) {
      this.#kernel.u64[at / 8] = bits;
      this.#kernel.u64[at / 8 + 1] = BigInt(distance);
      this.#kernel.set(at + EXCHANGE_LOW, 8 * low);
      this.#kernel.set(at + EXCHANGE_HIGH, 8 * high);
      at += EXCHANGE_BYTES;
    }
    for (const from of tabled) {
      // The value has been moved when its image is taken.
      const to = swap.slotTo[from] as number;
      const place = this.#layout.places[to] as Place;
      const table = this.#arena.write(Array.from({ length: 2 ** place.bits }, (_, value) => value));
      this.#arena.writePlace(at, place);
      this.#kernel.set(at + IMAGE_TABLE, table);
      const images = { slot: from, swap, table, written: -1 };
      this.#images.push(images);
      this.#writeImages(images);
      at += IMAGE_BYTES;
    }
    return address;
  }

  /** Slots that are exchanged over the same distance, in the same words, are exchanged at once. */
  #exchangesOf({ slotTo }: Swap): Exchange[] {
    const exchanges = new Map<string, Exchange>();
    for (const [slot, to] of slotTo.entries()) {
      if (to <= slot) continue;
      const [one, other] = [this.#layout.places[slot] as Place, this.#layout.places[to] as Place];
      const [low, high] = one.shift <= other.shift ? [one, other] : [other, one];
      const distance = high.shift - low.shift;
      const key = [distance, low.word, high.word].join();
      const bits = (exchanges.get(key)?.bits ?? 0n) | bitsOf(low);
      exchanges.set(key, { bits, distance, low: low.word, high: high.word });
    }
    return [...exchanges.values()];
  }

  /** Whether a table changes values of one of these slots. */
  #isTabled(slots: readonly number[]): boolean {
    return [...this.#tabled].some(([{ slotTo }, tabled]) =>
      slots.some((slot) => tabled.has(slot) || tabled.has(slotTo[slot] as number)),
    );
  }

  /** By word, the bits of some slots. */
  #masksOf(slots: readonly number[]): BigUint64Array {
    const masks = new BigUint64Array(this.#layout.words);
    for (const slot of slots) {
      const place = this.#layout.places[slot] as Place;
      masks[place.word] = (masks[place.word] as bigint) | bitsOf(place);
    }
    return masks;
  }

  #writeImages(images: Images): void {
    const { slot, swap, table } = images;
    if (swap.definitions === images.written) return;
    images.written = swap.definitions;
    const room = this.#roomOf(slot);
    // Values without room in this layout are in no state.
    for (const [id, image] of (swap.images[slot] ?? []).entries()) {
      if (image !== undefined && id < room) this.#kernel.set(table + 4 * id, image);
    }
  }

  #writeList(field: number, addresses: readonly number[]): void {
    const list = this.#arena.write(addresses);
    this.#kernel.set(field, list);
    this.#kernel.set(field + RANGE_END, list + 4 * addresses.length);
  }
}

function bitsOf({ shift, bits }: Place): bigint {
  return (2n ** BigInt(bits) - 1n) << BigInt(shift);
}
