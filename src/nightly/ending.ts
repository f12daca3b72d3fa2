/** From the end of a cell to its finding, or to the reason why there is none. */
import type { CellEnd } from '../cells/cell-end.ts';
import { CLOSED_BECAUSE } from '../cells/cell-end.ts';
import { engineDigest, identityOf } from '../cells/cell-identity.ts';
import { findingOf, type RunName } from './finding.ts';
import type { NightlyCell } from './nightly-cell.ts';
import type { Ending } from './record.ts';

/** `bounds`: what was asked for beyond the parameters. */
export function endingOf(cell: NightlyCell, end: CellEnd, run: RunName, bounds: string): Ending {
  if (end.kind !== 'outcome') return { came: end.kind, because: end.because };
  const { outcome, byBudget, took } = end;
  if ('error' in outcome) {
    const { code, message, advice } = outcome.error;
    const because = [`${code}: ${message}`, advice.hint].filter((text) => text !== undefined).join(' ');
    return { came: 'broken', because };
  }
  const { report, modules, checkpoint } = outcome;
  const { key, model, parameters } = cell;
  const identity = identityOf(key, { engine: engineDigest(), bounds, modules });
  const finding = findingOf({ key, model, parameters, identity, run }, report, checkpoint?.wentOnFrom);
  const isOutOfBudget = finding.stopped === 'timeout' && byBudget;
  return {
    came: 'ran',
    finding,
    took,
    ...(isOutOfBudget && { because: CLOSED_BECAUSE.budget }),
    ...(checkpoint && { checkpoint }),
  };
}
