/** What the kernel does in every state: where each slot stands in it, and which trees it walks in which situation. */
import type { Process } from '../../model/process.ts';
import type { System } from '../../model/system.ts';
import {
  EDITION,
  JUDGED,
  JUDGED_ALWAYS,
  LASTING,
  PAIRS,
  PLACES,
  PROGRAMS,
  RULES,
  TERMINAL_PLACE,
  WORD_COUNT,
} from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import type { Arena } from './arena.ts';
import type { Layout, Place } from './layout.ts';

interface Program {
  readonly process: Process;
  readonly labelSlot: number;
  /** Where its dispatch table stands: from where to where a list of alternatives goes, for each number of a label. */
  readonly table: number;
  /** Labels that stand there. */
  known: number;
  readonly lists: Map<string, number>;
}

export class Agenda {
  readonly #arena: Arena;
  readonly #kernel: Kernel;
  readonly #system: System;
  readonly #teacher: Teacher;
  readonly #layout: Layout;
  readonly #programs: Program[] = [];

  constructor(arena: Arena, teacher: Teacher, layout: Layout) {
    this.#arena = arena;
    this.#kernel = arena.kernel;
    this.#system = teacher.system;
    this.#teacher = teacher;
    this.#layout = layout;
    this.#writePlaces();
    this.#writePairs();
    this.#writeLists();
    this.#writePrograms();
  }

  /** Says what is tried at labels that are new, before any leaf that leads there is published. */
  publishLabels(): void {
    for (const program of this.#programs) this.#publishLabels(program);
  }

  #writePlaces(): void {
    const { places } = this.#layout;
    const from = this.#arena.allocate(places.length * 8);
    places.forEach((place, slot) => {
      this.#arena.writePlace(from + slot * 8, place);
    });
    this.#writeRange(PLACES, from, places.length * 8);
    const { terminalSlot } = this.#system;
    if (terminalSlot === undefined) this.#arena.writePlace(TERMINAL_PLACE, { word: 0, shift: 0, bits: 0 });
    else this.#arena.writePlace(TERMINAL_PLACE, places[terminalSlot] as Place);
  }

  /** The tree by which words are interned: neighbours first, what is left over goes up a level. */
  #writePairs(): void {
    const { words } = this.#layout;
    this.#kernel.set(WORD_COUNT, words);
    const pairs: number[] = [];
    let level = Array.from({ length: words }, (_, node) => node);
    while (level.length > 1) {
      const next: number[] = [];
      for (let i = 0; i + 1 < level.length; i += 2) {
        next.push(words + pairs.length / 2);
        pairs.push(level[i] as number, level[i + 1] as number);
      }
      if (level.length % 2 === 1) next.push(level.at(-1) as number);
      level = next;
    }
    this.#kernel.set(PAIRS, this.#arena.write(pairs));
  }

  #writeLists(): void {
    const rules = this.#system.processes
      .filter(({ labelSlot }) => labelSlot === undefined)
      .flatMap(({ alternatives }) => alternatives.map(({ position }) => position));
    const { active, quiescent, terminal, lasting } = this.#teacher.judged;
    this.#writeList(LASTING, lasting);
    this.#writeList(RULES, rules);
    const always = active.filter((number) => quiescent.includes(number) && terminal.includes(number));
    this.#writeList(JUDGED_ALWAYS, always);
    for (const [i, judged] of [active, quiescent, terminal].entries()) {
      this.#writeList(
        JUDGED + 8 * i,
        judged.filter((number) => !always.includes(number)),
      );
    }
    // 0 says that nothing was ever made of any tables.
    this.#kernel.set(EDITION, (this.#kernel.get(EDITION) + 1) >>> 0 || 1);
  }

  #writePrograms(): void {
    const programs = this.#system.processes.filter(({ labelSlot }) => labelSlot !== undefined);
    const from = this.#arena.allocate(programs.length * 16);
    programs.forEach((process, i) => {
      const labelSlot = process.labelSlot as number;
      const place = this.#layout.places[labelSlot] as Place;
      const table = this.#arena.allocate(8 * 2 ** place.bits);
      this.#arena.writePlace(from + i * 16, place);
      this.#kernel.set(from + i * 16 + 8, table);
      const program = { process, labelSlot, table, known: 0, lists: new Map() };
      this.#programs.push(program);
      this.#publishLabels(program);
    });
    this.#writeRange(PROGRAMS, from, programs.length * 16);
  }

  /** Says for every label that has a number which alternatives are tried there. */
  #publishLabels(program: Program): void {
    const { process, labelSlot, table, lists } = program;
    const room = 2 ** (this.#layout.places[labelSlot]?.bits ?? 0);
    const size = Math.min(room, this.#teacher.domains[labelSlot]?.size ?? 0);
    for (; program.known < size; program.known++) {
      const numbers = this.#teacher.stepsAt(process, program.known);
      const key = numbers.join();
      let list = lists.get(key);
      if (list === undefined) {
        list = this.#arena.write(numbers);
        lists.set(key, list);
      }
      // Nobody comes to a label before a leaf that leads there is published.
      this.#kernel.set(table + program.known * 8, list);
      this.#kernel.set(table + program.known * 8 + 4, list + 4 * numbers.length);
    }
  }

  #writeList(field: number, numbers: readonly number[]): void {
    this.#writeRange(field, this.#arena.write(numbers), numbers.length * 4);
  }

  #writeRange(field: number, from: number, bytes: number): void {
    this.#kernel.set(field, from);
    this.#kernel.set(field + 4, from + bytes);
  }
}
