/** Models that hang, end the process, throw or lie are refused with the name of the step, and with what is true as the exit code. */
import { fileURLToPath } from 'node:url';
import test from 'ava';
import type { DeedName } from '../fixtures/hostile/deeds.ts';
import { everywhenHere } from '../helpers/cli.ts';

const DEEDS = fileURLToPath(new URL('../fixtures/hostile/deeds.ts', import.meta.url));
const ACT = "step 'act' of process 'p' \\([^)]*\\)";
const CLAIM = "invariant 'I' \\([^)]*\\)";

/** Deeds that the evaluation itself refuses. Nothing ends by them that another thread would have to end. */
const REFUSED: readonly (readonly [deed: DeedName, message: string])[] = [
  ['exit', `E_STEP ${ACT}: calls process.exit.`],
  ['exit in claim', `E_STEP ${CLAIM}: calls process.exit.`],
  ['exit in build', 'E_STEP .*: calls process.exit.'],
  ['abort', `E_STEP ${ACT}: calls process.abort.`],
  ['kill', `E_STEP ${ACT}: calls process.kill.`],
  ['recursion', `E_STEP ${ACT} throws RangeError: Maximum call stack size exceeded`],
  ['a string without end', `E_STEP ${ACT} throws RangeError: Invalid string length`],
  ['throw a string', `E_STEP ${ACT} throws a string`],
  ['throw undefined', `E_STEP ${ACT} throws undefined`],
  ['throw null', `E_STEP ${CLAIM} throws null`],
  ['throw a symbol', `E_STEP ${ACT} throws Symbol\\(x\\)`],
  ['throw no error', `E_STEP ${ACT} throws an object that is no error`],
  ['throw an error that throws', `E_STEP ${ACT} throws a value that cannot be shown`],
  ['throw a proxy that throws', `E_STEP ${ACT} throws a value that cannot be shown`],
  ['throw a string in build', 'E_MODEL building .* throws a string'],
  ['promise of a step', `E_STEP ${ACT}: returns a promise.`],
  ['rejected promise of a step', `E_STEP ${ACT}: returns a promise.`],
  ['promise of a claim', `E_PROPERTY ${CLAIM}: its predicate is a promise, and not true or false.`],
  ['rejected promise of a claim', `E_PROPERTY ${CLAIM}: its predicate is a promise, and not true or false.`],
  ['string of a claim', `E_PROPERTY ${CLAIM}: its predicate is the string 'false', and not true or false.`],
  ['nothing of a claim', `E_PROPERTY ${CLAIM}: its predicate is undefined, and not true or false.`],
  ['choose from endlessly many', `E_STEP ${ACT}: chooses between more than 16,384 outcomes.`],
  ['choose from too many', `E_STEP ${ACT}: chooses between more than 16,384 outcomes.`],
];

for (const [deed, message] of REFUSED) {
  test(`${deed}: refused by the engine, the reference, depth first and random walks in the same words`, async (t) => {
    const expected = new RegExp(`^${message}`);
    for (const words of [
      ['check', DEEDS],
      ['check', DEEDS, '--engine', 'reference'],
      ['check', DEEDS, '--order', 'depth-first'],
      ['simulate', DEEDS],
    ]) {
      const { exitCode, stdout, stderr } = await everywhenHere([...words, `variant=${deed}`]);
      t.is(exitCode, 2, words.join(' '));
      t.regex(stderr.replaceAll(/\s+/g, ' '), expected, words.join(' '));
      t.is(stdout, '');
    }
  });
}
