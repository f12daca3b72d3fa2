/** Explores a cell fully and walks through it, for the line of src/estimate/known-explorations.ts. */

import { parseAssignments } from '../../../src/cli/options/parameters.ts';
import { storedAmong, type Walked, walk } from '../../../src/engine/answers/walked.ts';
import { Explorer } from '../../../src/engine/exploring/explorer.ts';
import { WALK_STEPS, WALKS } from '../../../src/estimate/sample.ts';
import { instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { loadModel } from '../../../src/load/load-model.ts';
import type { System } from '../../../src/model/system.ts';
import { withoutChance } from '../../../src/semantics/purity.ts';

export async function systemOf(cell: string): Promise<System> {
  const [name = '', ...words] = cell.split(' ');
  const { model } = await loadModel(name);
  return instantiate(model, chooseParameters(model.parameters, parseAssignments(words)), name);
}

/** The line: the cell, its transitions, and by level the states, the distinct states that walks met, and the steps that led there. */
export async function exploredLine(cell: string): Promise<string> {
  const explorer = new Explorer(await systemOf(cell));
  try {
    await explorer.run({ breathe: async () => undefined, mayGrow: () => true });
    const { packed, levels, levelSizes, transitions } = explorer;
    let walked: Walked | undefined;
    withoutChance(() => {
      for (const sofar of walk(packed, { ...WALKS, steps: WALK_STEPS })) walked = sofar;
    });
    const { visits } = walked as Walked;
    if (storedAmong(packed, visits.keys(), false).size !== visits.size) throw new Error(`${cell}: a walk left it`);
    const met = levelSizes.map(() => 0);
    const steps = levelSizes.map(() => 0);
    levels.forEach((ranges, level) => {
      for (const { from, to } of ranges) {
        for (let record = from; record < to; record++) {
          const times = visits.get(packed.keyAt(record)) ?? 0;
          met[level] = (met[level] ?? 0) + Math.sign(times);
          steps[level] = (steps[level] ?? 0) + times;
        }
      }
    });
    const name = cell.replace(/^.*\/(?<model>[\w-]+)\.ts/, '$<model>');
    return [name, transitions, ...[levelSizes, met, steps].map((list) => list.join(' '))].join('|');
  } finally {
    await explorer.close();
  }
}
