/** Two entries of one lock: the published events, the entry that stays, and the vCPU that sleeps for ever. */
import '../../helpers/uncounted.ts';
import test from 'ava';
import { stepText } from '../../../src/trace/text.ts';
import { everywhenHere } from '../../helpers/cli.ts';
import { asPublished, engineIsReference, goldenTrace, inThisOrder, judged, violation } from './race.ts';

const NAME = 'pvqspinlock-hash';

test('before the fix entries double and stay, and with a collision a vCPU sleeps for ever', (t) =>
  asPublished(t, NAME, {
    fixed: { '2 vCPUs': [], '2 vCPUs, collision': [], '3 vCPUs, 1 round': [] },
    none: {
      '2 vCPUs': ['P1', 'P2'],
      '2 vCPUs, collision': ['P1', 'P2', 'deadlock'],
      '3 vCPUs, 1 round': ['P1', 'P2'],
    },
  }));

for (const collision of ['no', 'yes']) {
  test(`the fix holds for 3 vCPUs with 2 rounds, collision=${collision}`, async (t) => {
    const { report } = await judged(NAME, { collision, vcpus: 3 });
    t.is(report.verdict, 'holds');
    t.true(report.properties.every(({ vacuous }) => !vacuous));
  });
}

// "CPU 0 (holder): pv_kick_node(). CPU 1 (head): lp=0: pv_hash; xchg SLOW; state := halted. CPU 0: cmpxchg halted→hashed; locked := SLOW;
// pv_hash. The last six steps of the trace are exactly these."
test('before the fix, the head halts between node->locked and the cmpxchg of the holder', async (t) => {
  const found = await violation(NAME, { variant: 'none' }, 'P1');
  t.deepEqual(
    found.trace.steps.slice(-6).map((step) => `${step.process}: ${stepText(step)}`),
    [
      'vCPU[0]: wait head: pv_hash',
      'vCPU[0]: wait head: xchg SLOW',
      'vCPU[0]: wait head: state',
      'vCPU[1]: kick node: cmpxchg',
      'vCPU[1]: kick node: SLOW',
      'vCPU[1]: kick node: pv_hash',
    ],
  );
  inThisOrder(t, found, ['vCPU[1]: got lock', 'vCPU[0]: wait head', 'vCPU[0]: wait head: pv_hash']);
  goldenTrace(t, 'pvqspinlock-hash.txt', found, ['vCPU[0]', 'vCPU[1]']);
});

// "vCPU 0 is hashed in slots 0 and 1; unlock frees slot 0; another lock takes slot 0; vCPU 0 gets the lock and hashes vCPU 1 in slot 2; its
// unlock finds slot 1, kicks vCPU 0; vCPU 1 halts for ever with the lock free."
test('unlock finds the stale entry, kicks the wrong vCPU, and the other one halts for ever', async (t) => {
  const found = await violation(NAME, { variant: 'none', collision: 'yes' }, 'deadlock');
  const changes = found.trace.steps.flatMap((step) =>
    Object.entries(step.changes).flatMap(([name, [, to]]) => (name.startsWith('hash[') ? [`${name} ${to}`] : [])),
  );
  t.deepEqual(changes, ['hash[0] 0', 'hash[1] 0', 'hash[0] free', 'hash[0] other', 'hash[2] 1', 'hash[1] free']);
  inThisOrder(t, found, ['vCPU[0]: unlock: pv_unhash', 'vCPU[0]: unlock: locked = 0', 'vCPU[0]: unlock: kick']);
  goldenTrace(t, 'pvqspinlock-hash-sleep.txt', found, ['vCPU[0]', 'vCPU[1]', 'other lock']);
});

for (const budget of ['rounds']) {
  test(`the fix holds for any number of ${budget}`, async (t) => {
    const { stdout } = await everywhenHere(['check', NAME, 'collision=yes', '--grow', budget, '--format', 'json']);
    t.like(JSON.parse(stdout).growth, { ended: 'fixed point', verdict: 'holds', open: [] });
  });
}

test('the reference explores the same', (t) => engineIsReference(t, NAME, { variant: 'none', rounds: 1 }));
