/** What strong fairness stands for: a fair lock. Which verdicts hang on it, and which do not. */
import test from 'ava';
import { designs } from '../../../models/callback-irq/designs.ts';
import model from '../../../models/callback-irq/index.ts';
import { CANDIDATES, type Variant } from '../../../models/callback-irq/parameters.ts';
import { checkSystem } from '../../../src/check/check.ts';
import { expectedViolations } from '../../../src/language/expected.ts';
import { instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { property } from '../../helpers/explored.ts';

/** The violations of a cell under weak fairness, and those that are expected under strong. */
async function byWeak(variant: Variant, scenario: string) {
  const cell = model.matrix?.cells.find((one) => one.variant === variant && one.scenario === scenario);
  if (cell === undefined) throw new Error(`no cell ${variant} ${scenario}`);
  const system = instantiate(model, chooseParameters(model.parameters, cell.parameters));
  const processes = system.processes.map((process) => ({ ...process, fairness: 'weak' as const }));
  const report = await checkSystem({ ...system, processes }, { model: 'test', parameters: {} });
  const found = report.properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);
  return { report, found: found.toSorted(), strong: [...expectedViolations(model, cell)].toSorted() };
}

const raisesAtEntry = (variant: Variant) => designs[variant].asserts !== 'send';

// A vCPU 0 that ticks, or halts while the flag is up (exit.h sends it back), takes the lock at each entry; vCPU 1 needs it to end.
test('designs that raise the wire at vCPU entry need a fair lock to deliver', async (t) => {
  for (const variant of CANDIDATES.filter(raisesAtEntry)) {
    for (const scenario of ['fasteoi halt', 'fasteoi tick']) {
      const { report, found, strong } = await byWeak(variant, scenario);
      t.deepEqual(found, [...strong, 'DL'].toSorted(), `${variant} ${scenario}`);
      const { steps = [], cycleStart = 0 } = property(report, 'DL').counterexample ?? {};
      const cycle = steps.slice(cycleStart);
      t.true(
        cycle.some(({ process, label }) => process === 'vcpu0' && label === 'entry.L1'),
        'vCPU 0 takes the lock again and again',
      );
    }
  }
});

test('the verdicts of designs that raise the wire in the sender do not hang on it', async (t) => {
  for (const variant of CANDIDATES.filter((one) => !raisesAtEntry(one))) {
    for (const scenario of ['fasteoi halt', 'fasteoi tick', 'maskack tick', 'eoifirst tick']) {
      const { found, strong } = await byWeak(variant, scenario);
      t.deepEqual(found, strong, `${variant} ${scenario}`);
    }
  }
});
