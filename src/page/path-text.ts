/** A path as text, `0/2/1`: the part of a link behind `#/`, and what `everywhen explore --path` takes. */
import type { Path } from './position.ts';

/** Longer ones are refused: nobody walks so far by hand, and every step is taken anew for each request. */
export const STEPS_MAX = 10_000;
/** More transitions than this no state has. */
export const INDEX_MAX = 999_999;

export function pathText(path: Path): string {
  return path.join('/');
}

/** Undefined for a text that is no path. The empty one leads to the initial state. */
export function parsePath(text: string): Path | undefined {
  if (text === '') return [];
  const parts = text.split('/');
  return parts.length <= STEPS_MAX && parts.every((part) => /^\d{1,6}$/.test(part)) ? parts.map(Number) : undefined;
}

/** The flag that makes `everywhen explore` begin there; nothing for the initial state. */
export function pathFlag(path: Path): string {
  return path.length === 0 ? '' : ` --path ${pathText(path)}`;
}
