/** The minimal sets that the READMEs and the guide state, and vgic-queue's against trying all 64 sets in all 22 scenarios. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { HARDENINGS, type Hardening } from '../../models/vgic-queue/designs.ts';
import { loadModel } from '../../src/load/load-model.ts';
import { Question } from '../../src/repair/question.ts';
import { type RepairResult, resultOf } from '../../src/repair/result.ts';
import { Search } from '../../src/repair/search.ts';
import { tryAllSets } from '../helpers/all-sets.ts';
import { everywhenHere } from '../helpers/cli.ts';
import { folderWith } from '../helpers/files.ts';
import { HereRunner } from '../helpers/here-runner.ts';
import { repairCommandsIn } from '../helpers/repair-commands.ts';

const SYSTEMS = ['vgic-queue', 'upcall-vector', 'viridian-assist', 'callback-irq', 'avic-ipi'];

for (const system of SYSTEMS) {
  const text = readFileSync(new URL(`../../models/${system}/README.md`, import.meta.url), 'utf8');
  const commands = repairCommandsIn(text);
  test.serial(`the README of ${system} states minimal sets`, (t) => {
    t.true(commands.length >= 2);
  });
  for (const { words, minimal } of commands) {
    test.serial(`everywhen ${words.join(' ')} finds what the README states`, async (t) => {
      t.timeout(30 * 60 * 1000);
      const env = { XDG_CACHE_HOME: folderWith(t, {}) };
      const { stdout, stderr, exitCode } = await everywhenHere([...words, '--format', 'json'], { env });
      t.is(exitCode, minimal.length > 0 ? 0 : 1, stderr);
      const result = JSON.parse(stdout) as RepairResult;
      t.deepEqual(result.minimal.map(({ lines }) => lines.join()).toSorted(), minimal);
      const { counts } = result;
      t.is(counts.undecided + counts.notExamined + result.unproved.length, 0);
      t.log(`${counts.explorations} of ${counts.explorationsOfAll} cells, ${counts.replays} replays`);
    });
  }
}

test.serial(
  'in all 22 scenarios, together and for each property alone, the minimal sets are those that trying all 64 finds',
  async (t) => {
    t.timeout(60 * 60 * 1000);
    const loaded = await loadModel('vgic-queue');
    const scenarios = loaded.model.parameters['scenario'] as unknown as { readonly values: readonly string[] };
    const all = await tryAllSets(loaded.model, Object.keys(HARDENINGS), scenarios.values.length, (lines, cell) => ({
      scenario: scenarios.values[cell],
      ...Object.assign({}, ...lines.map((line) => HARDENINGS[line as Hardening])),
    }));
    for (const asked of [
      undefined,
      ...['N1', 'N2', 'N3', 'N3o', 'D1', 'L2', 'L1', 'A1', 'I1', 'V1'].map((id) => [id]),
    ]) {
      const question = new Question(loaded, asked === undefined ? {} : { properties: asked });
      t.is(question.cells.length, 22);
      const search = new Search(question, { runner: new HereRunner(), limits: {} });
      await search.run();
      const { minimal } = resultOf(search, 0);
      t.deepEqual(minimal.map(({ lines }) => lines.join()).toSorted(), all.minimal(asked), asked?.join());
      const verdicts = all.verdicts(asked);
      for (const [set, { kind }] of search.standings.entries()) {
        t.is(kind === 'refuted' ? 'violated' : kind, verdicts.get(question.namesOf(set).join()) as string);
      }
    }
  },
);
