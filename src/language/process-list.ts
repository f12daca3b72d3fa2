/** The processes of a system in the making: their slots and alternatives, in the order of declaration. */
import { UserError } from '../errors.ts';
import type { Spending } from '../model/budgets/budget.ts';
import { type Declaration, initialOf, isGhost, type ReplicaKey, replicaName } from '../model/declaration.ts';
import { suggestion } from '../model/names.ts';
import { type Alternative, HALTED, type Procedure, type Process } from '../model/process.ts';
import type { Slot } from '../model/state.ts';
import type { BudgetTable } from './budgets/budget-methods.ts';
import { type ParsedReceive, receiveOf } from './channels/channel-steps.ts';
import type { AuthoredProcedure, AuthoredProcess } from './definition.ts';
import { type FenceOptions, stepBehindFence } from './fences/fence-before.ts';
import type { ParsedLabel } from './label.ts';
import { localOf } from './procedure-list.ts';
import type { SlotTable } from './slot-table.ts';

/** What the processes are made beside. */
interface Parts {
  readonly origin: string;
  readonly slots: SlotTable;
  readonly components: ReadonlyMap<string, Slot>;
  readonly budgets: BudgetTable;
  /** As they were written, and as programs run them. */
  readonly authoredProcedures: readonly AuthoredProcedure[];
  readonly procedures: ReadonlyMap<string, Procedure>;
  readonly fences: FenceOptions;
}

export interface ProcessSlots {
  readonly label: Slot | undefined;
  readonly locals: ReadonlyMap<string, Slot>;
}

export class ProcessList {
  readonly #parts: Parts;
  readonly #processes: Process[] = [];
  readonly #alternatives: Alternative[] = [];
  readonly #slots = new Map<string, ProcessSlots>();
  readonly #receiving: (readonly [position: number, receive: ParsedReceive])[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get processes(): readonly Process[] {
    return this.#processes;
  }

  /** Those of all processes. */
  get alternatives(): readonly Alternative[] {
    return this.#alternatives;
  }

  /** What alternatives receive, by their positions. */
  get receiving(): readonly (readonly [position: number, receive: ParsedReceive])[] {
    return this.#receiving;
  }

  /** By the names of processes. */
  get slots(): ReadonlyMap<string, ProcessSlots> {
    return this.#slots;
  }

  /** Adds a process for each index, or one without an index. */
  add(authored: AuthoredProcess): void {
    if (authored.indices === undefined) this.#add(authored, authored.name, undefined);
    else for (const index of authored.indices) this.#add(authored, replicaName(authored.name, index), index);
  }

  #add(authored: AuthoredProcess, name: string, index: ReplicaKey | undefined): void {
    const { slots, budgets, authoredProcedures, procedures } = this.#parts;
    const spending = budgets.ofProcess(name);
    const isProgram = authored.kind === 'program';
    const label = isProgram ? slots.add(name, 'label', this.#start(authored, name, index)) : undefined;
    const locals = new Map(
      Object.entries(authored.locals).map(([local, declared]) => [local, this.#addLocal(name, local, declared)]),
    );
    // An alternative knows its process, and a process its alternatives: these are added below.
    const alternatives: Alternative[] = [];
    const alternativesAt = new Map<string, readonly Alternative[]>();
    const process: Process = {
      name,
      position: this.#processes.length,
      index,
      kind: authored.kind,
      column: forReplica(authored.column, index) ?? name,
      fairness: authored.fairness,
      cpu: forReplica(authored.cpu, index) ?? name,
      interrupt: forReplica(authored.interrupt, index),
      preemptible: authored.preemptible,
      stores: storesOf(authored),
      alternatives,
      alternativesAt,
      following: followingOf(authored),
      mayWaitAt: this.#mayWaitAt(authored),
      labelSlot: label?.position,
      locals: new Map([...locals].map(([local, slot]) => [local, slot.position])),
    };
    const labels: (readonly [ParsedLabel, Procedure | undefined])[] = authored.labels.map((own) => [own, undefined]);
    if (isProgram) {
      for (const called of authoredProcedures) {
        for (const inside of called.labels) labels.push([inside, procedures.get(called.name)]);
      }
    }
    for (const [parsed, procedure] of labels) {
      const at = procedure === undefined ? parsed.name : `${procedure.name}.${parsed.name}`;
      if (alternativesAt.has(at)) {
        throw new UserError('E_LABEL', `process '${name}' (${this.#parts.origin}) has two labels '${at}'.`);
      }
      const added = this.#alternativesOf(
        parsed,
        { process, procedure, label: at, place: alternativesAt.size, spending },
        authored,
      );
      alternativesAt.set(at, added);
      alternatives.push(...added);
      this.#alternatives.push(...added);
    }
    this.#processes.push(process);
    this.#slots.set(name, { label, locals });
  }

  /** The label at which a program begins. Throws `E_LABEL` for one that it does not have. */
  #start({ labels, start }: AuthoredProcess, name: string, index: ReplicaKey | undefined): string | undefined {
    const label = forReplica(start, index) ?? labels[0]?.name;
    const known = [...labels.map((one) => one.name), HALTED];
    if (label === undefined || known.includes(label)) return label;
    throw new UserError(
      'E_LABEL',
      `process '${name}' (${this.#parts.origin}) begins at '${label}', which it does not have.`,
      {
        hint: suggestion(label, known),
      },
    );
  }

  /** `place`: of the label among those of its process. */
  #alternativesOf(
    parsed: ParsedLabel,
    of: Pick<Alternative, 'process' | 'procedure' | 'label'> & {
      readonly place: number;
      readonly spending: (budget: string) => Spending | undefined;
    },
    authored: AuthoredProcess,
  ): readonly Alternative[] {
    const { process, procedure, label, place, spending } = of;
    return parsed.alternatives.map((step, i) => {
      const position = this.#alternatives.length + i;
      const receive = step.receives === undefined ? undefined : receiveOf(step.receives, process.name, process.index);
      if (receive !== undefined) this.#receiving.push([position, receive]);
      const tag = step.tag ?? authored.tag;
      // A receiver takes part in a step of the sender.
      const budget = step.budget ?? (tag === 'environment' && receive === undefined ? authored.budget : undefined);
      return {
        position,
        rank: [process.position, place, i],
        process,
        label,
        name: step.name,
        tag,
        spends: budget === undefined ? undefined : spending(budget),
        fairness: step.fairness,
        procedure,
        run: stepBehindFence(step.run, { process, procedure, label, name: step.name }, this.#parts.fences),
        receive: receive?.take,
      };
    });
  }

  #addLocal(process: string, local: string, declared: Declaration): Slot {
    const { slots, components, origin } = this.#parts;
    if (components.has(local)) {
      throw new UserError(
        'E_SYSTEM',
        `local '${local}' of process '${process}' (${origin}) has the name of a component.`,
      );
    }
    const single = localOf(`local '${local}' of process '${process}' (${origin})`, declared);
    return slots.add(`${process}.${local}`, 'local', initialOf(single), isGhost(single));
  }

  /** A program may also wait where a procedure may, and an interrupt handler for its interrupt. */
  #mayWaitAt({ kind, mayWaitAt, interrupt, labels }: AuthoredProcess): ReadonlySet<string> {
    const inside = this.#parts.authoredProcedures.flatMap((called) =>
      called.mayWaitAt.map((label) => `${called.name}.${label}`),
    );
    const arrival = interrupt === undefined ? [] : labels.slice(0, 1).map(({ name }) => name);
    return new Set([...mayWaitAt, ...(kind === 'program' ? inside : []), ...arrival]);
  }
}

/** An option of all replicas of a process, or of each. */
function forReplica<T>(said: T | ((index: ReplicaKey) => T) | undefined, index: ReplicaKey | undefined): T | undefined {
  return typeof said === 'function' ? (said as (index: ReplicaKey) => T)(index as ReplicaKey) : said;
}

function storesOf({ kind, cpu, stores }: AuthoredProcess): Process['stores'] {
  if (stores === false) return 'never';
  return kind === 'program' || cpu !== undefined ? 'buffered' : 'at once';
}

/** The label after each, `halted` or the first one after the last. */
function followingOf({ kind, labels, end }: AuthoredProcess): ReadonlyMap<string, string> {
  if (kind === 'rules') return new Map();
  const names = labels.map(({ name }) => name);
  const afterLast = end === 'loop' ? (names[0] as string) : HALTED;
  return new Map(names.map((name, i) => [name, names[i + 1] ?? afterLast]));
}
