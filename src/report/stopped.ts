/** Why a run did not explore everything, as the words after "because". */
import type { Stopped } from '../model/exploration.ts';

const STOPPED: { readonly [S in Stopped | 'not started']: string } = {
  'max-states': 'the limit on states was reached',
  timeout: 'the time limit was reached',
  memory: 'the memory limit was reached',
  'webassembly-memory': 'WebAssembly can address no more memory (16 GiB for states, fewer where addresses are limited)',
  walks: 'all walks were finished',
  interrupted: 'it was interrupted',
  decided: 'the question was answered',
  'store-buffer-full': 'a store found its store buffer full (raise `buffer` in defineSystem)',
  'not started': 'the run was interrupted before it began',
};

export function stoppedText(stopped: Stopped | 'not started'): string {
  return STOPPED[stopped];
}

/** The run was ended from outside; it reached no limit of its own. */
export function wasInterrupted(stopped: Stopped | 'not started' | undefined): boolean {
  return stopped === 'interrupted' || stopped === 'not started';
}
