import test from 'ava';
import type { PageCell } from '../../src/page/data/page-data.ts';
import { matches, propertiesOf } from '../../src/page/filtered.ts';
import { EVERYTHING } from '../../src/page/route.ts';

const cell: PageCell = {
  variant: 'FINAL',
  scenario: 'two senders',
  parameters: 'senders=2',
  command: 'everywhen check m senders=2',
  verdict: 'violated',
  violated: ['P10'],
  expected: ['P2'],
  standing: 'inconclusive',
  surprises: ['P10 is violated and was expected to hold.'],
  doubts: [],
};
const model = { name: 'm', title: '', cells: [cell], doubts: [] };

for (const [filter, isShown] of [
  [{}, true],
  [{ verdict: 'violated' }, true],
  [{ verdict: 'holds' }, false],
  // Violated, although not all states were explored.
  [{ verdict: 'inconclusive' }, true],
  [{ unexpectedOnly: true }, true],
  [{ model: 'm' }, true],
  [{ model: 'n' }, false],
  [{ property: 'P10' }, true],
  // A violation that was expected and did not happen is found, too.
  [{ property: 'P2' }, true],
  [{ property: 'P1' }, false],
  [{ search: 'SENDERS final' }, true],
  [{ search: 'two  p10 ' }, true],
  [{ search: 'final three' }, false],
] as const) {
  test(`${JSON.stringify(filter)} ${isShown ? 'selects' : 'leaves out'} a cell with P10 violated and P2 expected`, (t) => {
    t.is(matches(model, cell, { ...EVERYTHING, ...filter }), isShown);
  });
}

test('the properties to choose from are in natural order', (t) => {
  const page = { models: [model, { ...model, name: 'n' }] } as unknown as Parameters<typeof propertiesOf>[0];
  t.deepEqual(propertiesOf(page), ['P2', 'P10']);
});
