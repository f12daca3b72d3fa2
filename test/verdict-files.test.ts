/** The verdicts in results/ are those that the models expect: for every cell, those of --all too. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { expectedViolations } from '../src/language/expected.ts';
import { loadModel } from '../src/load/load-model.ts';

const FOLDER = fileURLToPath(new URL('../results/verdicts/', import.meta.url));

for (const file of readdirSync(FOLDER)) {
  test(`results/verdicts/${file} has every cell of its model, with the expected verdicts`, async (t) => {
    const { model: name, cells } = JSON.parse(readFileSync(`${FOLDER}${file}`, 'utf8'));
    const { model } = await loadModel(name);
    const expected = (model.matrix?.cells ?? []).map((cell) => ({
      variant: cell.variant,
      scenario: cell.scenario,
      violated: expectedViolations(model, cell).toSorted(),
    }));
    t.deepEqual(
      cells.map(({ variant, scenario, violated }: (typeof expected)[number]) => ({
        variant,
        scenario,
        violated: violated.toSorted(),
      })),
      expected,
    );
    t.true(cells.every(({ verdict }: { verdict: string }) => verdict !== 'inconclusive'));
  });
}
