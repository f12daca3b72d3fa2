/** The formats of a trace: its readers can parse it, with any names and values. */
import test from 'ava';
import { defineSystem, value } from 'everywhen';
import { Map as ImmutableMap, Set as ImmutableSet, List, Record } from 'immutable';
import mermaid from 'mermaid';
import stringWidth from 'string-width';
import type { Counterexample } from '../../src/check/counterexample.ts';
import { formatted, TRACE_FORMATS, type TraceFormat } from '../../src/trace/format.ts';
import { fromItf, toItf } from '../../src/trace/formats/itf.ts';
import type { SavedTrace } from '../../src/trace/saved-trace.ts';
import { columnsOf } from '../../src/trace/text.ts';
import { checked, property, systemOf } from '../helpers/explored.ts';

class Page extends Record({ bit: false, owner: null as string | null }) {}

/** A race of two threads; then a clock that ticks for ever. */
const builder = defineSystem(
  {
    page: new Page(),
    irr: value<ImmutableSet<number>>(ImmutableSet()),
    list: value<List<string>>(List()),
    map: value<ImmutableMap<string, number>>(ImmutableMap()),
    big: 1n,
    half: 0.5,
    time: 0,
    both: false,
  },
  { deadlock: 'allowed' },
)
  .processes('thread', 2, {
    raise: (s) =>
      s
        .update('irr', (irr) => irr.add(s.index + 48))
        .update('list', (list) => list.push(`t${s.index}`))
        .update('map', (map) => map.set('last', s.index)),
    mark: (s) =>
      s
        .set('page', new Page({ bit: true, owner: s.process }))
        .set('big', 2n ** 70n)
        .set('half', 0.25),
  })
  .rules('clock', { tick: (s) => s.when(s.get('irr').size === 2)?.update('time', (time) => 1 - time) })
  .invariant('P', 'only one is raised', (s) => s.get('irr').size < 2)
  .eventually('E', 'never', (s) => s.get('both'));
const columns = columnsOf(systemOf(builder));

async function saved(id: 'P' | 'E'): Promise<SavedTrace> {
  const { counterexample } = property(await checked(builder), id);
  return { model: 'test', parameters: {}, property: id, counterexample: counterexample as Counterexample };
}

test('kernel style has a column for each process, and is at most 75 characters wide', async (t) => {
  t.is(
    `\n${formatted('kernel', await saved('P'), columns).join('\n')}\n`,
    `
  thread[0]                            thread[1]
  ---------                            ---------
  raise
  [irr {} -> {48}]
  [list + t0]
  [map[last] + 0]
                                       raise
                                       [irr {48} -> {48, 49}]
                                       [list + t1]
                                       [map[last] 0 -> 1]
`,
  );
  for (const id of ['P', 'E'] as const) {
    t.true(formatted('kernel', await saved(id), columns).every((line) => stringWidth(line) <= 75));
  }
  t.true(formatted('kernel', await saved('E'), columns).includes('  [for ever:]'));
});

test('with more processes than columns, kernel style names the process of each step', async (t) => {
  const many = defineSystem({ n: 0 }, { deadlock: 'allowed' })
    .processes('p', 6, { 'count one up': (s) => s.update('n', (n) => n + 1) })
    .invariant('P', 'not all', (s) => s.get('n') < 6);
  const { counterexample } = property(await checked(many), 'P');
  const trace = { model: 'test', parameters: {}, property: 'P', counterexample: counterexample as Counterexample };
  const lines = formatted('kernel', trace, columnsOf(systemOf(many)));
  t.is(lines[0], '  p[0]: count one up');
  t.is(lines.at(-2), '  p[5]: count one up');
});

for (const id of ['P', 'E'] as const) {
  test(`a trace of ${id} is a sequence diagram to Mermaid`, async (t) => {
    const { diagramType } = await mermaid.parse(formatted('mermaid', await saved(id), columns).join('\n'));
    t.is(diagramType, 'sequence');
  });

  test(`a trace of ${id} is the same after a round trip through ITF`, async (t) => {
    const trace = await saved(id);
    t.deepEqual(fromItf(JSON.parse(JSON.stringify(toItf(trace)))), trace);
  });
}

test('ITF has a state for each moment, with its own forms of sets, maps, sequences and large numbers, and loops', async (t) => {
  const { counterexample } = await saved('E');
  const itf = toItf(await saved('E')) as { readonly vars: string[]; readonly states: never[]; readonly loop: number };
  t.is(itf.states.length, counterexample.steps.length + 1);
  t.is(itf.loop, counterexample.cycleStart as number);
  t.deepEqual(itf.vars, Object.keys(counterexample.initial));
  const last = itf.states.at(-1) as unknown as { readonly [name: string]: unknown };
  t.deepEqual(last['irr'], { '#set': [48, 49] });
  t.deepEqual(last['list'], ['t0', 't1']);
  t.deepEqual(last['map'], { '#map': [['last', 1]] });
  t.deepEqual(last['big'], { '#bigint': String(2n ** 70n) });
});

test('ShiViz reads each event with the host and clock of its default expression', async (t) => {
  const log = formatted('shiviz', await saved('E'), columns).join('\n');
  const events = [...log.matchAll(/(?<event>.*)\n(?<host>\S*) (?<clock>{.*})/g)];
  t.is(events.length, (await saved('E')).counterexample.steps.length);
  const seen = new Map<string, number>();
  for (const { groups } of events) {
    const { host = '', clock = '' } = groups ?? {};
    const time: { [host: string]: number } = JSON.parse(clock);
    // A host's own time increases by one at each of its events, and no host's time decreases.
    t.is(time[host], (seen.get(host) ?? 0) + 1);
    for (const [other, at] of seen) t.true((time[other] ?? 0) >= at);
    seen.set(host, time[host] as number);
  }
});

const HOSTILE = '<script>alert(1)</script>\u001b[31m;#"%%{init}%%\nend\r\u0000\u009b31m\u202e\u2028\ud800';
test('names and values that are syntax elsewhere are inert in every format', async (t) => {
  const hostile: Counterexample = {
    initial: { [HOSTILE]: HOSTILE, [`${HOSTILE}2`]: 'x'.repeat(2_000_000) },
    steps: [
      { process: HOSTILE, label: HOSTILE, tag: 'system', changes: { [HOSTILE]: [HOSTILE, `${HOSTILE}!`] } },
      { process: 'p', label: 'participant', tag: 'system', changes: {} },
    ],
    cycleStart: 1,
  };
  const trace = { model: 'test', parameters: {}, property: 'P', counterexample: hostile };
  for (const format of TRACE_FORMATS satisfies readonly TraceFormat[]) {
    const lines = formatted(format, trace, new Map());
    t.true(
      lines.every((line) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(line)),
      format,
    );
  }
  const diagram = formatted('mermaid', trace, new Map());
  t.false(diagram.some((line) => line.includes('<script>')));
  t.is((await mermaid.parse(diagram.join('\n'))).diagramType, 'sequence');
  t.deepEqual(fromItf(JSON.parse(formatted('itf', trace, new Map()).join('\n'))), trace);
});
