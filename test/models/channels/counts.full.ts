/** Published numbers of states and transitions of larger sizes of the models that meet on channels (BEEM). */
import test from 'ava';
import { check } from 'everywhen';
import iprotocol from './iprotocol.ts';
import trainGate from './train-gate.ts';

test.serial('train-gate with 8 trains has its published counts', async (t) => {
  const { statistics } = await check(trainGate, { N: 8 }, { reduce: 'none' });
  t.like(statistics, { states: 5_904_140, transitions: 12_528_772 });
});

test.serial('iprotocol with a window of 5 and 10 sequence numbers has its published counts', async (t) => {
  const { statistics } = await check(iprotocol, { W: 5, SEQ: 10 }, { reduce: 'none' });
  t.like(statistics, { states: 31_071_582, transitions: 104_572_634 });
});
