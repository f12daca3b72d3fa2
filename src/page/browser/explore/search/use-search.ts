/** The search for a state: its status, requested repeatedly while it runs; and a jump to what it found. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Path } from '../../../position.ts';
import type { Mistake, SearchStatus } from '../../../search-status.ts';
import { ask } from '../ask.ts';

const AGAIN_MS = 200;

export interface Searching {
  readonly status?: SearchStatus;
  readonly error?: Error;
  /** From the initial states, or from the end of a walk. */
  readonly find: (condition: string, from?: Path) => void;
  readonly stop: () => void;
}

export function useSearch(go: (path: Path) => void): Searching {
  const [{ status, error }, set] = useState<Pick<Searching, 'status' | 'error'>>({});
  /** A search of this page is under way: of another one, nothing is done. */
  const isOurs = useRef(false);
  const learn = useCallback(
    (answer: Promise<SearchStatus | Mistake>) => {
      answer.then(
        (next) => {
          if ('mistake' in next) {
            isOurs.current = false;
            set({ error: new Error(next.mistake) });
            return;
          }
          set({ status: next });
          if (next.phase !== 'ended' || !isOurs.current) return;
          isOurs.current = false;
          if (next.result?.kind === 'found') go(next.result.path);
        },
        (reason) => {
          isOurs.current = false;
          set((before) => ({ ...before, error: reason }));
        },
      );
    },
    [go],
  );
  useEffect(() => {
    if (status?.phase !== 'running' || error !== undefined) return;
    const timer = setTimeout(() => learn(ask('/api/search')), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [status, error, learn]);
  const find = useCallback(
    (condition: string, from?: Path) => {
      isOurs.current = true;
      learn(ask('/api/search', { condition, ...(from !== undefined && { from }) }));
    },
    [learn],
  );
  const stop = useCallback(() => learn(ask('/api/search', { stop: true })), [learn]);
  return { ...(status !== undefined && { status }), ...(error !== undefined && { error }), find, stop };
}
