/**
 * A swap of two indices: where it takes each slot, step and judgement, and each value that was met. It is its own inverse. Whether the
 * system is the same after it is for closure.ts to verify.
 */
import { type Control, labelOf, type Process } from '../../model/process.ts';
import type { Slot } from '../../model/state.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import { axisOf, type Replica, type Replicas } from './replicas.ts';

/** What a swap moves: names of families of processes, and axes of slots. */
export interface Moved {
  readonly families: ReadonlySet<string>;
  readonly axes: ReadonlySet<string>;
}

/** Definitions of images, so that a trial can be taken back. */
export type Trail = (readonly [slot: number, id: number])[];

export class Swap {
  readonly indices: readonly [string, string];
  readonly moved: Moved;
  /** By slot, the slot that it is taken to. */
  readonly slotTo: readonly number[];
  /** By number of the subject, the subject that it is taken to. */
  readonly subjectTo: readonly number[];
  /** By slot and number of a value, the number of its image in the slot that the slot is taken to. */
  readonly images: readonly (number | undefined)[][];
  /** Grows with each image that is defined. */
  definitions = 0;
  readonly #teacher: Teacher;

  private constructor(
    teacher: Teacher,
    { indices, moved, slotTo, subjectTo }: Pick<Swap, 'indices' | 'moved' | 'slotTo' | 'subjectTo'>,
  ) {
    this.#teacher = teacher;
    this.indices = indices;
    this.moved = moved;
    this.slotTo = slotTo;
    this.subjectTo = subjectTo;
    this.images = slotTo.map(() => []);
  }

  /** Undefined if a replica lacks its counterpart. */
  static of(teacher: Teacher, replicas: Replicas, indices: readonly [string, string], moved: Moved): Swap | undefined {
    const other = (index: string) => (index === indices[0] ? indices[1] : index === indices[1] ? indices[0] : index);
    const slotTo = replicas.slots.map((replica) => replicas.slotOf(taken(replica, moved, other)));
    if (!slotTo.every((slot) => slot !== undefined)) return undefined;
    const subjectTo = teacher.subjects.map((_, number) => number);
    for (const { name, processes } of replicas.families) {
      if (!moved.families.has(name)) continue;
      for (const process of processes) {
        const twin = processes.find(({ index }) => String(index) === other(String(process.index)));
        if (twin === undefined || !areAlike(process, twin)) return undefined;
        process.alternatives.forEach(({ position }, i) => {
          subjectTo[position] = twin.alternatives[i]?.position as number;
        });
      }
    }
    return new Swap(teacher, { indices, moved, slotTo, subjectTo });
  }

  /** The same swap without images. */
  fresh(): Swap {
    return new Swap(this.#teacher, this);
  }

  isSame(other: Swap): boolean {
    return this.slotTo.join() === other.slotTo.join() && this.subjectTo.join() === other.subjectTo.join();
  }

  imageOf(slot: number, id: number): number | undefined {
    return (this.images[slot] as (number | undefined)[])[id];
  }

  /** Whether a value may have an image. Defines it if it has none yet, and notes that. */
  define(slot: number, id: number, image: number, trail: Trail): boolean {
    const to = this.slotTo[slot] as number;
    if (id !== image && !this.#mayDiffer(slot, id, image)) return false;
    const [known, back] = [this.imageOf(slot, id), this.imageOf(to, image)];
    if (known !== undefined || back !== undefined) return known === image && back === id;
    this.#set(slot, id, image);
    this.#set(to, image, id);
    this.definitions++;
    trail.push([slot, id]);
    return true;
  }

  /** Labels select the steps that are tried, and no property is another's image, so these stay as they are. */
  #mayDiffer(slot: number, id: number, image: number): boolean {
    const { kind } = this.#teacher.system.slots[slot] as Slot;
    if (kind === 'terminal' || kind === 'monitor') return false;
    if (kind !== 'label') return true;
    const labelAt = (number: number) => labelOf(this.#teacher.domains[slot]?.valueOf(number).value as Control);
    return labelAt(id) === labelAt(image);
  }

  /** Takes back what was defined since the trail had some length. */
  undo(trail: Trail, length: number): void {
    for (const [slot, id] of trail.splice(length)) {
      const to = this.slotTo[slot] as number;
      this.#set(to, this.imageOf(slot, id) as number, undefined);
      this.#set(slot, id, undefined);
      this.definitions--;
    }
  }

  /** Whether the values of a slot have other numbers in the slot that it is taken to. */
  changesValues(slot: number): boolean {
    return (this.images[slot] as (number | undefined)[]).some((image, id) => image !== undefined && image !== id);
  }

  #set(slot: number, id: number, image: number | undefined): void {
    const images = this.images[slot] as (number | undefined)[];
    // An array without holes is read faster.
    while (images.length <= id) images.push(undefined);
    images[id] = image;
  }

  get name(): string {
    return [...this.moved.families].map((family) => family.replace(/^process /, '')).join(', ');
  }
}

function taken({ base, indices }: Replica, { axes }: Moved, other: (index: string) => string): Replica {
  return {
    base,
    indices: indices.map((index, dimension) => (axes.has(axisOf(base, dimension)) ? other(index) : index)),
  };
}

/** Whether the declarations of two processes differ in nothing but their steps. */
function areAlike(a: Process, b: Process): boolean {
  const traits = ({ kind, preemptible, interrupt, stores, mayWaitAt, alternatives }: Process) =>
    JSON.stringify([
      [kind, preemptible, interrupt, stores],
      [...mayWaitAt].sort(),
      alternatives.map(({ label, name, tag, fairness, spends, receive }) => [
        [label, name, tag, fairness],
        [spends !== undefined, receive !== undefined],
      ]),
    ]);
  return traits(a) === traits(b);
}
