/** A path as text, `0/2/1`: the part of a link behind `#/`, and what `everywhen explore --path` takes. */
import type { Path } from './position.ts';

/** Longer paths are refused: they are not walked by hand, and each request evaluates every step again. */
export const STEPS_MAX = 10_000;
/** No state has more transitions than this. */
export const INDEX_MAX = 999_999;

export function pathText(path: Path): string {
  return path.join('/');
}

/** Undefined if the text is not a path. The empty one leads to the initial state. */
export function parsePath(text: string): Path | undefined {
  if (text === '') return [];
  const parts = text.split('/');
  return parts.length <= STEPS_MAX && parts.every((part) => /^\d{1,6}$/.test(part)) ? parts.map(Number) : undefined;
}

/** The flag that makes `everywhen explore` begin there; nothing for the initial state. */
export function pathFlag(path: Path): string {
  return path.length === 0 ? '' : ` --path ${pathText(path)}`;
}
