/** The minimal sets of the six hardenings of vgic-queue, by `repair` and by trying all 64 sets with separate code. */
import type { ExecutionContext } from 'ava';
import { HARDENINGS, type Hardening } from '../../models/vgic-queue/designs.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { Question } from '../../src/repair/question.ts';
import { resultOf } from '../../src/repair/result.ts';
import { Search } from '../../src/repair/search.ts';
import { tryAllSets } from './all-sets.ts';
import { HereRunner } from './here-runner.ts';

const NAMES = Object.keys(HARDENINGS);

interface Asked {
  readonly scenarios: readonly string[];
  /** Each by itself, besides all together. */
  readonly properties: readonly string[];
  readonly explorationsMax: number;
}

export async function agreeOnHardenings(
  t: ExecutionContext,
  { scenarios, properties, explorationsMax }: Asked,
): Promise<void> {
  t.timeout(600_000);
  const loaded = await loadModel('vgic-queue');
  const all = await tryAllSets(loaded.model, NAMES, scenarios.length, (lines, cell) => ({
    scenario: scenarios[cell],
    ...Object.assign({}, ...lines.map((line) => HARDENINGS[line as Hardening])),
  }));
  for (const asked of [undefined, ...properties.map((id) => [id])]) {
    const filters = { scenario: scenarios.join() };
    const question = new Question(loaded, { filters, ...(asked && { properties: asked }) });
    const search = new Search(question, { runner: new HereRunner(), limits: {}, larger: true });
    await search.run();
    const { minimal, counts, monotone } = resultOf(search, 0);
    t.deepEqual(minimal.map(({ lines }) => lines.join()).toSorted(), all.minimal(asked), asked?.join());
    t.is(counts.undecided + counts.notExamined + counts.largerNotExamined, 0);
    const verdicts = all.verdicts(asked);
    for (const [set, { kind }] of search.standings.entries()) {
      t.is(kind === 'refuted' ? 'violated' : kind, verdicts.get(question.namesOf(set).join()) as string);
    }
    t.true(monotone, asked?.join());
  }
  const question = new Question(loaded, { filters: { scenario: scenarios.join() } });
  const search = new Search(question, { runner: new HereRunner(), limits: {} });
  await search.run();
  const { explorations } = search.counts;
  t.true(explorations <= explorationsMax, `${explorations} cells were explored`);
}
