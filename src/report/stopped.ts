/** Why a run did not explore everything, in words that go on from "because". */
import type { Stopped } from '../model/exploration.ts';

const STOPPED: { readonly [S in Stopped | 'not started']: string } = {
  'max-states': 'the limit on states was reached',
  timeout: 'the time was up',
  memory: 'the memory was full',
  'webassembly-memory': 'WebAssembly can address no more memory (4 GiB)',
  walks: 'all walks were done',
  interrupted: 'it was interrupted',
  decided: 'what was asked is answered',
  'store-buffer-full': 'a store found its store buffer full (raise `buffer` in defineSystem)',
  'not started': 'the run was interrupted before it began',
};

export function stoppedText(stopped: Stopped | 'not started'): string {
  return STOPPED[stopped];
}

/** Somebody or something ended the run; it reached no limit of its own. */
export function wasInterrupted(stopped: Stopped | 'not started' | undefined): boolean {
  return stopped === 'interrupted' || stopped === 'not started';
}
