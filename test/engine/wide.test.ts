/** The wide memory: its accesses are instructions, its addresses go beyond 32 bits, and less of it is enough. */
import '../helpers/uncounted.ts';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import fc from 'fast-check';
import lockedQueue from '../../models/classics/locked-queue.ts';
import { Explorer } from '../../src/engine/exploring/explorer.ts';
import { LOG_BASE } from '../../src/engine/kernel/memory-map.ts';
import { Kernel, kernelModule, newMemory } from '../../src/engine/kernel.ts';
import { kernelBytes } from '../../src/engine/kernel-file.ts';
import { instantiate } from '../../src/language/model.ts';
import counters from '../fixtures/counters.ts';
import { goOnFrom, Kept, withFile } from '../helpers/checkpoints.ts';
import { userError } from '../helpers/explored.ts';
import { byEngine, byReference, differences, type Summary, waysOf } from '../helpers/oracle.ts';
import { randomWideSystem } from '../helpers/random-system.ts';

const GIB = 2 ** 30;
/** No address below it is that of a state. The pages before are never touched. */
const BASE = 6 * GIB;
const SYSTEMS = 16;
const STATES_MAX = 3000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NO_RECHECK = { variant: 'no-recheck', injectors: 2, movers: 2, targets: 2, injections: 2, moves: 1 } as const;

let kept: Kernel | undefined;
function high(): Kernel {
  kept ??= new Kernel(kernelModule(), newMemory(), { statesFrom: BASE });
  return kept;
}

test('no access to the wide memory was left a call of the host', (t) => {
  const live = readFileSync(`${ROOT}dist/src/live/kernel.wasm`);
  const importsOf = (bytes: Uint8Array<ArrayBuffer>) =>
    WebAssembly.Module.imports(new WebAssembly.Module(bytes)).map(({ module, name }) => `${module}.${name}`);
  t.deepEqual(importsOf(kernelBytes()), ['host.crowded', 'env.memory', 'env.wide']);
  t.deepEqual(importsOf(live), ['host.crowded', 'env.memory']);
});

test.serial('the engine finds what the reference finds in random systems if all states are beyond 4 GiB', async (t) => {
  t.timeout(600_000);
  const systems = fc.sample(randomWideSystem, { seed: 11, numRuns: SYSTEMS });
  let compared = 0;
  for (const [number, data] of systems.entries()) {
    let expected: Summary | undefined;
    for (const way of waysOf(number, 4)) {
      // A larger system would take a busy machine longer than the reference may take.
      const statesMax = way.statesMax === undefined ? {} : { statesMax: STATES_MAX };
      const { summary } = await byEngine(data, { ...way, ...statesMax, kernel: high() });
      if (summary.stopped === 'max-states') break;
      expected ??= await byReference(data);
      t.deepEqual(differences(expected, summary), [], way.name);
      compared++;
    }
  }
  t.true(compared > 50, `${compared}`);
  t.true(high().count(LOG_BASE) > 2 ** 32);
});

async function explored(options: ConstructorParameters<typeof Explorer>[1]) {
  const explorer = new Explorer(instantiate(lockedQueue, NO_RECHECK), options);
  try {
    await explorer.run({ breathe: async () => undefined, mayGrow: () => true });
    const { states, transitions, depth } = explorer;
    const steps = explorer.pathTo('right list').steps.map(({ alternative, place }) => [alternative.position, place]);
    return { states, transitions, depth, steps, digests: explorer.digests(), base: explorer.packed.store.room.base };
  } finally {
    await explorer.close();
  }
}

for (const [words, wordBits] of Object.entries({ 'one word': 63, 'several words': 12 })) {
  test.serial(`a checkpoint of states of ${words} says nothing of their addresses`, async (t) => {
    const { base: _, ...expected } = await explored({ wordBits });
    const written = { low: new Kept(), high: new Kept() };
    await withFile((file) => explored({ wordBits, checkpoint: written.low.options(file) }));
    await withFile((file) => explored({ wordBits, kernel: high(), checkpoint: written.high.options(file) }));
    const [low, up] = [written.low.some(3)[1] as Buffer, written.high.some(3)[1] as Buffer];
    const { base, ...upwards } = await goOnFrom(low, (checkpoint) =>
      explored({ wordBits, kernel: high(), checkpoint }),
    );
    const { base: ground, ...downwards } = await goOnFrom(up, (checkpoint) => explored({ wordBits, checkpoint }));
    t.deepEqual([base, ground], [BASE, 0]);
    t.deepEqual([upwards, downwards], [expected, expected]);
  });
}

/** A kernel with so many bytes for the table and the log. */
function small(bytes: number): Kernel {
  const memory = newMemory();
  return new Kernel(kernelModule(), memory, { statesFrom: memory.wide.buffer.byteLength - 64 * 1024 - bytes });
}

test.serial('a run whose memory for states is full is inconclusive', async (t) => {
  const explorer = new Explorer(instantiate(counters, { counters: 5, last: 9 }), { kernel: small(512 * 1024) });
  const stopped = await explorer.run({ breathe: async () => undefined, mayGrow: () => true });
  t.is(stopped, 'webassembly-memory');
  t.true(explorer.states > 10_000 && explorer.states < 100_000, `${explorer.states}`);
  await explorer.close();
});

test.serial('a checkpoint of more states than there are addresses for is refused', async (t) => {
  const written = new Kept();
  await withFile((file) => explored({ checkpoint: written.options(file) }));
  const error = await goOnFrom(written.all.at(-1) as Buffer, (checkpoint) =>
    userError(() => explored({ kernel: small(200 * 1024), checkpoint })),
  );
  t.is(error.code, 'E_CHECKPOINT');
  t.regex(error.message, /has more states than this process has addresses for/);
});

const limited = existsSync('/bin/sh') && process.platform === 'linux' ? test : test.skip;
limited('a process with few addresses has a smaller wide memory, and explores', (t) => {
  const script = `
    import { Kernel, kernelModule, newMemory } from './src/engine/kernel.ts';
    import { Explorer } from './src/engine/exploring/explorer.ts';
    import { instantiate } from './src/language/model.ts';
    import model from './models/classics/locked-queue.ts';
    const memory = newMemory();
    const explorer = new Explorer(instantiate(model, ${JSON.stringify(NO_RECHECK)}), { kernel: new Kernel(kernelModule(), memory) });
    await explorer.run({ breathe: async () => undefined, mayGrow: () => true });
    console.log(memory.wide.buffer.byteLength, explorer.states);`;
  const run = (limit: string) =>
    execFileSync('/bin/sh', ['-c', `ulimit -v ${limit} && exec "$0" "$@"`, ...nodeWords, script], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
      .trim()
      .split(' ')
      .map(Number);
  const nodeWords = [process.execPath, '--conditions=everywhen-source', '--input-type=module', '-e'];
  const [all, states] = run('unlimited');
  t.is(all, 16 * GIB);
  const [some = 0, same] = run('14000000');
  t.true(some >= GIB && some < 16 * GIB, `${some} bytes`);
  t.is(same, states);
});
