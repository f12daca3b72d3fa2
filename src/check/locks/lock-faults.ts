/** The rules of lock order that a single step can break. */

import { type LockInfo, subclassName } from '../../model/locks/lock-declaration.ts';
import type { LockEvent, LockRule } from '../../model/locks/lock-event.ts';
import type { System } from '../../model/system.ts';

/** A rule that a step breaks, with the lock that it takes and the lock that it holds, where these differ. */
export interface LockFault {
  readonly rule: LockRule;
  readonly lock: LockInfo;
  readonly held?: LockInfo;
}

/** The rules that an event breaks by itself. */
export function faultsOf(system: System, event: LockEvent): readonly LockFault[] {
  const lock = lockNamed(system, event.lock);
  switch (event.event) {
    case 'release':
      return [{ rule: 'release', lock }];
    case 'end':
      return [{ rule: 'held at end', lock }];
    case 'acquire':
    case 'blocked':
      return event.held.flatMap(([name, mode, subclass = 0]): LockFault[] => {
        const held = lockNamed(system, name);
        if (held === lock) return [{ rule: 'double acquire', lock }];
        if (held.class === lock.class) {
          const inOrder = lock.nesting === 'ascending' && held.slot < lock.slot;
          const isNested = subclass !== (event.subclass ?? 0);
          // A recursive reader does not wait for readers.
          const isShared = mode === 'read' && event.mode === 'recursive read';
          return inOrder || isNested || isShared ? [] : [{ rule: 'same class', lock, held }];
        }
        const descends = held.rank !== undefined && lock.rank !== undefined && held.rank > lock.rank;
        return descends ? [{ rule: 'rank', lock, held }] : [];
      });
    case 'try':
    case 'enable':
      return [];
  }
}

/** The class of the lock that an event is about, with the subclass with which it is taken. */
export function classOf(system: System, { lock, subclass }: Pick<LockEvent, 'lock' | 'subclass'>): string {
  return subclassName(lockNamed(system, lock).class, subclass);
}

export function lockNamed(system: System, name: string): LockInfo {
  const info = [...system.locks.values()].find((lock) => lock.name === name);
  if (info === undefined) throw new Error(`'${name}' is no lock`);
  return info;
}
