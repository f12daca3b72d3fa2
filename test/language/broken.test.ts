/** Steps and systems that break a rule: each ends with one error that says what, where and why. */
import test from 'ava';
import { defineSystem, ghost, replicated, value } from 'everywhen';
import { Set as ImmutableSet, List, Record } from 'immutable';
import { checked, userError } from '../helpers/explored.ts';

// Models in JavaScript, or compiled without types, meet these at run time.
// biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse is meant here.
type Untyped = any;
const untyped = (components: Untyped): Untyped => defineSystem(components);

class Mutable {
  n = 0;
  equals(other: unknown): boolean {
    return other instanceof Mutable && other.n === this.n;
  }
  hashCode(): number {
    return this.n;
  }
}
class Point extends Record({ x: 0 }) {}

let calls = 0;
const broken: readonly (readonly [what: string, builder: () => unknown, code: string, message: RegExp])[] = [
  [
    'a step that gives two results for the same values',
    () => untyped({ n: 0 }).process('p', { a: (s: Untyped) => s.set('n', ++calls) }),
    'E_IMPURE',
    /^step 'a' of process 'p' \(test\) gave two results for the same values\.$/,
  ],
  [
    'a step that asks for a random number',
    () => untyped({ n: 0 }).process('p', { a: (s: Untyped) => s.set('n', Math.random()) }),
    'E_IMPURE',
    /'a'.*asks for a random number \(Math\.random\)/,
  ],
  [
    'a step that asks for the time',
    () => untyped({ n: 0 }).process('p', { a: (s: Untyped) => s.set('n', Date.now()) }),
    'E_IMPURE',
    /Date\.now/,
  ],
  [
    'a step that makes a new Date',
    () => untyped({ n: 0 }).process('p', { a: (s: Untyped) => s.set('n', new Date().getHours()) }),
    'E_IMPURE',
    /new Date/,
  ],
  [
    'a predicate that asks for the time',
    () =>
      untyped({})
        .process('p', { a: (s: Untyped) => s })
        .invariant('I', '', () => performance.now() > 0),
    'E_IMPURE',
    /invariant 'I'.*performance\.now/,
  ],
  [
    'a step that changes a value in place',
    () =>
      untyped({ v: value<Mutable>(new Mutable()) }).process('p', {
        a: (s: Untyped) => {
          s.get('v').n++;
          return s;
        },
      }),
    'E_MUTATION',
    /'a' of process 'p' \(test\) changes a value in place/,
  ],
  [
    'a step that assigns to a field of a Record',
    () =>
      untyped({ v: new Point() }).process('p', {
        a: (s: Untyped) => {
          s.get('v').x = 1;
          return s;
        },
      }),
    'E_MUTATION',
    /changes a value in place/,
  ],
  [
    'a step that is enabled by a ghost',
    () => untyped({ g: ghost(0) }).process('p', { a: (s: Untyped) => s.when(s.get('g') === 0) }),
    'E_GHOST',
    /'a' of process 'p' \(test\): depends on the ghost 'g'/,
  ],
  [
    'a step that writes what a ghost says',
    () => untyped({ g: replicated(2, ghost(0)), n: 0 }).process('p', { a: (s: Untyped) => s.set('n', s.get('g', 1)) }),
    'E_GHOST',
    /ghost 'g\[1\]'/,
  ],
  [
    'a value that is NaN',
    () => untyped({ n: 0 }).process('p', { a: (s: Untyped) => s.set('n', Number('x')) }),
    'E_VALUE',
    /^step 'a' of process 'p' \(test\) stores NaN in component 'n'\.$/,
  ],
  [
    'a plain array',
    () => untyped({ n: 0 }).process('p', { a: (s: Untyped) => s.set('n', [1]) }),
    'E_VALUE',
    /stores an array in component 'n'/,
  ],
  [
    'a mutable collection',
    () => untyped({ n: List() }).process('p', { a: (s: Untyped) => s.set('n', s.get('n').asMutable().push(1)) }),
    'E_VALUE',
    /a mutable collection/,
  ],
  [
    'a plain object deep inside',
    () => untyped({ n: List() }).process('p', { a: (s: Untyped) => s.set('n', List([ImmutableSet([{ a: 1 }])])) }),
    'E_VALUE',
    /a plain object/,
  ],
  [
    'a bad value in a local',
    () => untyped({}).process('p', { a: (s: Untyped) => s.set('l', undefined) }, { locals: { l: 0 } }),
    'E_VALUE',
    /undefined in component 'p\.l'/,
  ],
  [
    'a bad value as a parameter',
    () =>
      untyped({})
        .procedure('f', { x: 0 }, { F: (s: Untyped) => s })
        .process('p', { a: (s: Untyped) => s.call('f', { x: Number.NaN }) }),
    'E_VALUE',
    /NaN in parameter 'x'/,
  ],
  [
    'a bad initial value',
    () => untyped({ n: Number.NaN }).process('p', { a: (s: Untyped) => s }),
    'E_VALUE',
    /component 'n' \(test\) starts as NaN/,
  ],
  [
    'a goto to an unknown label',
    () => untyped({}).process('p', { a: (s: Untyped) => s.goto('b') }),
    'E_LABEL',
    /goes to label 'b', which process 'p' does not have/,
  ],
  [
    'a goto out of a procedure',
    () =>
      untyped({})
        .procedure('f', {}, { F: (s: Untyped) => s.goto('a') })
        .process('p', { a: (s: Untyped) => s.call('f', {}) }),
    'E_LABEL',
    /goes to label 'a', which procedure 'f' does not have/,
  ],
  [
    'a call of an unknown procedure',
    () => untyped({}).process('p', { a: (s: Untyped) => s.call('f', {}) }),
    'E_LABEL',
    /procedure 'f', which is not declared before it/,
  ],
  [
    'an unknown parameter',
    () =>
      untyped({})
        .procedure('f', {}, { F: (s: Untyped) => s })
        .process('p', { a: (s: Untyped) => s.call('f', { x: 1 }) }),
    'E_COMPONENT',
    /unknown parameter 'x'/,
  ],
  [
    'a label like an array index',
    () => untyped({}).process('p', { 0: (s: Untyped) => s }),
    'E_LABEL',
    /label named '0', which looks like an array index/,
  ],
  [
    'an alternative like an array index',
    () => untyped({}).process('p', { a: { 1: (s: Untyped) => s } }),
    'E_LABEL',
    /alternative of label 'a' named '1'/,
  ],
  [
    'an outcome like an array index',
    () => untyped({}).process('p', { a: (s: Untyped) => s.choose({ 2: s }) }),
    'E_LABEL',
    /outcome named '2'/,
  ],
  ['a label named halted', () => untyped({}).process('p', { halted: (s: Untyped) => s }), 'E_LABEL', /'halted'/],
  ['a process without labels', () => untyped({}).process('p', { a: undefined }), 'E_LABEL', /has no labels/],
  [
    'an alternative that is no step',
    () => untyped({}).process('p', { a: { b: 3 } }),
    'E_LABEL',
    /alternative 'b' of label 'a'/,
  ],
  [
    'an alternative with the name of a tag',
    () => untyped({}).process('p', { a: { system: (s: Untyped) => s, b: (s: Untyped) => s } }),
    'E_LABEL',
    /alternative 'system'/,
  ],
  [
    'a component never declared',
    () => untyped({ lock: 0 }).process('p', { a: (s: Untyped) => s.get('lok') }),
    'E_COMPONENT',
    /no component 'lok' is declared/,
  ],
  [
    'a component never declared, in a property',
    () =>
      untyped({ lock: 0 })
        .process('p', { a: (s: Untyped) => s })
        .invariant('I', '', (s: Untyped) => s.get('lok')),
    'E_COMPONENT',
    /^invariant 'I' \(test\): no component 'lok'/,
  ],
  [
    'a replica that does not exist',
    () => untyped({ irr: replicated(2, 0) }).process('p', { a: (s: Untyped) => s.set('irr', 2, 1) }),
    'E_INDEX',
    /'irr' has no replica \[2\]/,
  ],
  [
    'a replicated component without an index',
    () => untyped({ irr: replicated(2, 0) }).process('p', { a: (s: Untyped) => s.set('irr', 1) }),
    'E_INDEX',
    /'irr' is replicated/,
  ],
  [
    'the label of a rule set',
    () => untyped({}).rules('r', { a: (s: Untyped) => s.at('r') }),
    'E_COMPONENT',
    /'r' is a rule set/,
  ],
  [
    'a rule that goes to a label',
    () => untyped({}).rules('r', { a: (s: Untyped) => s.halt() }),
    'E_STEP',
    /'r' is a rule set and has none/,
  ],
  [
    'an assertion never declared',
    () => untyped({}).process('p', { a: (s: Untyped) => s.assert('A', true) }),
    'E_SYSTEM',
    /assertion 'A', which is not declared/,
  ],
  [
    'a step that throws',
    () =>
      untyped({}).process('p', {
        a: () => {
          throw new RangeError('boom');
        },
      }),
    'E_STEP',
    /step 'a' of process 'p' \(test\) throws RangeError: boom/,
  ],
  [
    'a predicate that throws',
    () =>
      untyped({})
        .process('p', { a: (s: Untyped) => s })
        .invariant('I', '', () => {
          throw new Error('boom');
        }),
    'E_STEP',
    /invariant 'I' \(test\) throws Error: boom/,
  ],
  [
    'a step that returns a value',
    () => untyped({ n: 5 }).process('p', { a: (s: Untyped) => s.get('n') }),
    'E_STEP',
    /returns the number 5/,
  ],
  ['a step that returns null', () => untyped({}).process('p', { a: () => null }), 'E_STEP', /returns null/],
  [
    'a choice inside a choice',
    () => untyped({}).process('p', { a: (s: Untyped) => s.choose({ x: s.choose({ y: s }) }) }),
    'E_STEP',
    /a choice inside a choice/,
  ],
  [
    'two outcomes of one name',
    () => untyped({}).process('p', { a: (s: Untyped) => s.chooseFrom([1, 1], () => s) }),
    'E_STEP',
    /two outcomes named '1'/,
  ],
  [
    'more outcomes than there is room for',
    () => untyped({}).process('p', { a: (s: Untyped) => s.chooseFrom(Array(16_385).keys(), () => s) }),
    'E_STEP',
    /chooses between more than 16,384 outcomes/,
  ],
  [
    'a property without a predicate',
    () =>
      untyped({})
        .process('p', { a: (s: Untyped) => s })
        .invariant('I', () => true),
    'E_SYSTEM',
    /invariant 'I' has no predicate/,
  ],
  [
    'two processes of one name',
    () =>
      untyped({})
        .process('p', { a: (s: Untyped) => s })
        .rules('p', { a: (s: Untyped) => s }),
    'E_SYSTEM',
    /two declarations of process 'p'/,
  ],
  [
    'two properties of one id',
    () =>
      untyped({})
        .process('p', { a: (s: Untyped) => s })
        .invariant('I', '', () => true)
        .assertion('I', ''),
    'E_SYSTEM',
    /two declarations of property 'I'/,
  ],
  [
    'a local with the name of a component',
    () => untyped({ n: 0 }).process('p', { a: (s: Untyped) => s }, { locals: { n: 0 } }),
    'E_SYSTEM',
    /local 'n' of process 'p' \(test\) has the name of a component/,
  ],
  [
    'a parameter with the name of a component',
    () =>
      untyped({ n: 0 })
        .procedure('f', { n: 0 }, { F: (s: Untyped) => s })
        .process('p', { a: (s: Untyped) => s }),
    'E_SYSTEM',
    /parameter 'n' of procedure 'f' \(test\) has the name of a component/,
  ],
  [
    'a process with the name of a component',
    () => untyped({ p: 0 }).process('p', { a: (s: Untyped) => s }),
    'E_SYSTEM',
    /component 'p' and process 'p' \(test\) have one name\.$/,
  ],
  [
    'a local that is written like a component',
    () => untyped({ 'p.n': 0 }).process('p', { a: (s: Untyped) => s }, { locals: { n: 0 } }),
    'E_SYSTEM',
    /component 'p\.n' and local 'p\.n' \(test\) have one name\.$/,
  ],
  [
    'a component with the name that Everywhen gives a place that was reached',
    () =>
      untyped({ reached: 0 })
        .unreachable('U', '')
        .process('p', { a: (s: Untyped) => s }),
    'E_SYSTEM',
    /component 'reached' and the unreachable place 'reached' \(test\) have one name\.$/,
  ],
  [
    'a ghost among the locals of a procedure',
    () =>
      untyped({})
        .procedure('f', { g: ghost(0) }, { F: (s: Untyped) => s })
        .process('p', { a: (s: Untyped) => s }),
    'E_SYSTEM',
    /cannot be a ghost/,
  ],
];
for (const [what, builder, code, message] of broken) {
  test(`${what} is ${code}`, async (t) => {
    const error = await userError(() => checked(builder()));
    t.is(error.code as string, code);
    t.regex(error.message, message);
  });
}

test('what a step may not ask for is itself again after a run', async (t) => {
  await checked(untyped({}).process('p', { a: (s: Untyped) => s }));
  t.is(typeof Math.random(), 'number');
  t.true(Date.now() > 0 && performance.now() > 0 && new Date() instanceof Date);
});

test('a date that is given its time is a value like any other', async (t) => {
  const report = await checked(
    untyped({ n: 0 }).process('p', { a: (s: Untyped) => s.set('n', new Date(7).getTime()) }),
  );
  t.is(report.verdict, 'holds');
});
