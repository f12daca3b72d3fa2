/** The status of the exploration in the background: requested at once, and repeatedly while it runs. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { RunStatus } from '../../run-status.ts';
import { ask } from './ask.ts';

const AGAIN_MS = 400;

export interface BackgroundRun {
  readonly status?: RunStatus;
  readonly error?: Error;
  readonly order: (run: 'start' | 'stop') => void;
}

export function useRun(): BackgroundRun {
  const [{ status, error }, set] = useState<Omit<BackgroundRun, 'order'>>({});
  const learn = useCallback((answer: Promise<RunStatus>) => {
    answer.then(
      (next) => set({ status: next }),
      (reason) => set((before) => ({ ...before, error: reason })),
    );
  }, []);
  useEffect(() => learn(ask('/api/run')), [learn]);
  useEffect(() => {
    if (status?.phase !== 'running' || error !== undefined) return;
    const timer = setTimeout(() => learn(ask('/api/run')), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [status, error, learn]);
  const order = useCallback((run: 'start' | 'stop') => learn(ask('/api/run', { run })), [learn]);
  return { ...(status !== undefined && { status }), ...(error !== undefined && { error }), order };
}
