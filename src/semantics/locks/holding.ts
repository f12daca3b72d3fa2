/**
 * Which locks a process holds, in a slot of its own. The locks say so, too, but a step that takes a lock would have to read every
 * other lock to find out, and its footprint would be all locks and their holders. The slot is a function of the locks and of the
 * subclasses with which they were taken, so it adds states only where a step takes a lock with one subclass or another. It exists only
 * where a property of lock order is declared, and is hidden from traces.
 */
import { Map as ImmutableMap } from 'immutable';
import type { Canonical } from '../../model/canonical.ts';
import type { Lock, LockMode } from '../../model/locks/lock.ts';
import { type LockInfo, subclassName } from '../../model/locks/lock-declaration.ts';
import type { Process } from '../../model/process.ts';
import type { SlotKind, Valuation } from '../../model/state.ts';
import type { System } from '../../model/system.ts';

/** By the name of each lock held, how: `read`, `write`, `write/1`. */
type Held = ImmutableMap<string, string>;

export interface HeldLock extends LockInfo {
  readonly mode: LockMode;
  readonly subclass: number;
}

/** By the name of each process, the slot of the locks that it holds. */
export function holdingSlots(
  processes: readonly Process[],
  locks: Iterable<LockInfo>,
  initial: readonly Canonical[],
  slot: (name: string, kind: SlotKind, initial: unknown) => { readonly position: number },
): ReadonlyMap<string, number> {
  const all = [...locks];
  return new Map(
    processes.map(({ name }) => {
      const held = all.flatMap((lock): [string, LockMode][] => {
        const mode = ((initial[lock.slot] as Canonical).value as Lock).heldBy(name);
        return mode === undefined ? [] : [[lock.name, mode]];
      });
      return [name, slot(`${name}.holds`, 'holds', ImmutableMap(held)).position];
    }),
  );
}

/** The locks that a process holds, in order of declaration. */
export function heldLocks(system: System, process: Process, state: Valuation): readonly HeldLock[] {
  const slot = system.holding.get(process.name);
  if (slot === undefined) return [];
  const held = state.at(slot).value as Held;
  return [...system.locks.values()].flatMap((info) => {
    const how = held.get(info.name);
    if (how === undefined) return [];
    const [mode, subclass = '0'] = how.split('/');
    return [{ ...info, mode: mode as LockMode, subclass: Number(subclass) }];
  });
}

/** The state with another value of a lock, and with the slots of its holders adjusted. `subclass`: of a new holder. */
export function withLock<V extends Valuation>(
  system: System,
  state: V,
  slot: number,
  lock: Canonical,
  subclass?: number,
): V {
  const info = system.locks.get(slot);
  if (system.holding.size === 0 || info === undefined) return state.with(slot, lock);
  const [before, after] = [state.at(slot).value as Lock, lock.value as Lock];
  let next = state.with(slot, lock);
  for (const name of new Set([...before.before(''), ...after.before('')])) {
    const held = system.holding.get(name);
    const mode = after.heldBy(name);
    if (held === undefined || mode === before.heldBy(name)) continue;
    const holds = next.at(held).value as Held;
    const changed = mode === undefined ? holds.remove(info.name) : holds.set(info.name, subclassName(mode, subclass));
    next = next.with(held, system.canon.of(changed));
  }
  return next;
}
