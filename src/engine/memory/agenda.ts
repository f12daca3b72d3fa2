/** The kernel's work in every state: the place of each slot, and the trees that it walks in each situation. */
import type { Process } from '../../model/process.ts';
import type { System } from '../../model/system.ts';
import { MOVE_BYTES } from '../kernel/layouts/change-fields.ts';
import {
  EDITION,
  JUDGED_ACTIVE,
  JUDGED_ALWAYS,
  JUDGED_QUIESCENT,
  JUDGED_STUCK,
  JUDGED_TERMINAL,
  LASTING,
  NARROW,
  PAIRS,
  PLACES,
  PROGRAM_BYTES,
  PROGRAM_TABLE,
  PROGRAMS,
  RANGE_BYTES,
  RANGE_END,
  RULES,
  TERMINAL_PLACE,
  WORD_COUNT,
} from '../kernel/memory-map.ts';
import type { Kernel } from '../kernel.ts';
import { type Judged, judgedAlways } from '../knowledge/subject.ts';
import type { Teacher } from '../knowledge/teacher.ts';
import type { Arena } from './arena.ts';
import { excessOf, type Layout, movesBetween, type Place, pairsOf } from './layout.ts';
import { writeMoves } from './moves.ts';

interface Program {
  readonly process: Process;
  readonly labelSlot: number;
  /** The address of its dispatch table: for each number of a label, the range of a list of alternatives. */
  readonly table: number;
  /** Labels that are in the table. */
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

  constructor(arena: Arena, teacher: Teacher, layout: Layout, judged: Judged = teacher.judged) {
    this.#arena = arena;
    this.#kernel = arena.kernel;
    this.#system = teacher.system;
    this.#teacher = teacher;
    this.#layout = layout;
    this.#writePlaces();
    this.#writePairs();
    this.#writeNarrow();
    this.#writeLists(judged);
    this.#writePrograms();
  }

  /**
   * Publishes the alternatives that are tried at new labels; to be called before a leaf that leads to one is published.
   */
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

  #writePairs(): void {
    const { words } = this.#layout;
    this.#kernel.set(WORD_COUNT, words);
    this.#kernel.set(PAIRS, this.#arena.write(pairsOf(words)));
  }

  /** The moves from the narrow word, then the bits in excess. */
  #writeNarrow(): void {
    const { places, words, narrow } = this.#layout;
    this.#writeRange(NARROW, 0, 0);
    if (narrow === undefined) return;
    const moves = movesBetween(narrow, places);
    const from = this.#arena.allocate(moves.length * MOVE_BYTES + 8 * words);
    const end = writeMoves(this.#kernel, from, moves);
    this.#kernel.u64.set(excessOf(this.#layout), end / 8);
    this.#writeRange(NARROW, from, end - from);
  }

  #writeLists(judged: Judged): void {
    const { active, quiescent, stuck, terminal, lasting } = judged;
    const rules = this.#system.processes
      .filter(({ labelSlot }) => labelSlot === undefined)
      .flatMap(({ alternatives }) => alternatives.flatMap(({ position }) => this.#teacher.choices.treesOf(position)));
    this.#writeList(LASTING, lasting);
    this.#writeList(RULES, rules);
    const always = judgedAlways(judged);
    this.#writeList(JUDGED_ALWAYS, always);
    const others = (judged: readonly number[]) => judged.filter((number) => !always.includes(number));
    this.#writeList(JUDGED_ACTIVE, others(active));
    this.#writeList(JUDGED_QUIESCENT, others(quiescent));
    this.#writeList(JUDGED_STUCK, others(stuck));
    this.#writeList(JUDGED_TERMINAL, others(terminal));
    // 0 stands for no edition at all.
    this.#kernel.set(EDITION, (this.#kernel.get(EDITION) + 1) >>> 0 || 1);
  }

  #writePrograms(): void {
    const programs = this.#system.processes.filter(({ labelSlot }) => labelSlot !== undefined);
    const from = this.#arena.allocate(programs.length * PROGRAM_BYTES);
    programs.forEach((process, i) => {
      const labelSlot = process.labelSlot as number;
      const place = this.#layout.places[labelSlot] as Place;
      const table = this.#arena.allocate(RANGE_BYTES * 2 ** place.bits);
      this.#arena.writePlace(from + i * PROGRAM_BYTES, place);
      this.#kernel.set(from + i * PROGRAM_BYTES + PROGRAM_TABLE, table);
      const program = { process, labelSlot, table, known: 0, lists: new Map() };
      this.#programs.push(program);
      this.#publishLabels(program);
    });
    this.#writeRange(PROGRAMS, from, programs.length * PROGRAM_BYTES);
  }

  /** Writes, for every label that has a number, which alternatives are tried there. */
  #publishLabels(program: Program): void {
    const { process, labelSlot, table, lists } = program;
    const room = 2 ** (this.#layout.places[labelSlot]?.bits ?? 0);
    const size = Math.min(room, this.#teacher.domains[labelSlot]?.size ?? 0);
    for (; program.known < size; program.known++) {
      const steps = this.#teacher.stepsAt(process, program.known);
      const numbers = steps.flatMap((step) => this.#teacher.choices.treesOf(step));
      const key = numbers.join();
      let list = lists.get(key);
      if (list === undefined) {
        list = this.#arena.write(numbers);
        lists.set(key, list);
      }
      // No worker reads this range before a leaf that leads to the label is published.
      this.#writeRange(table + program.known * RANGE_BYTES, list, 4 * numbers.length);
    }
  }

  #writeList(field: number, numbers: readonly number[]): void {
    this.#writeRange(field, this.#arena.write(numbers), numbers.length * 4);
  }

  #writeRange(field: number, from: number, bytes: number): void {
    this.#kernel.set(field, from);
    this.#kernel.set(field + RANGE_END, from + bytes);
  }
}
