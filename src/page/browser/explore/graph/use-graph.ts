/** The states around the end of the walk, asked for anew after each step. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { GraphView } from '../../../graph-view.ts';
import type { Path } from '../../../position.ts';
import { ask } from '../ask.ts';

/** What leads here is found in the background. */
const AGAIN_MS = 500;

export interface Graphed {
  /** Of the last request that was answered, and how far it goes. */
  readonly view?: GraphView;
  readonly reach?: { readonly ahead: number; readonly back: number };
  readonly error?: Error;
}

/** `hasAll`: all states have been explored, so that more is known. */
export function useGraph(path: Path, ahead: number, back: number, hasAll: boolean): Graphed {
  const [graphed, setGraphed] = useState<Graphed>({});
  const [again, setAgain] = useState(0);
  const asked = useRef(0);
  useEffect(() => {
    asked.current += 1;
    const number = asked.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    ask<GraphView>('/api/graph', { ...path, ahead, back }).then(
      (view) => {
        if (number !== asked.current) return;
        setGraphed({ view, reach: { ahead, back } });
        if (view.leftOut.before === 'being found') timer = setTimeout(() => setAgain((n) => n + 1), AGAIN_MS);
      },
      (error) => {
        if (number === asked.current) setGraphed((before) => ({ ...before, error }));
      },
    );
    return () => clearTimeout(timer);
  }, [path, ahead, back, hasAll, again]);
  return graphed;
}
