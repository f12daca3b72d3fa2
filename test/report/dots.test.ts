import test from 'ava';
import { Dots } from '../../src/report/list/dots.ts';
import type { FinishedCell } from '../../src/report/reporter.ts';
import { cell, counter } from '../helpers/runs.ts';

async function shown(
  finished: (cells: Record<'fine' | 'surprising' | 'open', FinishedCell['cell']>) => readonly Partial<FinishedCell>[],
) {
  const report = await counter(2);
  const cells = {
    fine: cell(report),
    surprising: cell(report, { surprises: ['No.'] }),
    open: cell(report, { verdict: 'inconclusive', stopped: 'timeout' }),
  };
  let text = '';
  const dots = new Dots({
    write: (piece) => {
      text += piece;
    },
  });
  for (const one of finished(cells)) dots.add({ model: 'a', cell: cells.fine, position: 0, cells: 0, ...one });
  dots.end();
  return text;
}

test('a dot is a cell as expected, a letter one that is not, in the order of declaration', async (t) => {
  t.is(
    await shown(({ surprising, open }) => [
      { position: 3, model: 'b' },
      { position: 1, cell: surprising },
      { position: 0 },
      { position: 4, model: 'b', cell: open },
      { position: 2 },
    ]),
    'a\n.U.\nb\n.?\n\n',
  );
});

test('cells that wait for a cell that never ends are shown at the end', async (t) => {
  t.is(await shown(({ open }) => [{ position: 0 }, { position: 3 }, { position: 2, cell: open }]), 'a\n.?.\n\n');
});

test('a line is as wide as all lines', async (t) => {
  const text = await shown(() => Array.from({ length: 250 }, (_, position) => ({ position })));
  t.deepEqual(
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.length),
    [1, 100, 100, 50],
  );
});

test('of no cells nothing is shown, and a hostile name is inert', async (t) => {
  t.is(await shown(() => []), '');
  t.is(await shown(() => [{ model: '\u001b[2J\n::error::x' }]), '\\u{1b}[2J\\n::error::x\n.\n\n');
});
