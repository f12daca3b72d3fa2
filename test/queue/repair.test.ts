/** `everywhen repair --queue`: its cells run on workers, and it finds what a local search finds. */
import { writeFileSync } from 'node:fs';
import test from 'ava';
import type { RepairResult } from '../../src/repair/result.ts';
import { hasRedisServer, QueueFolder, TestServer } from '../helpers/queue.ts';

const hasServer = hasRedisServer();
const queueTest = hasServer ? test : test.skip;
const note = hasServer ? '' : ' (skipped: there is no redis-server on the PATH)';

/** Line a mends what b breaks. */
const MODEL = `
import { assumptionSet, defineModel, defineSystem } from 'everywhen';
export default defineModel({
  name: 'lines', title: 'two lines', parameters: { fix: assumptionSet('a', 'b', 'c') },
  build: ({ fix }) => defineSystem({ n: 0 })
    .process('p', { up: (s) => s.when(s.get('n') < (fix.has('a') ? 3 : 9))?.update('n', (n) => n + 1) }, { end: 'loop', mayWaitAt: ['up'] })
    .invariant('P', 'below 5', (s) => s.get('n') < 5)
    .invariant('Q', 'b or below 3', (s) => s.get('n') < 3 || fix.has('b')),
});
`;

queueTest(
  `a search through a queue finds what a local one finds, with traces from other processes${note}`,
  async (t) => {
    const server = await TestServer.start(t);
    const folder = new QueueFolder(t);
    writeFileSync(folder.path('lines.ts'), MODEL);
    const words = ['repair', './lines.ts', 'fix=fix', '--format', 'json', '--fresh'];
    const found = async (...more: readonly string[]) => {
      const env = { XDG_CACHE_HOME: folder.path(`cache${more.length}`), EVERYWHEN_QUEUE: server.address };
      const search = folder.start([...words, ...more], env);
      t.is(await search.ended, 0, search.output);
      return JSON.parse(search.stdout) as RepairResult;
    };
    const worker = folder.work(server.address);
    const [there, here] = [await found('--queue', '--lost-after', '4s'), await found()];
    t.true(worker.count('\nended: ') > 0, worker.output);
    t.deepEqual({ ...there, seconds: 0 }, { ...here, seconds: 0 });
    t.deepEqual(
      there.minimal.map(({ lines }) => lines),
      [['a', 'b']],
    );
    t.true(there.counts.refutedByReplay > 0);
    t.deepEqual(await server.keys(), [], 'nothing is left in the queue');
    t.is(await worker.kill('SIGINT'), 130);
  },
);
