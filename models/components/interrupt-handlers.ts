/** The interrupt handlers that a guest CPU has entered and not finished, the running one last. */
import { List, Record } from 'immutable';
import type { Vector } from './vlapic.ts';

export class Handler extends Record({
  vector: 'L' as Vector,
  /** It has opened the interrupt flag: a higher interrupt may nest. */
  opened: false,
  /** It has read "No EOI required" as 1 and not written 0 yet: only a guest that does not exchange atomically gets here. */
  half: false,
}) {}

export type Handlers = List<Handler>;
export const NO_HANDLER: Handlers = List();

export function enter(handlers: Handlers, vector: Vector): Handlers {
  return handlers.push(new Handler({ vector }));
}

export function replaceTop(handlers: Handlers, top: Handler): Handlers {
  return handlers.pop().push(top);
}

/** The guest's interrupt flag: open outside handlers and where the running one has opened it. */
export function interruptsOpen(handlers: Handlers): boolean {
  return handlers.last()?.opened ?? true;
}

export function isRunning(handlers: Handlers, vector: Vector): boolean {
  return handlers.some((handler) => handler.vector === vector);
}
