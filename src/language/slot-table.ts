/** The slots of a system in the making, with their initial values. */
import { UserError } from '../errors.ts';
import { Canon, type Canonical, ValueRefusal } from '../model/canonical.ts';
import type { Slot, SlotKind } from '../model/state.ts';

export class SlotTable {
  readonly canon = new Canon();
  readonly #origin: string;
  readonly #slots: Slot[] = [];
  readonly #initial: Canonical[] = [];

  /** `origin`: how error messages name the system. */
  constructor(origin: string) {
    this.#origin = origin;
  }

  get slots(): readonly Slot[] {
    return this.#slots;
  }

  /** By position. */
  get initial(): readonly Canonical[] {
    return this.#initial;
  }

  /** Adds a slot after all others. Throws `E_VALUE` for an initial value that cannot be part of a state. */
  add(name: string, kind: SlotKind, initial: unknown, ghost = false): Slot {
    const slot = { position: this.#slots.length, name, kind, ghost };
    try {
      this.#initial.push(this.canon.of(initial));
    } catch (error) {
      if (!(error instanceof ValueRefusal)) throw error;
      throw new UserError('E_VALUE', `${kind} '${name}' (${this.#origin}) starts as ${error.message}.`, {
        hint: error.hint,
      });
    }
    this.#slots.push(slot);
    return slot;
  }

  /** Throws `E_SYSTEM` for two slots of one name: traces and reports could not tell them apart. */
  refuseCollisions(): void {
    const known = new Map<string, Slot>();
    for (const slot of this.#slots) {
      const other = known.get(slot.name);
      if (other !== undefined) {
        const both = [other, slot].map(({ kind, name }) => `${WORDS[kind]} '${name}'`);
        throw new UserError('E_SYSTEM', `${both.join(' and ')} (${this.#origin}) have one name.`, {
          hint: 'Traces and reports name both: rename one of them.',
        });
      }
      known.set(slot.name, slot);
    }
  }
}

const WORDS: { readonly [K in SlotKind]: string } = {
  component: 'component',
  budget: 'budget',
  local: 'local',
  label: 'process',
  cpu: 'the interrupt state',
  holds: 'the list of held locks',
  buffer: 'the store buffer',
  terminal: 'the unreachable place',
  monitor: 'the monitor',
};
