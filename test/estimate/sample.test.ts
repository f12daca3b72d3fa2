/**
 * Estimates from a part of systems whose sizes results/verdicts has: the largest cell of each model with 10,000 to 500,000 states that is not
 * among the known explorations. The cells follow from this rule, not from how well they are estimated; none of their models may help.
 */
import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { explore } from '../../src/check/run.ts';
import { knownExplorations } from '../../src/estimate/known.ts';
import { sum } from '../../src/estimate/moment.ts';
import { type Sample, sample } from '../../src/estimate/sample.ts';
import { systemOf } from '../helpers/calibration/explored.ts';

const VERDICTS = new URL('../../results/verdicts/', import.meta.url);
const MIN = 10_000;
const MAX = 500_000;

interface Cell {
  readonly name: string;
  readonly model: string;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

const known = new Set(knownExplorations().map(({ cell }) => cell));
const cells = readdirSync(VERDICTS).flatMap((file) => {
  const { model, cells: all } = JSON.parse(readFileSync(new URL(file, VERDICTS), 'utf8')) as {
    readonly model: string;
    readonly cells: readonly (Omit<Cell, 'name' | 'model'> & { readonly parameters: string })[];
  };
  const [largest] = all
    .map(({ parameters, ...counts }): Cell => ({ ...counts, model, name: `${model} ${parameters}`.trim() }))
    .filter(({ name, states }) => states >= MIN && states <= MAX && !known.has(name))
    .toSorted((a, b) => b.states - a.states || a.name.localeCompare(b.name));
  return largest ?? [];
});

/** The result does not depend on time: the minute is never needed. */
async function estimated(cell: Cell, share: number): Promise<Sample> {
  const isUsed = ({ model }: { readonly model: string }) => model !== cell.model;
  return sample(await systemOf(cell.name), {
    seconds: 60,
    statesMax: Math.round(share * cell.states),
    isUsed,
    workers: 1,
  });
}

test.serial('most intervals from a tenth of the states contain the true numbers', async (t) => {
  t.true(cells.length >= 6, cells.map(({ name }) => name).join());
  const inside = { states: 0, transitions: 0, depth: 0 };
  let told = 0;
  for (const cell of cells) {
    const { estimate } = await estimated(cell, 0.1);
    t.not(estimate.kind, 'exact');
    if (estimate.kind !== 'interval') {
      t.true(estimate.kind === 'lower bound' && estimate.states <= cell.states);
      continue;
    }
    told++;
    for (const quantity of ['states', 'transitions', 'depth'] as const) {
      const { low, high } = estimate[quantity];
      if (low <= cell[quantity] && cell[quantity] <= high) inside[quantity]++;
      else t.log(`${cell.name}: ${quantity} ${cell[quantity]} is not in ${low} to ${high}`);
    }
  }
  t.true(told >= cells.length / 2);
  // 80% are expected; fewer than 60% of a few would be bad luck in 1 of 10 choices of cells, at most.
  for (const [quantity, count] of Object.entries(inside))
    t.true(count >= 0.6 * told, `${quantity}: ${count} of ${told}`);
});

test.serial('all numbers are exact if no limit is reached', async (t) => {
  const [cell] = cells.toSorted((a, b) => a.states - b.states);
  if (cell === undefined) throw new Error('no cell');
  const { estimate, seen, stopped } = await estimated(cell, 2);
  t.is(estimate.kind, 'exact');
  t.like(seen, { states: cell.states, transitions: cell.transitions, complete: true });
  t.is(seen.levels.length, cell.depth + 1);
  t.is(stopped, undefined);
});

test.serial('the numbers do not depend on the number of threads', async (t) => {
  const system = await systemOf('avic-ipi senders=2');
  const [one, two] = [
    await sample(system, { seconds: 60, statesMax: 50_000, workers: 1 }),
    await sample(system, { seconds: 60, statesMax: 50_000, workers: 2 }),
  ];
  t.deepEqual(one.seen, two.seen);
  t.deepEqual(one.estimate, two.estimate);
  t.true((one.seen.walks?.statesKnown ?? 0) > 0);
});

test.serial('less memory than the system needs is said', async (t) => {
  const { estimate, cost } = await sample(await systemOf('two-phase-commit managers=12'), {
    ...{ seconds: 60, statesMax: 20_000, workers: 1 },
    bytesMax: process.memoryUsage.rss() + 2 ** 20,
  });
  t.true(estimate.kind === 'lower bound' || cost.fit !== 'fits', `${estimate.kind} ${cost.fit}`);
});

test.serial('both engines report the same levels, when all is explored and when it is not', async (t) => {
  const system = await systemOf('peterson');
  for (const statesMax of [1000, 100_000]) {
    const sizes: (readonly number[] | undefined)[] = [];
    for (const engine of ['kernel', 'reference'] as const) {
      const { exploration } = await explore(system, { engine, statesMax, workers: 1 });
      sizes.push(exploration.levelSizes);
      await exploration.close();
    }
    const [kernel = [], reference = []] = sizes;
    const common = Math.min(kernel.length, reference.length);
    t.true(common >= 10);
    // A run that stops early ends within a level.
    t.deepEqual(kernel.slice(0, common - 1), reference.slice(0, common - 1));
    if (statesMax > 12_498) t.is(sum(reference), 12_498);
  }
});
