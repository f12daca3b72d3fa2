import test from 'ava';
import * as v from 'valibot';
import { chooseParameters, valueText } from '../../src/language/parameter.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { cellsOf } from '../../src/nightly/nightly-cell.ts';
import type { PlannedCell } from '../../src/nightly/plan.ts';
import { type CellJob, cellJob, cellJobSchema, jobId } from '../../src/queue/cell-job.ts';

const OPTIONS = { alone: false, modelHash: 'h', bounds: { seconds: 60 }, limits: { engine: 'kernel' } } as const;

async function jobsOf(name: string): Promise<readonly { readonly cell: PlannedCell; readonly job: CellJob }[]> {
  return cellsOf([await loadModel(name)]).map((each) => {
    const cell = { ...each, estimate: { seconds: 1, states: 1, by: 'guess' }, last: undefined } as const;
    return { cell, job: cellJob(cell, OPTIONS) };
  });
}

test('every cell of a model comes through the queue with its very parameters', async (t) => {
  for (const { cell, job } of await jobsOf('avic-ipi')) {
    const there = v.parse(cellJobSchema, JSON.parse(JSON.stringify(job)));
    t.deepEqual(there, job);
    const { parameters } = cell.loaded.model;
    const texts = (chosen: object) => Object.values(chosen).map(valueText);
    t.deepEqual(
      texts(chooseParameters(parameters, there.parameters)),
      texts(chooseParameters(parameters, cell.cell.parameters)),
    );
  }
});

test('each cell has an id of its own, the same on every machine', async (t) => {
  const [first, again] = [await jobsOf('avic-ipi'), await jobsOf('avic-ipi')];
  const ids = first.map(({ job }) => jobId(job, 'engine'));
  t.is(new Set(ids).size, ids.length);
  t.deepEqual(
    again.map(({ job }) => jobId(JSON.parse(JSON.stringify(job)), 'engine')),
    ids,
  );
});

test('other bytes, other limits and another checker make another id', async (t) => {
  const [{ job } = { job: undefined }] = await jobsOf('locked-queue');
  if (job === undefined) return t.fail();
  const others = [
    { ...job, modelHash: 'other' },
    { ...job, bounds: { seconds: 61 } },
    { ...job, limits: { ...job.limits, auditOneIn: 1 } },
    { ...job, parameters: { ...job.parameters, injectors: '7' } },
  ].map((other) => jobId(other, 'engine'));
  t.is(new Set([jobId(job, 'engine'), jobId(job, 'other engine'), ...others]).size, 6);
});
