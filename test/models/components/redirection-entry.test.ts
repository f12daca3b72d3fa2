import test from 'ava';
import { RedirectionEntry } from '../../../models/components/redirection-entry.ts';

const level = new RedirectionEntry();
const edge = new RedirectionEntry({ trigger: 'edge' });

// 82093AA, 3.2.4, bit 14: "set to 1 when local APIC(s) accept the level interrupt ... reset when an EOI message is received".
test('a level is delivered once and not again before its EOI', (t) => {
  const { entry, delivers } = level.positiveEdge();
  t.true(delivers && entry.remoteIrr);
  t.false(entry.positiveEdge().delivers);
  t.true(entry.endOfInterrupt().positiveEdge().delivers);
});

// The same bit: "This bit is undefined for edge triggered interrupts"; Xen leaves it alone.
test('an edge sets no remote IRR: each one is delivered', (t) => {
  const { entry, delivers } = edge.positiveEdge();
  t.true(delivers);
  t.true(entry.equals(edge));
  t.true(entry.positiveEdge().delivers);
});

// 3.2.4, bit 16: "When this bit is 1, the interrupt signal is masked. Edge-sensitive interrupts signaled on a masked interrupt pin
// are ignored (i.e., not delivered or held pending)."
test('an edge on a masked entry is lost', (t) => {
  const { entry, delivers } = edge.mask().positiveEdge();
  t.false(delivers);
  t.false(entry.unmask(true).delivers);
});

// The same bit: "level-asserts or negates occurring on a masked level-sensitive pin are also ignored". Unmasked, the pin is seen as it
// is then (Xen vioapic_write_redirent).
test('a level on a masked entry is delivered when it is unmasked, if it is still up and not under way', (t) => {
  const { entry, delivers } = level.mask().positiveEdge();
  t.false(delivers || entry.remoteIrr);
  t.true(entry.unmask(true).delivers);
  t.false(entry.unmask(false).delivers);
  t.false(level.positiveEdge().entry.mask().unmask(true).delivers, 'it waits for its EOI');
});

// Xen vioapic_update_EOI: remote IRR is cleared, and the assert count of the GSI is looked at.
test('an EOI of a level that is still up delivers it again, unless the entry is masked', (t) => {
  const ended = level.positiveEdge().entry.endOfInterrupt();
  t.false(ended.remoteIrr);
  const again = ended.resample(true);
  t.true(again.delivers && again.entry.remoteIrr);
  t.false(ended.resample(false).delivers);
  t.false(ended.mask().resample(true).delivers);
  t.false(edge.resample(true).delivers);
});

test('who does not look at remote IRR delivers a level that is under way again', (t) => {
  t.true(level.positiveEdge().entry.positiveEdge({ checksRemoteIrr: false }).delivers);
});
