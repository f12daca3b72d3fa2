/** The pool of threads: it is ready when all threads are, and can be closed at any moment of their start. */
import '../helpers/uncounted.ts';
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { Pool } from '../../src/engine/exploring/pool.ts';
import { Kernel, kernelModule, newMemory } from '../../src/engine/kernel.ts';

const kernel = new Kernel(kernelModule(), newMemory());

test('a pool is ready when each of its threads has started, and then answers', async (t) => {
  const pool = new Pool(kernel, 3, 2);
  t.false(pool.ready);
  while (!pool.ready) await setTimeout(1);
  const tasks = Array.from({ length: 9 }, () => pool.run(0, { from: 0, to: 0 }));
  t.is((await Promise.all(tasks)).length, 9);
  await pool.close();
});

test('a pool that is closed while its threads start ends', async (t) => {
  for (const milliseconds of [0, 1, 10, 30]) {
    const pool = new Pool(kernel, 2, 2);
    await setTimeout(milliseconds);
    await pool.close();
  }
  t.pass();
});

test('where a thread cannot start a task fails, and the pool can be closed', async (t) => {
  // No module of the kernel.
  const pool = new Pool({ module: undefined, memory: kernel.memory } as unknown as Kernel, 2, 2);
  await t.throwsAsync(() => pool.run(0, { from: 0, to: 0 }), { any: true, message: /WebAssembly.Module/ });
  await pool.close();
  t.false(pool.ready);
});
