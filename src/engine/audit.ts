/**
 * The audit: what the tables say of a sampled state against a fresh evaluation of everything that may happen in it. Outcomes,
 * claims and the order of reads must agree, and the kernel's own successors with what the steps write. States are sampled by a
 * hash of their keys: those of one word are the same whatever the number of workers, those of several words are not.
 */
import { UserError } from '../errors.ts';
import { AUDIT_MASK } from './kernel/memory-map.ts';
import type { Expanded, Machine, Successor } from './machine.ts';
import type { Ids, Teacher } from './teacher.ts';
import type { LeafOutcome } from './tree.ts';

export class Audit {
  readonly #teacher: Teacher;
  #machine: Machine | undefined;

  constructor(teacher: Teacher) {
    this.#teacher = teacher;
  }

  /** Samples one state in `oneIn`, rounded up to the next power of two; none for 0. */
  open(machine: Machine, oneIn: number): void {
    this.#machine = machine;
    machine.kernel.u64[AUDIT_MASK / 8] = oneIn === 0 ? 2n ** 64n - 1n : 2n ** BigInt(Math.floor(Math.log2(oneIn))) - 1n;
  }

  /** Audits the states of these records, which a slot has visited. Throws `E_IMPURE` for a step or predicate that changed its mind. */
  records(records: readonly number[], slot: number): void {
    for (const record of records) this.#state(record, slot);
  }

  #state(record: number, slot: number): void {
    const machine = this.#machine as Machine;
    const ids = machine.decodeRecord(record);
    const expected = this.#teacher
      .stepsOf(ids)
      .flatMap((step) => this.#teacher.audit(step, ids).outcomes.map((outcome) => describe(step, after(ids, outcome))));
    const key = machine.keyAt(record);
    const successors = machine.successorsOf(key);
    const found = successors.map(({ step, key: next }) => describe(step, machine.decode(next)));
    const quiescent = !machine.leavesOf(key).some(({ leaf }) => leaf.obliges);
    const { active, quiescent: waiting, terminal } = this.#teacher.judged;
    for (const judgement of this.#teacher.isTerminal(ids) ? terminal : quiescent ? waiting : active) {
      this.#teacher.audit(judgement, ids);
    }
    const expanded = machine.expandedBy(slot, key) ?? keysOf(successors, key);
    if (expected.sort().join(' ') === found.sort().join(' ') && agree(expanded, keysOf(successors, key))) return;
    throw new UserError('E_INTERNAL', `the tables of ${this.#teacher.system.origin} lead elsewhere than its steps.`, {
      hint: 'This is a bug of Everywhen, and no verdict of this run can be trusted. Please report it with the model.',
    });
  }
}

function keysOf(successors: readonly Successor[], own: bigint): Expanded {
  return { keys: successors.map(({ key }) => key).filter((key) => key !== own), transitions: successors.length };
}

function agree(a: Expanded, b: Expanded): boolean {
  const text = ({ keys, transitions }: Expanded) => `${transitions}:${[...keys].sort().join()}`;
  return text(a) === text(b);
}

/** The values of the successor that an outcome makes of a state. */
function after(ids: Ids, { writes }: LeafOutcome): number[] {
  const next = Array.from(ids);
  for (const [slot, id] of writes) next[slot] = id;
  return next;
}

function describe(step: number, ids: Ids): string {
  return `${step}:${Array.from(ids).join()}`;
}
