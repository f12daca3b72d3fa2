/** The evidence beside traces: what steps and claims read, how claims stand, and where all of it is written. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { check } from '../../../src/check/check.ts';
import type { Report } from '../../../src/check/report.ts';
import { type AnyModel, instantiate } from '../../../src/language/model.ts';
import { chooseParameters } from '../../../src/language/parameter.ts';
import { loadModel } from '../../../src/load/load-model.ts';
import type { TraceEvidence } from '../../../src/page/evidence.ts';
import { EvidenceMaker } from '../../../src/report/evidence/evidence.ts';
import { evidenceViewOf } from '../../../src/report/evidence/evidence-view.ts';
import { shownFile } from '../../../src/report/evidence/source-places.ts';
import { sourceText } from '../../../src/report/evidence/source-text.ts';
import { folderWith } from '../../helpers/files.ts';

const MODEL = `import { defineModel, defineSystem } from 'everywhen';

type Counted = { get(name: 'n' | 'other'): number };

export default defineModel({
  name: 'counter',
  title: 'a counter',
  parameters: {},
  build: () =>
    defineSystem({ n: 0, other: 7, unread: 1 }, { deadlock: 'allowed' })
      .process('p', {
        add: (s) => s.update('n', (n) => n + 1).set('other', 7),
        back: (s) => s.when(s.get('other') === 7)?.update('n', (n) => n - 1),
      }, { end: 'loop' })
      .process('idle', { wait: (s) => s.when(s.get('n') === 1)?.set('unread', 2) }, { end: 'loop', fairness: 'none' })
      .invariant('zero', 'n is 0', (s: Counted) =>
        s.get('n') === 0 || s.get('other') < 0)
      .stepInvariant('up', 'n never decreases', (before, after) => after.get('n') >= before.get('n'))
      .leadsTo('two', 'one becomes two', (s) => s.get('n') === 1, (s) => s.get('n') === 2),
});
`;
/** The line of a text of the model, counted from 1. */
const lineOf = (text: string) => MODEL.slice(0, MODEL.indexOf(text)).split('\n').length;

async function evidenceOf(t: ExecutionContext): Promise<{ report: Report; evidence: Record<string, TraceEvidence> }> {
  const folder = folderWith(t, { 'counter.ts': MODEL });
  const { model } = await loadModel(join(folder, 'counter.ts'));
  const report = await check(model as AnyModel, {});
  const system = instantiate(model, chooseParameters(model.parameters, {}), 'counter');
  const maker = new EvidenceMaker(folder);
  const all = maker.of(report, evidenceViewOf(system));
  maker.end();
  const first = Object.entries(all).map(([id, [one]]) => [id, one as TraceEvidence] as const);
  return { report, evidence: Object.fromEntries(first) };
}

test('a predicate is shown as its author wrote it, with its place, and with what it read where it fails', async (t) => {
  const { evidence } = await evidenceOf(t);
  const { why, places } = evidence['zero'] as TraceEvidence;
  const [predicate] = why.functions;
  t.is(predicate?.text, "(s: Counted) =>\n  s.get('n') === 0 || s.get('other') < 0");
  t.like(places[predicate?.place ?? -1], { file: 'counter.ts', line: lineOf('(s: Counted) =>') });
  t.deepEqual(predicate?.seen, [{ moment: 1, reads: ['n', 'other'], result: false }]);
});

test('a claim about a step says what it read before and what after', async (t) => {
  const { report, evidence } = await evidenceOf(t);
  const steps = report.properties.find(({ id }) => id === 'up')?.counterexample?.steps.length ?? 0;
  t.true(steps >= 2);
  t.deepEqual(evidence['up']?.why.functions[0]?.seen, [
    { moment: steps - 1, reads: ['n'] },
    { moment: steps, reads: ['n'], result: false },
  ]);
});

test('a step says where it is written, what it read, and what it wrote that stayed equal', async (t) => {
  const { evidence } = await evidenceOf(t);
  const { steps = [], places } = evidence['zero'] as TraceEvidence;
  t.is(steps.length, 1);
  t.deepEqual(steps[0]?.reads, ['n']);
  t.deepEqual(steps[0]?.kept, ['other']);
  t.like(places[steps[0]?.place ?? -1], { file: 'counter.ts', line: lineOf('add: (s)') });
});

test('a lasso says from where on it is due, and which process takes no step', async (t) => {
  const { report, evidence } = await evidenceOf(t);
  const trace = report.properties.find(({ id }) => id === 'two')?.counterexample;
  const { why, claims = [] } = evidence['two'] as TraceEvidence;
  // n becomes 1 with the first step, and never 2.
  t.is(why.owedFrom, 1);
  t.is(trace?.steps[0]?.label, 'add');
  t.deepEqual(
    why.functions.map(({ role }) => role),
    ['its left side', 'its right side'],
  );
  const starved = why.starves?.find(({ process }) => process === 'idle');
  t.like(starved, { fairness: 'none' });
  t.true((starved?.enabled ?? 0) > 0);
  // After the first step n is 1: the invariant fails there, and the other is still owed.
  const at = (id: string) => claims.find((claim) => claim.id === id)?.at ?? '';
  t.is(at('zero').slice(0, 2), 'hv');
  t.is(at('two').slice(0, 2), '-o');
  t.is(at('zero').length, (trace?.steps.length ?? 0) + 1);
});

test('a place is relative to the working directory, or to its package: no folder of the sender is named', (t) => {
  const root = pathToFileURL('/users/someone/models').pathname;
  t.is(shownFile('/users/someone/models/sub/queue.ts', root), 'sub/queue.ts');
  t.is(shownFile('/users/another/queue.ts', root), 'queue.ts');
  t.is(shownFile('/users/someone/models/.build/of-0a1b2c3d4e5f6789/models/queue.js', root), 'dist/models/queue.js');
  const own = new URL('../../../models/classics/locked-queue.ts', import.meta.url).pathname;
  t.is(shownFile(own, root), 'everywhen/models/classics/locked-queue.ts');
});

test('the text of another file is not taken for the source of a function', (t) => {
  const own = '(s        ) => s.get(1)';
  t.is(sourceText('const f = (s: number) => s.get(1);', { line: 0, column: 10, own })?.text, '(s: number) => s.get(1)');
  t.is(sourceText('const f = (s: number) => s.get(2);', { line: 0, column: 10, own }), undefined);
  t.is(sourceText('short', { line: 7, column: 10, own }), undefined);
});
