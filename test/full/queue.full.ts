/** A queue of cells with Debian's redis-server on loopback: workers that die, join late, do not fit or are stopped. */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { everywhen } from '../helpers/cli.ts';
import { firstToBegin, freePort, LONG, QueueFolder, recordsOf, sortedFacts, TestServer } from '../helpers/queue.ts';

test('three machines, one killed during a cell and one that joins late, find what one machine finds, each cell once', async (t) => {
  const server = await TestServer.start(t);
  const folder = new QueueFolder(t);
  const models = ['two-phase-commit', 'dining-philosophers', 'locked-queue'];
  const words = ['nightly', './slow.ts', ...models, '--sets', 'matrix', '--format', 'json'];
  const alone = await everywhen([...words, '--out', 'alone'], { cwd: folder.folder });
  t.is(alone.exitCode, 0, alone.stderr);

  const early = [folder.work(server.address), folder.work(server.address)];
  const night = folder.night(server.address, ...models, '--sets', 'matrix');
  const victim = await firstToBegin(LONG(50), early);
  await delay(1000);
  await victim.kill();
  const late = folder.work(server.address);
  t.is(await night.ended, 0, night.output);
  const machines = [...early, late];

  const [expected, found] = [recordsOf(alone), recordsOf(night)];
  t.deepEqual(sortedFacts(found), sortedFacts(expected));
  t.is(new Set(found.map(({ key }) => key)).size, found.length);
  const ends = machines.reduce((sum, machine) => sum + machine.count('\nended: '), 0);
  t.is(ends, found.length, 'every cell ended on exactly one machine');
  t.is(victim.count(`ended: ${LONG(50)}`), 0);
  t.regex(late.output, /takes cells of .*slow\.ts/);
  t.deepEqual(await server.keys(), []);
});

test('a cell that takes longer than its lock lasts is begun once: the lock is renewed while it computes', async (t) => {
  const server = await TestServer.start(t);
  const folder = new QueueFolder(t, 300);
  const machines = [folder.work(server.address), folder.work(server.address)];
  const night = folder.night(server.address);
  t.is(await night.ended, 0, night.output);
  const begun = machines.reduce((sum, machine) => sum + machine.count(`begun: ${LONG(300)}\n`), 0);
  t.is(begun, 1);
  t.notRegex(machines.map(({ output }) => output).join(''), /dropped/);
  const seconds = recordsOf(night).find(({ parameters }) => parameters === 'n=300')?.finding?.statistics['seconds'];
  t.true((seconds ?? 0) > 3 * 4, 'three times --lost-after');
});

test('a cell that was running on two machines when they died is inconclusive, and the others are judged', async (t) => {
  const server = await TestServer.start(t);
  const folder = new QueueFolder(t, 300);
  const night = folder.night(server.address);
  for (let deaths = 0; deaths < 2; deaths++) {
    const machine = folder.work(server.address);
    await machine.says(`begun: ${LONG(300)}\n`);
    await machine.kill();
  }
  const third = folder.work(server.address);
  t.is(await night.ended, 3, night.output);
  t.is(third.count(`begun: ${LONG(300)}\n`), 0);
  const records = recordsOf(night);
  const dead = records.find(({ parameters }) => parameters === 'n=300');
  t.is(dead?.came, 'died');
  t.is(dead?.because, '2 machines that took it died, or were not heard of for 4.0 s');
  t.deepEqual(
    records.filter(({ came }) => came !== 'ran').map(({ parameters }) => parameters),
    ['n=300'],
  );
  t.deepEqual(await server.keys(), []);
});

test('a machine that was only slow drops what another one took over, and the cell counts once', async (t) => {
  const server = await TestServer.start(t);
  const folder = new QueueFolder(t, 100);
  const night = folder.night(server.address);
  const slow = folder.work(server.address);
  await slow.says(`begun: ${LONG(100)}\n`);
  slow.child.kill('SIGSTOP');
  const other = folder.work(server.address);
  await other.says(`begun: ${LONG(100)}\n`);
  slow.child.kill('SIGCONT');
  await slow.says(`dropped: ${LONG(100)}`);
  t.is(await night.ended, 0, night.output);
  t.is(recordsOf(night).length, 4);
  t.is(slow.count(`ended: ${LONG(100)}`) + other.count(`ended: ${LONG(100)}`), 1);
  t.deepEqual(await server.keys(), []);
});

test('Ctrl-C on a machine returns its cell unharmed, however often', async (t) => {
  const server = await TestServer.start(t);
  const folder = new QueueFolder(t, 400);
  const night = folder.night(server.address);
  for (let times = 0; times < 3; times++) {
    const machine = folder.work(server.address);
    await machine.says(`begun: ${LONG(400)}\n`);
    t.is(await machine.kill('SIGINT'), 130);
    t.true(machine.output.includes(`given back: ${LONG(400)}`), machine.output);
  }
  folder.work(server.address);
  t.is(await night.ended, 0, night.output);
  t.true(recordsOf(night).every(({ came }) => came === 'ran'));
});

test('a cell resumes from its checkpoint on another machine, after Ctrl-C and after a death', async (t) => {
  const server = await TestServer.start(t);
  const folder = new QueueFolder(t, 400);
  const words = ['--checkpoints', 'checkpoints', '--checkpoint-every', '1s'];
  const night = folder.night(server.address);
  const first = folder.work(server.address, ...words);
  await first.says(`begun: ${LONG(400)}\n`);
  t.is(await first.kill('SIGINT'), 130);
  const second = folder.work(server.address, ...words);
  await second.says(`resumed: ${LONG(400)}\n`);
  await second.kill();
  const third = folder.work(server.address, ...words);
  t.is(await night.ended, 0, night.output);
  t.true(third.output.includes(`resumed: ${LONG(400)}\n`), third.output);
  t.is(third.count('began anew'), 0);
  const long = recordsOf(night).find(({ parameters }) => parameters === 'n=400');
  t.is(long?.finding?.statistics['states'], 401);
  t.deepEqual(readdirSync(folder.path('checkpoints')), [], 'a cell that has ended leaves none');
});

test('Ctrl-C on the night ends with 130 and a partial report, and leaves nothing in the queue', async (t) => {
  const server = await TestServer.start(t);
  const folder = new QueueFolder(t, 1000);
  const machine = folder.work(server.address);
  const night = folder.night(server.address);
  await machine.says(`begun: ${LONG(1000)}\n`);
  t.is(await night.kill('SIGINT'), 130);
  const records = recordsOf(night);
  t.is(records.length, 4);
  const cut = records.find(({ parameters }) => parameters === 'n=1000');
  t.is(cut?.finding?.stopped, 'interrupted', night.output);
  t.is(cut?.finding?.verdict, 'inconclusive');
  t.true(records.some(({ came, because }) => came === 'not started' && because?.includes('interrupted')));
  t.deepEqual(await server.keys(), []);
  t.is(machine.child.exitCode, null, 'the machine waits for the next night');
});

test('a night that was killed is resumed: finished cells are not run again', async (t) => {
  const server = await TestServer.start(t);
  const folder = new QueueFolder(t, 100);
  const words = ['--run', 'tonight'];
  const first = folder.night(server.address, ...words);
  const machine = folder.work(server.address);
  await machine.says('begun: slow.ts\n');
  const second = await everywhen(['nightly', './slow.ts', '--out', 'other', '--queue', ...words], {
    cwd: folder.folder,
    env: { EVERYWHEN_QUEUE: server.address },
  });
  t.is(second.exitCode, 2);
  t.regex(second.stderr, /^E_QUEUE {2}a run 'tonight' is in progress, started by /m);
  await first.kill();
  await machine.says(/ended: slow\.ts, /);
  // Waits until the name is free.
  while ((await server.keys()).includes('everywhen:master:tonight')) await delay(500);
  const again = folder.night(server.address, '--out', 'elsewhere', ...words);
  t.is(await again.ended, 0, again.output);
  t.regex(again.stderr, /The run tonight is resumed: [1-4] of its cells have ended\./);
  t.is(recordsOf(again).length, 4);
  t.is(machine.count('begun: '), 4, machine.output);
  t.deepEqual(await server.keys(), []);
});

test('an exhausted budget ends the night: running cells report how far they came, waiting cells are withdrawn', async (t) => {
  const server = await TestServer.start(t);
  const folder = new QueueFolder(t, 5000);
  const machine = folder.work(server.address);
  await machine.says('looks for cells');
  const night = folder.night(server.address, '--budget', '20s');
  t.is(await night.ended, 3, night.output);
  const records = recordsOf(night);
  const cut = records.filter(({ finding }) => finding?.stopped !== undefined);
  t.true(cut.length > 0 && cut.every(({ finding }) => (finding?.statistics['states'] ?? 0) > 1), night.output);
  t.is(records.length, 4);
  t.deepEqual(await server.keys(), []);
});

test('a machine with other bytes of the model takes nothing and says so; if no other comes, the cells are inconclusive', async (t) => {
  const server = await TestServer.start(t);
  const [folder, elsewhere] = [new QueueFolder(t), new QueueFolder(t)];
  copyFileSync(folder.path('slow.ts'), elsewhere.path('slow.ts'));
  writeFileSync(elsewhere.path('slow.ts'), `${readFileSync(folder.path('slow.ts'), 'utf8')}// changed\n`);
  const machine = elsewhere.work(server.address);
  const night = folder.night(server.address, '--queue-wait', '15s');
  t.is(await night.ended, 3, night.output);
  const reason = 'its model slow.ts has other bytes than the run';
  t.true(machine.output.includes(`takes no cells, because ${reason}`), machine.output);
  t.is(machine.count('begun: '), 0);
  t.true(recordsOf(night).every(({ came, because }) => came === 'not started' && because?.includes(reason)));
  t.deepEqual(await server.keys(), []);
});

test('a server that goes away for good ends both sides with a true report, and a server that comes back empty does no harm', async (t) => {
  const server = await TestServer.start(t);
  const folder = new QueueFolder(t, 80);
  const machine = folder.work(server.address, '--queue-wait', '60s');
  const night = folder.night(server.address, '--queue-wait', '60s');
  await machine.says(`begun: ${LONG(80)}\n`);
  await server.process.kill();
  await night.says('is out of reach');
  const again = await TestServer.start(t, { port: server.port });
  t.is(await night.ended, 0, night.output + machine.output);
  t.true(recordsOf(night).every(({ came }) => came === 'ran'));
  t.deepEqual(await again.keys(), []);

  const impatient = folder.night(server.address, '--fresh', '--queue-wait', '5s');
  const other = folder.work(server.address, '--queue-wait', '5s');
  await other.says('begun: ');
  await again.process.kill();
  t.is(await impatient.ended, 3, impatient.output);
  t.true(recordsOf(impatient).some(({ because }) => because?.includes('went away')));
  t.is(await other.ended, 3, other.output);
});

test('a server with persistence that restarts keeps the queue: no cell is begun again', async (t) => {
  const port = await freePort();
  const folder = new QueueFolder(t, 100);
  const words = ['--port', String(port), '--appendonly', 'yes', '--dir', folder.folder];
  const server = await TestServer.start(t, { port, words });
  const machine = folder.work(server.address);
  const night = folder.night(server.address, '--lost-after', '60s');
  await machine.says(`begun: ${LONG(100)}\n`);
  await server.process.kill();
  await TestServer.start(t, { port, words });
  t.is(await night.ended, 0, night.output);
  t.is(machine.count('begun: '), 4, machine.output);
  t.deepEqual(await server.keys(), []);
});
