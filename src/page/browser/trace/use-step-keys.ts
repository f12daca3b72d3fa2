/** Arrows, j and k, Home and End step a listbox; with `takesKeys`, wherever the focus is, unless another element needs the key. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Elements that take keys as text, or to choose. */
const TYPED_INTO = 'input:not([type=checkbox]), select, textarea';

interface StepKeys {
  readonly box: RefObject<HTMLElement | null>;
  readonly moment: number;
  readonly last: number;
  readonly onMoment: (moment: number) => void;
  readonly takesKeys: boolean;
}

export function useStepKeys({ box, moment, last, onMoment, takesKeys }: StepKeys): void {
  // Keys may arrive faster than the page is drawn; none may be lost.
  const now = useRef(moment);
  now.current = moment;
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body;
      const isHere = box.current?.contains(target) ?? false;
      if (event.ctrlKey || event.altKey || event.metaKey || target.closest(TYPED_INTO) !== null) return;
      if (!isHere && (!takesKeys || target.closest('[role=listbox]') !== null)) return;
      // A region that scrolls keeps the arrow keys.
      if (!isHere && target.closest('[tabindex="0"]') !== null && !'jk'.includes(event.key)) return;
      const next = momentAfter(event.key, now.current, last);
      if (next === undefined) return;
      now.current = next;
      event.preventDefault();
      onMoment(next);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [box, last, onMoment, takesKeys]);
}

function momentAfter(key: string, moment: number, last: number): number | undefined {
  if (key === 'ArrowDown' || key === 'j') return Math.min(last, moment + 1);
  if (key === 'ArrowUp' || key === 'k') return Math.max(0, moment - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? last : undefined;
}
