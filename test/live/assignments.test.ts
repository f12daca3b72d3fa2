import test from 'ava';
import { assignmentsIn } from '../../src/live/assignments.ts';

test('the text of a cell gives its parameters again, with spaces in their values', (t) => {
  t.deepEqual(assignmentsIn('', ['a']), {});
  t.deepEqual(assignmentsIn('a=1 b=x y, z fix=p,q', ['a', 'b', 'fix']), { a: '1', b: 'x y, z', fix: 'p,q' });
  t.deepEqual(assignmentsIn('a=b=2 fenceBefore=p.read', ['a', 'b']), { a: 'b=2', fenceBefore: 'p.read' });
});
