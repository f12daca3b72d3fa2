import test from 'ava';
import {
  enter,
  Handler,
  interruptsOpen,
  isRunning,
  NO_HANDLER,
  replaceTop,
} from '../../../models/components/interrupt-handlers.ts';

// Intel SDM vol. 3A, 6.8.1: an interrupt gate clears IF on entry; the handler may set it again.
test('interrupts are open outside handlers, closed on entry, and open where the handler opens them', (t) => {
  t.true(interruptsOpen(NO_HANDLER));
  const entered = enter(NO_HANDLER, 'L');
  t.false(interruptsOpen(entered));
  t.true(interruptsOpen(replaceTop(entered, new Handler({ vector: 'L', opened: true }))));
});

test('a nested handler closes them again, and the one below still runs', (t) => {
  const nested = enter(replaceTop(enter(NO_HANDLER, 'L'), new Handler({ vector: 'L', opened: true })), 'H');
  t.false(interruptsOpen(nested));
  t.true(isRunning(nested, 'L') && isRunning(nested, 'H'));
  t.false(isRunning(nested.pop(), 'H'));
});
