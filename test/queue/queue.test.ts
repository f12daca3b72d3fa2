/**
 * A small night through a real queue: a redis-server of the test's own, `everywhen nightly --queue` and `everywhen work` as processes.
 * `test/full/queue.full.ts` has what takes longer.
 */
import test from 'ava';
import { everywhen } from '../helpers/cli.ts';
import {
  firstToBegin,
  hasRedisServer,
  LONG,
  QueueFolder,
  recordsOf,
  sortedFacts,
  TestServer,
} from '../helpers/queue.ts';

const hasServer = hasRedisServer();
/** Without a server the tests are skipped, and their titles say why. */
const queueTest = hasServer ? test : test.skip;
const note = hasServer ? '' : ' (skipped: there is no redis-server on the PATH)';

queueTest(`two workers, one killed in mid-cell, find what a local night finds, each cell once${note}`, async (t) => {
  const server = await TestServer.start(t);
  const folder = new QueueFolder(t, 40);
  const local = await everywhen(['nightly', './slow.ts', '--out', 'local', '--format', 'json'], { cwd: folder.folder });
  t.is(local.exitCode, 0, local.stderr);

  const workers = [folder.work(server.address), folder.work(server.address)] as const;
  const night = folder.night(server.address);
  const victim = await firstToBegin(LONG(40), workers);
  await victim.kill();
  t.is(await night.ended, 0, night.output);
  const survivor = victim === workers[0] ? workers[1] : workers[0];

  const [expected, found] = [recordsOf(local), recordsOf(night)];
  t.is(found.length, 4);
  t.deepEqual(sortedFacts(found), sortedFacts(expected));
  t.is(victim.count(`ended: ${LONG(40)}`), 0);
  t.is(victim.count('\nended: ') + survivor.count('\nended: '), found.length, 'each cell ended on one worker');
  t.deepEqual(await server.keys(), [], 'nothing is left in the queue');
  t.is(await survivor.kill('SIGINT'), 130);
});

queueTest(
  `a worker that is interrupted gives its cell back, and an interrupted night reports what there is${note}`,
  async (t) => {
    const server = await TestServer.start(t);
    const folder = new QueueFolder(t, 1000);
    const night = folder.night(server.address, '--run', 'tonight');
    const first = folder.work(server.address);
    await first.says(`begun: ${LONG(1000)}\n`);
    t.is(await first.kill('SIGINT'), 130);
    t.true(first.output.includes(`given back: ${LONG(1000)}`), first.output);

    const second = folder.work(server.address);
    await second.says(`begun: ${LONG(1000)}\n`);
    const refused = folder.night(server.address, '--run', 'tonight');
    t.is(await refused.ended, 2, refused.output);
    t.regex(refused.stderr, /^E_QUEUE {2}a run 'tonight' is in progress, started by /m);
    t.is(await night.kill('SIGINT'), 130);
    const records = recordsOf(night);
    t.is(records.length, 4);
    t.is(records.find(({ parameters }) => parameters === 'n=1000')?.finding?.stopped, 'interrupted', night.output);
    t.true(
      records.some(
        ({ came, because }) => came === 'not started' && because === 'the run was interrupted before it began',
      ),
    );
    t.deepEqual(await server.keys(), []);
    t.is(await second.kill('SIGINT'), 130);
  },
);
