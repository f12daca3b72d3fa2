import test from 'ava';
import fc from 'fast-check';
import { EVERYTHING, isMeant, parseRoute, type Route, routeText } from '../../src/page/route.ts';

const name = fc.string({ unit: 'grapheme' });
const route: fc.Arbitrary<Route> = fc.oneof(
  fc.record({
    view: fc.constant('matrix' as const),
    filter: fc.record({
      verdict: fc.constantFrom('all', 'holds', 'violated', 'inconclusive'),
      unexpectedOnly: fc.boolean(),
      model: name,
      property: name,
      search: name,
    }),
  }),
  fc.record(
    {
      view: fc.constant('explore' as const),
      model: name,
      variant: name,
      scenario: name,
      path: fc.constantFrom('', '0', '7:', '7:0/12/3'),
    },
    { requiredKeys: ['view', 'model', 'variant', 'scenario', 'path'] },
  ),
  fc.record({
    view: fc.constant('explore' as const),
    model: name,
    variant: name,
    scenario: name,
    path: fc.constant(''),
    from: fc.record({ property: name, moment: fc.nat({ max: 999_999_999 }), number: fc.nat({ max: 1000 }) }),
  }),
  fc.record(
    {
      view: fc.constant('cell' as const),
      model: name,
      variant: name,
      scenario: name,
      trace: fc.record(
        {
          property: name,
          moment: fc.nat({ max: 999_999_999 }),
          number: fc.nat({ max: 1000 }),
          beside: fc.record(
            { variant: name, scenario: name, property: name, without: fc.constant(true) },
            { requiredKeys: ['variant', 'scenario', 'property'] },
          ),
        },
        { requiredKeys: ['property', 'moment', 'number'] },
      ),
    },
    { requiredKeys: ['view', 'model', 'variant', 'scenario'] },
  ),
);

test('every place has an address that leads back to it', (t) => {
  fc.assert(
    fc.property(route, (place) => {
      const text = routeText(place);
      t.regex(text, /^#\/[\x21-\x7e]*$/);
      t.deepEqual(parseRoute(text), place);
    }),
  );
});

test('a name with a lone surrogate has an address that refers to it', (t) => {
  const address = routeText({ view: 'cell', model: 'a\ud800', variant: '', scenario: '' });
  const place = parseRoute(address);
  t.true(place.view === 'cell' && isMeant('a\ud800', place.model));
  t.false(isMeant('b\ud800', 'a\ud800'));
});

test('every address shows some page', (t) => {
  fc.assert(fc.property(fc.string(), (text) => parseRoute(text) !== undefined));
  t.deepEqual(parseRoute('#/nothing/like/that'), { view: 'matrix', filter: EVERYTHING });
  t.deepEqual(parseRoute('#/?verdict=perhaps'), { view: 'matrix', filter: EVERYTHING });
  t.deepEqual(parseRoute('#/cell/a/b%E0/c/P/-1'), {
    view: 'cell',
    model: 'a',
    variant: 'b%E0',
    scenario: 'c',
    trace: { property: 'P', moment: 0, number: 0 },
  });
});
