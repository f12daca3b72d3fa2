/** Which fences does a design need? Each is taken out alone and the cell judged again: a changed verdict shows what it was for. */
import type { BuildOptions } from '../../language/assembly.ts';
import type { AnyChosen } from '../../language/parameter.ts';
import type { System } from '../../model/system.ts';
import { checkSystem } from '../check.ts';
import type { Ablated, Ablation, PropertyVerdict, Report } from '../report.ts';
import type { RunOptions } from '../run.ts';
import { changedVerdicts } from './changed-verdicts.ts';

/** A cell that can be built again without one fence. */
export interface Ablatable {
  readonly model: string;
  readonly parameters: AnyChosen;
  readonly system: System;
  readonly build: (options: BuildOptions) => System;
}

/**
 * Takes out each fence and each locked instruction that the run of `report` executed. A fence then does nothing; a locked instruction
 * is a load and a store in one step. Costs one check for each name.
 */
export async function ablateFences(cell: Ablatable, report: Report, options: RunOptions = {}): Promise<Ablation> {
  const { fences = [] } = report;
  if (fences.length === 0) return { of: 'fences', fences: [], because: nothingBecause(cell.system) };
  // The checkpoint belongs to the system with all its fences.
  const { checkpoint: _, ...limits } = options;
  const ablated: Ablated[] = [];
  for (const fence of fences) {
    if (options.interrupted?.()) return { of: 'fences', fences: ablated, stopped: 'interrupted' };
    const without = await checkSystem(cell.build({ ablated: fence }), cell, limits);
    ablated.push(difference(fence, report, without));
  }
  return { of: 'fences', fences: ablated, ...(options.interrupted?.() && { stopped: 'interrupted' }) };
}

function nothingBecause({ memory }: System): string {
  if (memory.ordering === 'sc')
    return 'memory is sequentially consistent (sc): a store is seen at once, fences order nothing';
  return 'no step came to a fence or a locked instruction';
}

function difference(fence: string, before: Report, after: Report): Ablated {
  const changes = changedVerdicts(before, after);
  const decided = (verdict: PropertyVerdict) => verdict !== 'inconclusive';
  const needed = changes.some((change) => decided(change.before) && decided(change.after));
  const open = [before, after].some(({ properties }) => properties.some(({ verdict }) => !decided(verdict)));
  return {
    fence,
    needed: needed ? 'needed' : open ? 'undecided' : 'not needed here',
    verdict: after.verdict,
    changes,
    ...(after.stopped !== undefined && { stopped: after.stopped }),
  };
}
