/**
 * A path as text: the part of a link behind `#/`, and what `everywhen explore --path` takes. `0/2/1` are the steps from the first
 * initial state, `7:0/2/1` those from the initial state with index 7.
 */
import type { Path } from './position.ts';

/** Longer paths are refused: they are not walked by hand, and each request evaluates every step again. */
export const STEPS_MAX = 10_000;
/** No state has more transitions than this. */
export const INDEX_MAX = 999_999;
/** No system has more initial states than this. */
export const START_MAX = 999_999_999;

export function pathText({ start, steps }: Path): string {
  return `${start === 0 ? '' : `${start}:`}${steps.join('/')}`;
}

/** Undefined if the text is not a path. The empty one leads to the first initial state. */
export function parsePath(text: string): Path | undefined {
  const [, start = '0', rest = ''] = /^(?:(\d{1,9}):)?(.*)$/s.exec(text) ?? [];
  const steps = rest === '' ? [] : rest.split('/');
  if (steps.length > STEPS_MAX || !steps.every((step) => /^\d{1,6}$/.test(step))) return undefined;
  return { start: Number(start), steps: steps.map(Number) };
}

/** The flag that makes `everywhen explore` begin there; nothing for the first initial state. */
export function pathFlag(path: Path): string {
  const text = pathText(path);
  return text === '' ? '' : ` --path ${text}`;
}
