/** The modules of a live report that take the place of what only Node has: each has what its original has, and its memory has its order. */
import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import test from 'ava';

const SOURCES = new URL('../../src/', import.meta.url);
const INSTEAD = new URL('live/instead/', SOURCES);
const standIns = readdirSync(INSTEAD, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

function valuesOf(file: URL): string[] {
  const exported = /^export (?:declare )?(?:async )?(?:const|let|function|class) (\w+)/gm;
  return [...readFileSync(file, 'utf8').matchAll(exported)].map(([, name = '']) => name);
}

test('each stands for a module of the same name, and has all that it exports', (t) => {
  t.true(standIns.length > 0);
  for (const name of standIns) {
    const has = valuesOf(new URL(name, INSTEAD));
    const missing = valuesOf(new URL(name, SOURCES)).filter((value) => !has.includes(value));
    t.deepEqual(missing, [], name);
  }
});

test('the regions of the smaller memory follow one another, and hold what they are for', async (t) => {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === './reserve.ts' && context.parentURL?.endsWith('?live')
        ? { url: new URL('engine/kernel/reserve.ts', INSTEAD).href, shortCircuit: true }
        : next(specifier, context),
  });
  const address: string = new URL('engine/kernel/memory-map.ts?live', SOURCES).href;
  const map = (await import(address)) as typeof import('../../src/engine/kernel/memory-map.ts');
  hooks.deregister();
  const GIB = 2 ** 30;
  t.is(map.MEMORY_PAGES * 65_536, GIB);
  const order = [
    map.CONTROL_END,
    map.SCRATCH,
    map.SCRATCH + map.LANES_MAX * map.SCRATCH_BYTES,
    map.ASLEEP_FIRST,
    map.SUCCESSORS + 8 * map.SUCCESSORS_MAX,
    map.KNOWLEDGE,
    map.KNOWLEDGE_END,
    map.FREE_PAGES + 4 * map.PAGES_MAX,
    map.NO_FOOTPRINTS,
    map.PAGES + map.BLOCK_RECORDS * map.PAGES_MAX,
    map.HEADS,
    map.HEADS + map.HEAD_BYTES * map.HEADS_MAX,
    map.WORD_BUCKETS,
    map.WORDS,
    map.WORDS_END,
    map.STATES_MANY_WORDS,
    map.LOG_TOP,
    GIB,
  ];
  t.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  );
  for (const region of [map.SCRATCH, map.PAGES, map.WORD_BUCKETS, map.WORDS, map.STATES_MANY_WORDS]) {
    t.is(region % map.LINE_BYTES, 0);
  }
  // Each line of the table of words has eight of them, and it is never filled.
  const lines = 2 ** Math.floor(Math.log2((map.WORD_BUCKETS_END - map.WORD_BUCKETS) / map.LINE_BYTES));
  t.true((lines + map.SPARE_LINES) * map.LINE_BYTES <= map.WORD_BUCKETS_END - map.WORD_BUCKETS);
  t.true(lines * 8 * 8 <= map.WORDS_END - map.WORDS);
});
