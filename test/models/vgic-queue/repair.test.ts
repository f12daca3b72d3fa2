/** The minimal sets of the six hardenings, in scenarios that are small, against trying all 64 sets. */
import test from 'ava';
import { HARDENINGS, type Hardening } from '../../../models/vgic-queue/designs.ts';
import { loadModel } from '../../../src/load/load-model.ts';
import { Question } from '../../../src/repair/question.ts';
import { resultOf } from '../../../src/repair/result.ts';
import { Search } from '../../../src/repair/search.ts';
import { tryAllSets } from '../../helpers/all-sets.ts';
import { HereRunner } from '../../helpers/here-runner.ts';

const NAMES = Object.keys(HARDENINGS);

for (const { scenarios, properties, explorationsMax } of [
  { scenarios: ['S5a', 'S8i', 'S10'], properties: ['N1', 'D1', 'L2'], explorationsMax: 20 },
  { scenarios: ['S12'], properties: ['N3', 'N3o'], explorationsMax: 20 },
]) {
  test(`in ${scenarios.join(', ')} the minimal sets are those that trying all 64 finds`, async (t) => {
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
  });
}
