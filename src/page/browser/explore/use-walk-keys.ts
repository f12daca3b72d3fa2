/** Keys of a walk: a digit takes the step with that index, u undoes the last one, r redoes it. The arrows are the timeline's. */
import { useLayoutEffect } from 'preact/hooks';
import type { Path } from '../../position.ts';
import type { Walk } from './use-position.ts';

interface WalkKeys {
  readonly walk: Walk | undefined;
  readonly take: (index: number) => void;
  readonly go: (path: Path) => void;
}

export function useWalkKeys({ walk, take, go }: WalkKeys): void {
  // Before the walk is painted: a key pressed on sight of it is about this walk, not the one before.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (walk === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target instanceof Element && event.target.closest('input, select, textarea') !== null) return;
      const { position, trail } = walk;
      const { path, processes } = position;
      const taken = path.steps.length;
      if (event.key === 'u' && taken > 0) go({ ...path, steps: path.steps.slice(0, -1) });
      if (event.key === 'r' && taken < trail.path.steps.length) {
        go({ ...path, steps: trail.path.steps.slice(0, taken + 1) });
      }
      const index = /^\d$/.test(event.key) ? Number(event.key) : undefined;
      if (processes.some(({ enabled }) => enabled.some((step) => step.index === index))) take(index as number);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [walk, take, go]);
}
