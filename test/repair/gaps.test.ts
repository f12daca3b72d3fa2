/** Which gaps are candidates, and what they are called. */
import test from 'ava';
import { defineModel, defineSystem, replicated, type SystemBuilder, shared, variant } from 'everywhen';
import { checkSystem } from '../../src/check/check.ts';
import type { AnyModel } from '../../src/language/model.ts';
import { instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';
import { gapsOf } from '../../src/repair/fences/gaps.ts';
import { askedCells, Question } from '../../src/repair/question.ts';
import { userError } from '../helpers/explored.ts';

// biome-ignore lint/suspicious/noExplicitAny: a system of whatever components.
const modelOf = (system: SystemBuilder<any>) =>
  defineModel({ name: 'm', title: 'a model', parameters: {}, build: () => system }) as unknown as AnyModel;

async function gapsIn(model: AnyModel, limits = {}) {
  const loaded = { model, name: model.name, path: import.meta.filename, hash: () => '' };
  const gaps = await gapsOf(loaded, askedCells(loaded, {}), { workers: 1, ...limits });
  return { loaded, gaps, titles: Object.fromEntries(gaps.lines.map(({ name, title }) => [name, title])) };
}

const memory = { memory: 'tso' } as const;
const locations = { x: shared(0), y: shared(0) };

test('replicas share a gap, steps between two accesses make no gap of their own, and the first access has none', async (t) => {
  const { titles } = await gapsIn(
    modelOf(
      defineSystem(locations, memory).processes(
        'p',
        2,
        {
          'store x': (s) => s.store('x', 1),
          count: (s) => s.update('n', (n) => n + 1),
          load: (s) => s.set('n', s.load('y')),
        },
        { locals: { n: 0 } },
      ),
    ),
  );
  t.deepEqual(titles, { 'p.load': 'p: a fence between store x and load' });
});

test('in a loop the last access of the text comes before the first', async (t) => {
  const { titles } = await gapsIn(
    modelOf(
      defineSystem(locations, memory).process(
        'p',
        {
          look: (s) => s.when(s.load('y') === 0),
          store: (s) => s.store('x', 1),
          rest: (s) => s.when(s.get('n') < 2)?.update('n', (n) => n + 1),
        },
        { end: 'loop', locals: { n: 0 }, mayWaitAt: ['rest'] },
      ),
    ),
  );
  t.deepEqual(titles, {
    'p.look': 'p: a fence between store and look',
    'p.store': 'p: a fence between look and store',
  });
});

test('a jump to the first access makes a gap in front of it, too', async (t) => {
  const { titles } = await gapsIn(
    modelOf(
      defineSystem(locations, memory).process(
        'p',
        {
          store: (s) =>
            s
              .when(s.get('n') < 2)
              ?.update('n', (n) => n + 1)
              .store('x', 1),
          back: (s) => s.goto('store'),
        },
        { locals: { n: 0 }, mayWaitAt: ['store'] },
      ),
    ),
  );
  t.deepEqual(titles, { 'p.store': 'p: a fence before store' });
});

test('where ways join, the gap is in front of the step; where they branch, each way has its own', async (t) => {
  const { titles } = await gapsIn(
    modelOf(
      defineSystem(locations, memory).process(
        'p',
        {
          store: (s) => s.store('x', 1),
          branch: {
            left: (s) => s.set('n', s.load('x')).goto('join'),
            right: (s) => s.set('n', s.load('y')),
            rest: (s) => s,
          },
          middle: (s) => s.store('y', 1),
          join: (s) => s.set('n', s.load('y')),
        },
        { locals: { n: 0 } },
      ),
    ),
  );
  t.deepEqual(titles, {
    'p.branch/left': 'p: a fence between store and branch, left',
    'p.branch/right': 'p: a fence between store and branch, right',
    'p.middle': 'p: a fence between branch and middle',
    'p.join': 'p: a fence between middle and join',
  });
});

test('callers of a procedure share its gaps', async (t) => {
  const { titles } = await gapsIn(
    modelOf(
      defineSystem(locations, memory)
        .procedure(
          'both',
          {},
          { 'store x': (s) => s.store('x', 1), 'store y': (s) => s.store('y', 1), end: (s) => s.return() },
        )
        .process('p', { call: (s) => s.call('both', {}) })
        .process('q', { call: (s) => s.call('both', {}) }),
    ),
  );
  t.deepEqual(titles, { 'both.store-y': 'both: a fence between store x and store y' });
});

test('in front of a locked instruction, behind a fence and without stores that wait a fence would order nothing', async (t) => {
  const { titles } = await gapsIn(
    modelOf(
      defineSystem(locations, memory)
        .process('p', {
          store: (s) => s.store('x', 1),
          locked: (s) => s.locked('y', (y) => y + 1),
          load: (s) => s.when(s.load('x') === 1),
        })
        .process('q', {
          store: (s) => s.store('x', 1),
          fence: (s) => s.fence('f'),
          load: (s) => s.when(s.load('y') >= 0),
        })
        .process('r', { one: (s) => s.when(s.load('x') >= 0), two: (s) => s.when(s.load('y') >= 0) })
        .rules('device', { write: (s) => s.when(s.load('y') === 0)?.store('y', 1) }),
    ),
  );
  t.deepEqual(titles, {});
});

test('a fence is placed only in the cells whose text has the step', async (t) => {
  const model = defineModel({
    name: 'texts',
    title: 'two texts',
    parameters: { text: variant('one', 'two'), order: variant('tso') },
    build: ({ text, order }) =>
      defineSystem({ x: shared(0), y: shared(0) }, { memory: order }).process('p', {
        store: (s) => s.store('x', 1),
        load: text === 'one' ? (s) => s.when(s.load('y') === 0) : undefined,
        look: text === 'two' ? (s) => s.when(s.load('y') === 0) : undefined,
      }),
  }) as unknown as AnyModel;
  const loaded = { model, name: model.name, path: import.meta.filename, hash: () => '' };
  const cells = ['one', 'two'].map((text) => ({ parameters: chooseParameters(model.parameters, { text }) }));
  const gaps = await gapsOf(loaded, cells, { workers: 1 });
  t.deepEqual(
    gaps.lines.map(({ name }) => name),
    ['p.load', 'p.look'],
  );
  const question = new Question(loaded, { gaps });
  const [cell] = question.cells;
  t.is(cell && question.parametersText(0b11, cell), 'fenceBefore=p.load');
});

test('a cell that was not explored fully may have other gaps, and the result says so', async (t) => {
  const model = modelOf(
    defineSystem(locations, memory).process('p', {
      store: (s) => s.store('x', 1),
      load: (s) => s.when(s.load('y') === 0),
    }),
  );
  t.is((await gapsIn(model)).gaps.stopped, undefined);
  t.is((await gapsIn(model, { statesMax: 1 })).gaps.stopped, 'max-states');
  const full = modelOf(
    defineSystem(locations, { memory: 'tso', buffer: 1 }).process('p', {
      x: (s) => s.store('x', 1),
      y: (s) => s.store('y', 1),
    }),
  );
  t.is((await gapsIn(full)).gaps.stopped, 'store-buffer-full');
});

test('labels become words that need no quotes, and a fence in front of no step is E_PARAMETER', async (t) => {
  const model = modelOf(
    defineSystem({ x: replicated(2, shared(0)) }, memory).process('p', {
      'store x, then y': (s) => s.store('x', 0, 1),
      größe: (s) => s.store('x', 1, 1),
    }),
  );
  const build = (fenceBefore: readonly string[]) =>
    instantiate(model, chooseParameters(model.parameters, { fenceBefore }));
  t.is(build(['p.größe', 'p.store-x-then-y']).origin, 'm fenceBefore=p.größe,p.store-x-then-y');
  t.is(build([]).origin, 'm');
  t.is((await userError(() => build(['p.store']))).code, 'E_PARAMETER');
});

test('no model declares a parameter of that name', async (t) => {
  const { code } = await userError(() =>
    defineModel({
      name: 'm',
      title: 't',
      parameters: { fenceBefore: variant('a') },
      build: () => defineSystem({ a: 0 }),
    }),
  );
  t.is(code, 'E_MODEL');
});

test('a thread that waits behind a placed fence keeps its CPU', async (t) => {
  const thread = { cpu: 'c', preemptible: false };
  const model = modelOf(
    defineSystem({ ...locations, isInside: false, seen: false }, memory)
      .process(
        'a',
        {
          store: (s) => s.set('isInside', true).store('x', 1),
          load: (s) => s.when(s.load('y') === 0)?.set('isInside', false),
        },
        thread,
      )
      .process('b', { look: (s) => s.set('seen', s.get('isInside')) }, thread)
      .invariant('whole', 'b does not run between the steps of a', (s) => !s.get('seen')),
  );
  for (const fenceBefore of [[], ['a.load']]) {
    const parameters = chooseParameters(model.parameters, { fenceBefore });
    const { verdict } = await checkSystem(instantiate(model, parameters), { model: 'm', parameters }, { workers: 1 });
    t.is(verdict, 'holds', fenceBefore.join());
  }
});
