/**
 * Which locks a process holds, in a slot of its own. The locks say so, too, but a step that takes a lock would have to read every
 * other lock to find out, and its footprint would be all locks and their holders. The slot is a function of the locks, so it adds no
 * states. It exists only where a property of lock order is declared, and is hidden from traces.
 */
import { Map as ImmutableMap } from 'immutable';
import type { Canonical } from '../model/canonical.ts';
import type { Lock, LockMode } from '../model/lock.ts';
import type { LockInfo } from '../model/lock-declaration.ts';
import type { Process } from '../model/process.ts';
import type { SlotKind, Valuation } from '../model/state.ts';
import type { System } from '../model/system.ts';

type Held = ImmutableMap<string, LockMode>;

export interface HeldLock extends LockInfo {
  readonly mode: LockMode;
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
    const mode = held.get(info.name);
    return mode === undefined ? [] : [{ ...info, mode }];
  });
}

/** The state with another value of a lock, and with the slots of its holders adjusted. */
export function withLock<V extends Valuation>(system: System, state: V, slot: number, lock: Canonical): V {
  const info = system.locks.get(slot);
  if (system.holding.size === 0 || info === undefined) return state.with(slot, lock);
  const [before, after] = [state.at(slot).value as Lock, lock.value as Lock];
  let next = state.with(slot, lock);
  for (const name of new Set([...before.before(''), ...after.before('')])) {
    const held = system.holding.get(name);
    const mode = after.heldBy(name);
    if (held === undefined || mode === before.heldBy(name)) continue;
    const holds = next.at(held).value as Held;
    const changed = mode === undefined ? holds.remove(info.name) : holds.set(info.name, mode);
    next = next.with(held, system.canon.of(changed));
  }
  return next;
}
