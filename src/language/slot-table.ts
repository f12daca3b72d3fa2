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
}
