import test from 'ava';
import fc from 'fast-check';
import { inert, inertJson, inertLine, renderError, shortened, UserError } from '../src/errors.ts';

test('no text commands a terminal, once it is inert', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(inertLine(text))),
    { examples: [['\u001b[2J\u009b31m\u202e\u2028\r\n\ufeff']] },
  );
  t.is(inertLine('a\u001b[31m\nb\u202ec'), 'a\\u{1b}[31m\\nb\\u{202e}c');
  t.is(inert('a\nb'), 'a\nb');
});

test('inert text can be written as UTF-8 and comes back as it was', (t) => {
  const text = inertLine('\ud800 \udc00 \u{1f600}');
  t.is(Buffer.from(text, 'utf8').toString('utf8'), text);
  t.is(text, '\\u{d800} \\u{dc00} \u{1f600}');
});

test('inert JSON is the same value', (t) => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = inertJson(value);
      t.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      return !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
    }),
    { examples: [[{ '\u{e0001}\u009b': '\u202e\u007f\n' }]] },
  );
});

test('a long text is cut with a mark that says how much is left out', (t) => {
  t.is(shortened('x'.repeat(500)), 'x'.repeat(500));
  t.is(shortened('x'.repeat(1_000_500)), `${'x'.repeat(500)}… [1,000,000 more characters]`);
});

test('an error that quotes a megabyte is still a page', (t) => {
  const text = renderError(new UserError('E_TRACE', `no '${'x'.repeat(2 ** 20)}\u001b[2J'`, { next: 'everywhen' }));
  t.true(text.length < 7000);
  t.regex(text, /more characters\]\n {9}everywhen$/);
});
