/** The result of a search in a sentence. */
import type { Stopped } from '../model/exploration.ts';
import { counted } from '../trace/counted.ts';
import type { SearchStatus } from './search-status.ts';

const STOPPED: { readonly [S in Stopped]?: string } = {
  'max-states': 'no more states were to be found (--max-states)',
  timeout: 'the time was over (--timeout)',
  memory: 'the memory was full (--max-memory)',
  interrupted: 'it was stopped',
};

export function foundText({ condition = '', isFromHere = false, result }: SearchStatus): string {
  const from = isFromHere ? 'from here' : 'from the beginning';
  switch (result?.kind) {
    case undefined:
      return '';
    case 'found':
      return `${condition}: found ${counted(result.distance, 'step')} ${from}${result.isNearest ? '; no such state is nearer' : ''}.`;
    case 'none': {
      const within = result.within.length === 0 ? '' : ` within ${result.within.join(' and ')}`;
      return `${condition}: none exists ${from}${within}; all ${counted(result.states, 'state')} were visited.`;
    }
    case 'not found': {
      const why = STOPPED[result.stopped] ?? result.stopped;
      return `${condition}: not found within ${counted(result.states, 'state')} to depth ${result.depth} ${from}: ${why}. There may be one.`;
    }
  }
}
