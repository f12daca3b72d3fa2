import test from 'ava';
import { IoApicPin } from '../../../models/components/io-apic.ts';

// 82093AA, 3.2.4: "This bit is set to 1 when local APIC(s) accept the level interrupt ... reset when an EOI message is received".
test('a line that goes up is delivered once, and not again before its EOI', (t) => {
  const first = new IoApicPin().assert();
  t.like(first, { delivered: true });
  t.like(first.pin, { line: true, remoteIrr: true });
  const second = first.pin.deassert().assert();
  t.like(second, { delivered: false });
  t.like(second.pin, { line: true, remoteIrr: true });
});

test('an EOI samples the line: down, nothing is delivered any more', (t) => {
  const { pin, delivered } = new IoApicPin().assert().pin.deassert().endOfInterrupt();
  t.false(delivered);
  t.true(pin.equals(new IoApicPin()));
});

test('an EOI samples the line: still up, the interrupt is delivered again', (t) => {
  const { pin, delivered } = new IoApicPin().assert().pin.endOfInterrupt();
  t.true(delivered);
  t.like(pin, { line: true, remoteIrr: true });
});

// Xen vlapic_do_init and the device model: viridian-assist's env.init clears LINE and RIRR.
test('a reset forgets line and remote IRR', (t) => {
  t.true(new IoApicPin({ line: true, remoteIrr: true }).reset().equals(new IoApicPin()));
});
