/**
 * What a run begins with: the teacher, the columns of the states, symmetry, and what the scout found. When a run cannot go on, it
 * begins again with others. The teacher keeps its entries where it can, so the second run is fast.
 */
import type { System } from '../../model/system.ts';
import { withoutChance } from '../../semantics/purity.ts';
import { NotSplittable } from '../knowledge/agreement.ts';
import { Indivisible } from '../knowledge/choices/choices.ts';
import type { Columns } from '../knowledge/columns.ts';
import { PartsPay } from '../knowledge/parts-pay.ts';
import { Teacher } from '../knowledge/teacher.ts';
import { OrderChanged } from '../memory/canonical-tables.ts';
import { type Affinity, type Layout, layOut, WORD_BITS } from '../memory/layout.ts';
import { OutOfBits } from '../memory/packed-states.ts';
import { obstacleTo } from '../obstacle.ts';
import { type Attempt, Attempts, isWorthIt, type LevelSizes } from '../symmetry/attempts.ts';
import { Refused, TooMany } from '../symmetry/closure.ts';
import { Replicas } from '../symmetry/replicas.ts';
import { Symmetry } from '../symmetry/symmetry.ts';
import type { EngineOptions } from './engine-options.ts';
import { scout } from './scout.ts';
import { columnsFor, NotWorthSplitting, whileWorthSplitting, widerColumns } from './splitting.ts';

/** This many states tell the scout enough about the slots. */
const SCOUT_STATES = 256;

/** Thrown if exploring again with other columns is worth it. */
class OtherColumns extends Error {
  readonly columns: Columns;

  constructor(columns: Columns) {
    super('other columns');
    this.columns = columns;
  }
}

/** A teacher, and what stands on it. */
interface Prepared {
  readonly teacher: Teacher;
  readonly affinity: Affinity;
  readonly symmetry?: Symmetry;
  /** Where symmetry is tried in a run that began without it. */
  readonly attempt?: Attempt;
}

/** Thrown if exploring again with symmetry is worth it. */
class WithSymmetry extends Error {
  readonly prepared: Prepared;

  constructor(prepared: Prepared) {
    super('with symmetry');
    this.prepared = prepared;
  }
}

export class Preparation {
  readonly #system: System;
  readonly #options: EngineOptions;
  /** Slots that must not be split into parts. */
  readonly #unsplit = new Set<number>();
  readonly #attempts: Attempts;
  /** How often a run had to begin again, for want of bits or of what it stood on. */
  restarts = 0;
  readonly #tellsIfPartsPay: boolean;
  /** Parts would pay, but symmetry may save more, unless values hardly ever recur. */
  #arePartsSpare = false;
  #prepared: Prepared;
  /** What the run began with, while it tries symmetry. */
  #before: Prepared | undefined;

  constructor(system: System, options: EngineOptions) {
    this.#system = system;
    this.#options = options;
    this.#tellsIfPartsPay = options.stopsIfPartsPay ?? false;
    const { attempts = [], symmetry } = options;
    this.#attempts = new Attempts(symmetry || obstacleTo('symmetry', system) !== undefined ? [] : attempts);
    this.#prepared = { teacher: this.#newTeacher(symmetry), affinity: () => 0 };
  }

  get teacher(): Teacher {
    return this.#prepared.teacher;
  }

  /** Of the run so far, where it is asked for. */
  get symmetry(): Symmetry | undefined {
    return this.#prepared.symmetry;
  }

  /** To be called once, before the first run. */
  prepare(): void {
    this.#prepare(this.teacher);
  }

  /** Prepares another run after one that could not continue. Throws every other error. */
  recover(error: unknown): void {
    if (error instanceof WithSymmetry) {
      [this.#before, this.#prepared] = [this.#prepared, error.prepared];
      return;
    }
    this.restarts++;
    if (error instanceof NotSplittable) {
      this.#leaveWhole(error, this.teacher.columns);
      this.#prepare(this.#newTeacher());
    } else if (error instanceof OtherColumns) this.#scout(this.#newTeacher(false, error.columns));
    else if (error instanceof Refused) this.#refuse(() => this.symmetry?.find());
    else if (error instanceof TooMany) this.#refuse(() => this.symmetry?.giveUp(error.message));
    else if (!isAgain(error)) throw error;
  }

  /** A layout for all values that are known now, for a run that begins or that outgrew another layout. */
  layOut(before?: Layout): Layout {
    const { wordBits = WORD_BITS, tight = false } = this.#options;
    return layOut(this.teacher.domains, this.#prepared.affinity, {
      wordBits,
      spare: !tight,
      ...(before && { before }),
    });
  }

  /** Begins again with more columns if many values are not covered by them, while that costs little. */
  mustCover(states: number): void {
    const columns = this.teacher.columns.splits.size > 0 ? widerColumns(this.teacher, states) : undefined;
    if (columns !== undefined) throw new OtherColumns(columns);
  }

  /** Begins again with symmetry if many replicas are interchangeable, for all that a scout finds. To be called after each level. */
  mustReduce(states: number, sizes: LevelSizes): void {
    if (this.#before !== undefined) return;
    if (this.teacher.frozen.length > 0) {
      if (this.#arePartsSpare) throw new PartsPay();
      // What does not recur would have to be memoised to be verified.
      return;
    }
    const attempt = this.#attempts.due(states, sizes);
    if (attempt === undefined) return;
    const teacher = this.#newTeacher(true);
    const symmetry = new Symmetry(teacher, attempt.entriesMax);
    const affinity = this.#scouted(teacher);
    withoutChance(() => symmetry.find());
    if (isWorthIt(attempt, symmetry)) throw new WithSymmetry({ teacher, affinity, symmetry, attempt });
  }

  /** Finds other symmetry. What was tried is given up if it does not pay any more. */
  #refuse(find: () => void): void {
    withoutChance(find);
    const { attempt, symmetry } = this.#prepared;
    if (attempt === undefined || symmetry === undefined || isWorthIt(attempt, symmetry)) return;
    if (this.#before !== undefined) [this.#prepared, this.#before] = [this.#before, undefined];
  }

  /** Chooses the columns and scouts. `whole`: a teacher without splits; with a checkpoint, the one that keeps the journal. */
  #prepare(whole: Teacher): void {
    const { parts, checkpoint, splitFrom, symmetry: isAsked } = this.#options;
    const symmetry = isAsked && new Symmetry(whole);
    this.#scout(whole, symmetry || undefined);
    if (symmetry) withoutChance(() => symmetry.find());
    // The journal of a checkpoint names columns, and a run that resumes must find the same ones.
    if (checkpoint !== undefined || (!parts && !this.#tellsIfPartsPay)) return;
    const columns = columnsFor(whole, { valuesMin: splitFrom, except: this.#unsplit });
    if (columns === undefined) return;
    const before = this.#prepared;
    try {
      const teacher = this.#newTeacher(false, columns);
      if (splitFrom === undefined) whileWorthSplitting(teacher, whole, () => this.#scout(teacher));
      else this.#scout(teacher);
      if (parts) return;
      this.#tellThatPartsPay();
      this.#prepared = before;
    } catch (error) {
      if (error instanceof NotWorthSplitting) return;
      if (!(error instanceof NotSplittable)) throw error;
      this.#leaveWhole(error, columns);
      this.#prepare(this.#newTeacher());
    }
  }

  #tellThatPartsPay(): void {
    if (!this.#attempts.areLeft || !new Replicas(this.#system).areSeveral) throw new PartsPay();
    this.#arePartsSpare = true;
  }

  #leaveWhole(error: NotSplittable, columns: Columns): void {
    if (this.#options.mustSplit) throw error;
    // Another run with the same splits would end in the same way.
    const others = error.slots.filter((slot) => !this.#unsplit.has(slot));
    for (const slot of others.length > 0 ? others : columns.splits.keys()) this.#unsplit.add(slot);
  }

  #scout(teacher: Teacher, symmetry?: Symmetry): void {
    this.#prepared = { teacher, affinity: this.#scouted(teacher), ...(symmetry && { symmetry }) };
  }

  #scouted(teacher: Teacher): Affinity {
    return withoutChance(() => scout(teacher, this.#options.tight ? 1 : SCOUT_STATES));
  }

  #newTeacher(isSymmetric = this.#options.symmetry ?? false, columns?: Columns): Teacher {
    const { tight, entriesFree, profile, tabulateFrom, checkpoint, parts, isVisible = false } = this.#options;
    const isOn = parts || (this.#tellsIfPartsPay && columns === undefined);
    const { divideAt = isOn ? undefined : Number.POSITIVE_INFINITY } = this.#options;
    // A journal names trees, and swaps of replicas move trees.
    const mayDivide = !isSymmetric && checkpoint === undefined;
    return new Teacher(this.#system, {
      ...(columns && { columns }),
      ...(entriesFree !== undefined && { entriesFree }),
      ...(isSymmetric && { alike: new Replicas(this.#system).alike }),
      profile,
      // Whether parts would pay is asked of a model that would be visible.
      isVisible: isVisible || (this.#tellsIfPartsPay && columns !== undefined),
      tabulateFrom,
      divideAt: mayDivide ? divideAt : Number.POSITIVE_INFINITY,
      ...(this.#tellsIfPartsPay && { onChoicesPay: () => this.#tellThatPartsPay() }),
      labelsKnown: !tight,
    });
  }
}

/** Whether another run may stand on the same. */
function isAgain(error: unknown): boolean {
  return error instanceof OutOfBits || error instanceof OrderChanged || error instanceof Indivisible;
}
