import test from 'ava';
import { AssistPage } from '../../../models/components/viridian-assist.ts';

// Hyper-V TLFS 10.3.5: the hypervisor sets "No EOI required"; a guest that finds it set clears it and writes no EOI.
test('an offer is out until the guest clears the bit; then an EOI was avoided', (t) => {
  const offered = new AssistPage().offer('set');
  t.true(offered.isOffered());
  t.false(offered.isCompleted());
  t.true(offered.exchange().isCompleted());
});

test('an offer remembers its vector where the design latches one', (t) => {
  t.is(new AssistPage().offer('H').latch, 'H');
});

// Xen 66bf4ef04869: viridian_ack_apic_assist() crashes the domain where an assist is pending already.
test('nothing may be offered while an earlier offer is out or was not acted on', (t) => {
  const offered = new AssistPage().offer('set');
  t.true(new AssistPage().mayOffer());
  t.false(offered.mayOffer());
  t.false(offered.exchange().mayOffer());
  t.true(offered.withdraw().mayOffer());
});

test('withdrawing takes back bit and latch, forgetting the latch alone', (t) => {
  const offered = new AssistPage().offer('L');
  t.like(offered.withdraw(), { bit: false, latch: null });
  t.like(offered.forget(), { bit: true, latch: null });
});

// Without a mapped page the hypervisor neither offers, withdraws nor notices.
test('a page that is not mapped takes no part', (t) => {
  const unmapped = new AssistPage({ mapped: false, bit: true, latch: 'L' });
  t.false(unmapped.isOffered());
  t.false(unmapped.exchange().isCompleted());
  t.true(unmapped.mayOffer());
  t.true(unmapped.withdraw().equals(unmapped));
  t.true(unmapped.offer('H').equals(unmapped));
});
