/** How many requests run at once, and what becomes of the others. */
import test from 'ava';
import { Slots } from '../../../src/cli/mcp/slots.ts';

const never = new AbortController().signal;

test('three run, sixteen wait in order, and the next one is refused', async (t) => {
  const slots = new Slots();
  const began: number[] = [];
  const ends: (() => void)[] = [];
  const ask = (number: number, signal = never) =>
    slots.run(signal, () => {
      began.push(number);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const asked = Array.from({ length: 19 }, (_, i) => ask(i));
  await t.throwsAsync(ask(19), { message: /3 requests run and 16 wait/ });
  t.deepEqual(began, [0, 1, 2]);
  for (let ended = 0; ended < asked.length; ended++) {
    ends[ended]?.();
    await asked[ended];
    await new Promise((resolve) => setImmediate(resolve));
  }
  t.deepEqual(began, [...asked.keys()]);
});

test('one that is cancelled while it waits never begins, and takes no slot', async (t) => {
  const slots = new Slots();
  const end = Promise.withResolvers<void>();
  const running = [1, 2, 3].map(() => slots.run(never, () => end.promise));
  const controller = new AbortController();
  const cancelled = slots.run(controller.signal, async () => t.fail('it began'));
  const next = slots.run(never, async () => 'served');
  controller.abort();
  await t.throwsAsync(cancelled, { name: 'AbortError' });
  end.resolve();
  await Promise.all(running);
  t.is(await next, 'served');
});

test('one that fails gives its slot back', async (t) => {
  const slots = new Slots();
  for (let i = 0; i < 5; i++) await t.throwsAsync(slots.run(never, () => Promise.reject(new Error('no'))));
  t.is(await slots.run(never, async () => 1), 1);
});
