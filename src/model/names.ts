/** From the names that authors use to the slots of a state. */
import leven from 'leven';
import { UserError } from '../errors.ts';
import { type ReplicaIndex, type ReplicaKey, replicaName } from './declaration.ts';
import type { Slot } from './state.ts';

export class Names {
  readonly #components: ReadonlyMap<string, Slot>;
  readonly #processes: ReadonlyMap<
    string,
    { readonly label: Slot | undefined; readonly locals: ReadonlyMap<string, Slot> }
  >;

  /** The slot of the unreachable place that was reached. */
  readonly terminal: number | undefined;
  readonly #running: ReadonlyMap<string, number | undefined>;
  /** Replicas of components that were asked for before: steps do little else, and their full names take time to put together. */
  readonly #asked = new Map<string, Map<ReplicaKey, Slot>>();

  /** Replicas under their full names: `irr[1]`, `sender[0]`. `running`: by CPU, the slot of what runs there. */
  constructor(
    components: ReadonlyMap<string, Slot>,
    processes: ReadonlyMap<string, { readonly label: Slot | undefined; readonly locals: ReadonlyMap<string, Slot> }>,
    {
      terminal,
      running,
    }: { readonly terminal: number | undefined; readonly running: ReadonlyMap<string, number | undefined> },
  ) {
    this.terminal = terminal;
    this.#components = components;
    this.#processes = processes;
    this.#running = running;
  }

  /** The slot of what runs on a CPU; undefined where that is never a handler. */
  running(cpu: string): number | undefined {
    if (this.#running.has(cpu)) return this.#running.get(cpu);
    throw new UserError('E_COMPONENT', `no process runs on a CPU '${cpu}'.`, {
      hint: suggestion(cpu, this.#running.keys()),
    });
  }

  component(name: string, index: ReplicaIndex | undefined): Slot {
    if (index === undefined || typeof index === 'object') return find('component', this.#components, name, index);
    const known = this.#asked.get(name)?.get(index);
    if (known !== undefined) return known;
    const slot = find('component', this.#components, name, index);
    this.#asked.set(name, (this.#asked.get(name) ?? new Map()).set(index, slot));
    return slot;
  }

  /** The slot of a program's label. */
  label(process: string, index: ReplicaKey | undefined): Slot {
    const { label } = find('process', this.#processes, process, index);
    if (label === undefined) throw new UserError('E_COMPONENT', `process '${process}' is a rule set and has no label.`);
    return label;
  }

  local(process: string, index: ReplicaKey | undefined, local: string): Slot {
    const { locals } = find('process', this.#processes, process, index);
    return find(`local of process '${process}'`, locals, local, undefined);
  }
}

function find<T>(what: string, known: ReadonlyMap<string, T>, name: string, index: ReplicaIndex | undefined): T {
  const found = known.get(index === undefined ? name : replicaName(name, index));
  if (found !== undefined) return found;
  const replicas = [...known.keys()].filter((full) => full.startsWith(`${name}[`));
  if (replicas.length === 0) {
    throw new UserError('E_COMPONENT', `no ${what} '${name}' is declared.`, { hint: suggestion(name, known.keys()) });
  }
  const wrong = index === undefined ? 'is replicated: say which one.' : `has no replica ${replicaName('', index)}.`;
  throw new UserError('E_INDEX', `${what} '${name}' ${wrong}`, { hint: `There are ${replicas.join(', ')}.` });
}

/** The nearest known name, or all of them: a line for an error message. */
export function suggestion(name: string, known: Iterable<string>): string {
  const names = [...known];
  if (names.length === 0) return 'None is declared.';
  const shown = names.slice(0, 12).join(', ');
  return nearMiss(name, names) || `Known: ${shown}${names.length > 12 ? ', ...' : ''}.`;
}

/** The known name that is meant most likely, begun or misspelt, for a message that lists all of them; nothing where none is near. */
export function nearMiss(name: string, known: Iterable<string>): string {
  const names = [...known];
  const begun = names.filter((full) => name !== '' && full.startsWith(name));
  const nearest = names.toSorted((a, b) => leven(a, name) - leven(b, name))[0] ?? '';
  if (begun.length === 1) return `Did you mean '${begun[0]}'?`;
  return leven(nearest, name) > Math.max(2, name.length / 3) ? '' : `Did you mean '${nearest}'?`;
}

/** JavaScript moves keys that look like array indices to the front of an object, and with them the order of declaration. */
export function refuseIndexLike(process: string, what: string, name: string): void {
  if (/^(0|[1-9]\d*)$/.test(name)) {
    throw new UserError(
      'E_LABEL',
      `process '${process}' has a ${what} named '${name}', which looks like an array index.`,
      {
        hint: `JavaScript would reorder it; give it a name that says what happens there, '${name} lock' for example.`,
      },
    );
  }
}
