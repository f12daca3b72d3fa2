/** Each seeded bug (test/full/seeded-bugs.full.ts) replaces a text that occurs in its file exactly once. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { SEEDED_BOTH_BUGS } from '../helpers/seeded-both-bugs.ts';
import { SEEDED_BUGS, SEEDED_PART_BUGS, SEEDED_SYMMETRY_BUGS } from '../helpers/seeded-bugs.ts';
import { SEEDED_CHOICE_BUGS } from '../helpers/seeded-choice-bugs.ts';
import { SEEDED_ORDER_BUGS } from '../helpers/seeded-order-bugs.ts';

const ALL = [
  ...SEEDED_BUGS,
  ...SEEDED_PART_BUGS,
  ...SEEDED_SYMMETRY_BUGS,
  ...SEEDED_CHOICE_BUGS,
  ...SEEDED_ORDER_BUGS,
  ...SEEDED_BOTH_BUGS,
];

for (const { what, file, text, instead } of ALL) {
  test(`${file} has the text once in which ${what}`, (t) => {
    const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    t.is(source.split(text).length - 1, 1, text);
    t.not(text, instead);
  });
}
