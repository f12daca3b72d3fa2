/** The position at the end of a path, and the longest walk that contains it: undone steps stay visible and can be redone. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Counterexample } from '../../../check/counterexample.ts';
import type { Path, Position } from '../../position.ts';
import { ask } from './ask.ts';

export interface Walk {
  readonly position: Position;
  /** The path of the position, and after it the steps that were undone. */
  readonly trail: { readonly path: Path; readonly trace: Counterexample };
}

export interface Arrival {
  readonly walk?: Walk;
  /** The position of the path is being loaded: the page shows the previous one. */
  readonly isOnTheWay: boolean;
  readonly error?: Error;
}

export function usePosition(path: Path): Arrival {
  const [arrival, setArrival] = useState<Arrival>({ isOnTheWay: true });
  const asked = useRef(0);
  useEffect(() => {
    asked.current += 1;
    const number = asked.current;
    const arrive = (next: (before: Arrival) => Arrival) => {
      if (number === asked.current) setArrival(next);
    };
    setArrival((before) => ({ ...before, isOnTheWay: true }));
    ask<Position>('/api/at', path).then(
      (position) => arrive(({ walk }) => ({ walk: walkTo(position, walk), isOnTheWay: false })),
      (error) => arrive(({ walk }) => ({ ...(walk !== undefined && { walk }), isOnTheWay: false, error })),
    );
  }, [path]);
  return arrival;
}

function walkTo(position: Position, before: Walk | undefined): Walk {
  const trail = before?.trail;
  const { start, steps } = position.path;
  const isOnTrail = trail?.path.start === start && steps.every((index, i) => trail.path.steps[i] === index);
  return { position, trail: isOnTrail ? trail : { path: position.path, trace: position.trace } };
}
