/**
 * The audit: what the tables say of a sampled state against a fresh evaluation of everything that may happen in it. Outcomes,
 * claims and the order of reads must agree, and the kernel's own successors with what the steps write; and when its level is done,
 * all of them are stored, also those to which outcomes lead that slept. States are sampled by a hash of their keys: those of one
 * word are the same whatever the number of workers, those of several words are not.
 */
import { UserError } from '../errors.ts';
import { AUDIT_MASK } from './kernel/memory-map.ts';
import type { Layout } from './layout.ts';
import type { Expanded, Machine, Successor } from './machine.ts';
import type { Ids, Teacher } from './teacher.ts';
import type { LeafOutcome } from './tree.ts';

export class Audit {
  readonly #teacher: Teacher;
  #machine: Machine | undefined;
  /** What states of this level lead to, by record; where the layout was another one since then, nobody knows their keys. */
  #expected: { readonly record: number; readonly layout: Layout; readonly keys: readonly bigint[] }[] = [];

  constructor(teacher: Teacher) {
    this.#teacher = teacher;
  }

  /** Samples one state in `oneIn`, rounded up to the next power of two; none for 0. */
  open(machine: Machine, oneIn: number): void {
    this.#machine = machine;
    this.#expected = [];
    machine.kernel.u64[AUDIT_MASK / 8] = oneIn === 0 ? 2n ** 64n - 1n : 2n ** BigInt(Math.floor(Math.log2(oneIn))) - 1n;
  }

  /** Audits the states of these records, which a slot has visited. Throws `E_IMPURE` for a step or predicate that changed its mind. */
  records(records: readonly number[], slot: number): void {
    for (const record of records) this.#state(record, slot);
  }

  /** When all states of a level have been visited, while no task runs. */
  level(): void {
    const machine = this.#machine as Machine;
    for (const { record, layout, keys } of this.#expected.splice(0)) {
      const now = layout === machine.layout ? keys : machine.successorsOf(machine.keyAt(record)).map(({ key }) => key);
      if (now.every((key) => machine.kernel.run.has(key))) continue;
      throw this.#broken(`a state that the steps of ${this.#teacher.system.origin} lead to was not found`);
    }
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
    this.#expected.push({ record, layout: machine.layout, keys: successors.map(({ key: next }) => next) });
    const expanded = machine.expandedBy(slot, key) ?? keysOf(successors, key);
    if (expected.sort().join(' ') === found.sort().join(' ') && agree(expanded, keysOf(successors, key))) return;
    throw this.#broken(`the tables of ${this.#teacher.system.origin} lead elsewhere than its steps`);
  }

  #broken(what: string): UserError {
    return new UserError('E_INTERNAL', `${what}.`, {
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
