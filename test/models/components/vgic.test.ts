import test from 'ava';
import { List } from 'immutable';
import { ListRegister, unlink, VgicIrq } from '../../../models/components/vgic.ts';

// Linux virt/kvm/arm/vgic/vgic.c, irq_is_pending(): "if (irq->config == VGIC_CONFIG_EDGE) return irq->pending_latch; else
// return irq->pending_latch || irq->line_level;"
test('an edge interrupt is pending by its latch alone, a level one by its latch or its line', (t) => {
  t.false(new VgicIrq({ line: true }).isPending());
  t.true(new VgicIrq({ latch: true }).isPending());
  t.true(new VgicIrq({ level: true, line: true }).isPending());
  t.true(new VgicIrq({ level: true, latch: true }).isPending());
});

// vgic_target_oracle(): "If the interrupt is active, it must stay on the current vcpu"; "If the irq is not active but enabled
// and pending, we should direct it to its configured target VCPU. If the distributor is disabled, pending interrupts
// shouldn't be forwarded."
test('an active interrupt belongs where it is listed, and to its target if it is nowhere', (t) => {
  const active = new VgicIrq({ act: true, tgt: 1, on: 0 });
  t.is(active.belongsTo(true, true), 0);
  t.is(active.belongsTo(false, true), 0, 'the distributor has no say');
  t.is(active.set('on', null).belongsTo(true, true), 1);
  t.is(active.belongsTo(true, false), 1, 'without the rule');
});

test('a pending interrupt belongs to its target while it and the distributor are enabled, another one to nobody', (t) => {
  const pending = new VgicIrq({ latch: true, tgt: 1 });
  t.is(pending.belongsTo(true, true), 1);
  t.is(pending.belongsTo(false, true), null);
  t.is(pending.set('en', false).belongsTo(true, true), null);
  t.is(pending.set('latch', false).belongsTo(true, true), null);
  t.is(pending.set('tgt', null).belongsTo(true, true), null);
});

// vgic_v2_fold_lr_state(): "Edge is the only case where we preserve the pending bit"; "Clear soft pending state when level
// irqs have been acked."
test('a fold puts an edge that the guest has not taken back into the latch, and clears it for a level one that it has', (t) => {
  t.true(new VgicIrq().fold(new ListRegister({ p: true })).latch);
  t.false(new VgicIrq().fold(new ListRegister({ p: true }), { keepsLatch: false }).latch);
  t.true(
    new VgicIrq({ latch: true }).fold(new ListRegister({ a: true })).latch,
    'an edge that came in meanwhile stays',
  );
  t.false(new VgicIrq({ level: true, latch: true }).fold(new ListRegister({ a: true })).latch);
  t.true(new VgicIrq({ level: true, latch: true }).fold(new ListRegister({ p: true })).latch);
  t.true(new VgicIrq().fold(new ListRegister({ a: true })).act);
  t.false(new VgicIrq({ act: true }).fold(new ListRegister()).act);
});

// vgic_v2_populate_lr(): "if (irq->config == VGIC_CONFIG_EDGE) irq->pending_latch = false;"
test('a flush takes an edge out of the latch', (t) => {
  t.false(new VgicIrq({ latch: true }).flush().latch);
  t.true(new VgicIrq({ latch: true }).flush({ clearsLatch: false }).latch);
  t.true(new VgicIrq({ level: true, latch: true }).flush().latch);
  t.true(new VgicIrq({ latch: true, act: true }).register(3).equals(new ListRegister({ k: 3, p: true, a: true })));
});

// ARM IHI 0048B, 5.3.8: the State field of GICH_LR: 00 invalid, 01 pending, 10 active, 11 pending and active.
test('a list register goes from pending by acknowledge to active and by end to invalid', (t) => {
  const active = new ListRegister({ k: 1, p: true }).acknowledge();
  t.true(active.equals(new ListRegister({ k: 1, a: true })));
  t.true(active.isValid());
  t.false(active.end().isValid());
  t.true(new ListRegister({ k: 1, p: true, a: true }).end().isValid(), 'pending is left');
});

test('unlinking takes one occurrence', (t) => {
  t.deepEqual(unlink(List([0, 1, 0]), 0).toArray(), [1, 0]);
  t.deepEqual(unlink(List([1]), 0).toArray(), [1]);
});
