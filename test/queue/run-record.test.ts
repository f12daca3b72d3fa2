import test from 'ava';
import { loadModel } from '../../src/load/load-model.ts';
import { checkerHere, misfitOf, RUN_FORMAT, type RunRecord } from '../../src/queue/run-record.ts';

const own = checkerHere();

async function record(changes: Partial<RunRecord['checker']> = {}, hash?: string): Promise<RunRecord> {
  const model = { name: 'locked-queue', hash: hash ?? (await loadModel('locked-queue')).hash() };
  return {
    format: RUN_FORMAT,
    run: 'r',
    checker: { ...own, commit: 'abc', ...changes },
    models: [model],
    lostMs: 1000,
    secondsLeft: null,
    state: 'going',
    master: 'm',
  };
}
const here = { ...own, commit: 'abc' };

test('a machine with the same bytes fits, also where one side knows no commit or has modified other files', async (t) => {
  t.is(await misfitOf(await record({ commit: 'abc-modified' }), here), undefined);
  t.is(await misfitOf(await record(), here), undefined);
  t.is(await misfitOf(await record({ commit: null }), here), undefined);
  t.is(await misfitOf(await record(), { ...here, commit: null }), undefined);
});

for (const [what, changes, sentence] of [
  [
    'version',
    { version: '9.9.9' },
    /^it has Everywhen [\d.]+ at abc on Node v[\d.]+, the run Everywhen 9\.9\.9 at abc/,
  ],
  ['Node', { node: 'v99.0.0' }, /the run Everywhen [\d.]+ at abc on Node v99\.0\.0$/],
  ['commit', { commit: 'def' }, /^it has commit abc, the run def$/],
  [
    'checker',
    { engine: '0123456789' },
    /^its checker, kernel or dependencies have other bytes \(.{8}, the run's 01234567\)$/,
  ],
] as const) {
  test(`a machine with another ${what} does not fit, and is told what differs`, async (t) => {
    t.regex((await misfitOf(await record(changes), here)) ?? '', sentence);
  });
}

test('a machine with other bytes of a model, or without it, does not fit', async (t) => {
  t.is(await misfitOf(await record({}, 'other'), here), "its model locked-queue has other bytes than the run's");
  const missing = { ...(await record()), models: [{ name: './none.ts', hash: 'h' }] };
  t.regex(
    (await misfitOf(missing, here)) ?? '',
    /^it cannot load the model \.\/none\.ts: there is no file '\.\/none\.ts'/,
  );
});

test('a machine loads nothing that stands outside its working directory', async (t) => {
  for (const name of ['../elsewhere.ts', '/tmp/elsewhere.ts', './a/../../elsewhere.ts']) {
    const outside = { ...(await record()), models: [{ name, hash: 'h' }] };
    t.regex((await misfitOf(outside, here)) ?? '', /it is outside the working directory$/);
  }
});
