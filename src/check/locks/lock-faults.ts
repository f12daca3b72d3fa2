/** The rules of lock order that one step alone can break. */

import type { LockInfo } from '../../model/lock-declaration.ts';
import type { LockEvent, LockRule } from '../../model/lock-event.ts';
import type { System } from '../../model/system.ts';

/** A rule that a step breaks: with the lock that it holds, where that is another than the one it takes. */
export interface LockFault {
  readonly rule: LockRule;
  readonly lock: LockInfo;
  readonly held?: LockInfo;
}

/** What an event breaks by itself. */
export function faultsOf(system: System, event: LockEvent): readonly LockFault[] {
  const lock = lockNamed(system, event.lock);
  switch (event.event) {
    case 'release':
      return [{ rule: 'release', lock }];
    case 'end':
      return [{ rule: 'held at end', lock }];
    case 'acquire':
    case 'blocked':
      return event.held.flatMap(([name, mode]): LockFault[] => {
        const held = lockNamed(system, name);
        if (held === lock) return [{ rule: 'double acquire', lock }];
        if (held.class === lock.class) {
          // A reader may read any other of the class: it waits for no reader.
          const inOrder = lock.nesting === 'ascending' && held.slot < lock.slot;
          return inOrder || (mode === 'read' && event.mode === 'read') ? [] : [{ rule: 'same class', lock, held }];
        }
        const descends = held.rank !== undefined && lock.rank !== undefined && held.rank > lock.rank;
        return descends ? [{ rule: 'rank', lock, held }] : [];
      });
    case 'try':
    case 'enable':
      return [];
  }
}

export function lockNamed(system: System, name: string): LockInfo {
  const info = [...system.locks.values()].find((lock) => lock.name === name);
  if (info === undefined) throw new Error(`'${name}' is no lock`);
  return info;
}
