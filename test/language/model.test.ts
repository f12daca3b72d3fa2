/** Models as a whole: their shape, and building a system of them. */
import test from 'ava';
import { assumptionSet, defaultsOf, defineModel, defineSystem, replicated, sizeRange, variant } from 'everywhen';
import { instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';
import { userError } from '../helpers/explored.ts';

// biome-ignore lint/suspicious/noExplicitAny: models in JavaScript may be anything.
type Untyped = any;

test('a label that a variant leaves out is found missing before anything is explored', async (t) => {
  const model = defineModel({
    name: 'left-out',
    title: 'a goto to a label that a variant leaves out',
    parameters: { variant: variant('whole', 'partial') },
    build: ({ variant }) =>
      defineSystem({}).process('p', { a: (s) => s.goto('b'), b: variant === 'whole' ? (s) => s : undefined }),
  });
  const built = (variant: string) => instantiate(model, chooseParameters(model.parameters, { variant }));
  t.notThrows(() => built('whole'));
  const error = await userError(() => built('partial'));
  t.is(error.code, 'E_LABEL');
  t.regex(error.message, /step 'a' of process 'p' \(left-out variant=partial\): goes to label 'b'/);
});

test('a replica that the initial values do not have is no reason to refuse a model', (t) => {
  const model = defineModel({
    name: 'index',
    title: 'an index that makes sense only later',
    parameters: {},
    build: () =>
      defineSystem({ irr: replicated(2, 0), next: 1 as number }).process('p', {
        a: (s) => s.set('next', 1),
        b: (s) => s.set('irr', s.get('next') + 1, 1).halt(),
      }),
  });
  t.notThrows(() => instantiate(model, {}));
});

test('defaults are the first of several values, the initial of a range, and nothing selected', (t) => {
  const parameters = {
    variant: variant('fixed', 'broken'),
    n: sizeRange({ from: 1, to: 9, initial: 4 }),
    fixes: assumptionSet('a', 'b'),
  };
  t.deepEqual(defaultsOf(parameters), { variant: 'fixed', n: 4, fixes: new Set<'a' | 'b'>() });
});

const shapeless: readonly (readonly [what: string, model: Untyped, message: RegExp])[] = [
  ['a name', { title: '', parameters: {}, build: () => 0 }, /has no name/],
  ['a title', { name: 'n', parameters: {}, build: () => 0 }, /named 'n' has no title/],
  ['parameters', { name: 'n', title: '', build: () => 0 }, /has no parameters/],
  ['a build function', { name: 'n', title: '', parameters: {} }, /has no build function/],
  ['a domain', { name: 'n', title: '', parameters: { size: 3 }, build: () => 0 }, /no domain for its parameter 'size'/],
];
for (const [what, model, message] of shapeless) {
  test(`a model without ${what} is E_MODEL`, async (t) => {
    const error = await userError(() => defineModel(model));
    t.is(error.code, 'E_MODEL');
    t.regex(error.message, message);
  });
}

test('a build function that draws lots is E_IMPURE', async (t) => {
  const model: Untyped = defineModel({
    name: 'dice',
    title: '',
    parameters: {},
    build: () => defineSystem({ n: Math.random() }),
  });
  const error = await userError(() => instantiate(model, {}));
  t.is(error.code, 'E_IMPURE');
  t.regex(error.message, /^dice: asks for a random number/);
});
