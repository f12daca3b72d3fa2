/**
 * Whether ends of runs break a lock order by themselves. The rules are about what all explored steps together notice of locks, and each of
 * them, once broken, stays broken by anything noticed besides. So what a few runs notice is enough to show that the system breaks it.
 */
import { isLockEvent } from '../../model/locks/lock-event.ts';
import { keyOf } from '../../model/observation.ts';
import type { LockOrder } from '../../model/property.ts';
import type { System } from '../../model/system.ts';
import type { Path } from '../../semantics/path.ts';
import { inversionOf } from './lock-finding.ts';
import { LockGraph } from './lock-graph.ts';
import { lockFaultsAtEnd, noticedAtEnd } from './lock-order.ts';

export function showLockFault(system: System, property: LockOrder, paths: readonly Path[]): boolean {
  if (paths.some((path) => lockFaultsAtEnd(system, property, path).length > 0)) return true;
  const events = paths.flatMap((path) => noticedAtEnd(system, path)).filter(isLockEvent);
  const graph = new LockGraph(system, new Map(events.map((event) => [keyOf(event), event])));
  const { classes } = graph;
  if (property.rules.includes('cycle') && classes.some((name) => graph.cycleFrom(name) !== undefined)) return true;
  if (!property.rules.includes('irq')) return false;
  return classes.some((safe) => classes.some((unsafe) => inversionOf(graph, safe, unsafe) !== undefined));
}
