/**
 * Linux on RISC-V: the address and the data of an MSI are written one after the other while the device sends.
 *
 * 896f8e436f99 "irqchip/riscv-imsic: Special handling for non-atomic device MSI update" (v6 10/10 of 17 February 2025; first
 * merged as 46b9ba2ac090), in drivers/irqchip/irq-riscv-imsic-platform.c and irq-riscv-imsic-state.c. An MSI is a write of
 * the identity (data) to the interrupt file of a hart (address). An interrupt moves from hart 0, identity 0 to hart 1,
 * identity 1. An MSI between the two writes comes to a vector that no handler expects. The fix writes data first, so that
 * the vector between the two is one of the old hart (imsic_irq_set_affinity()), does so on the old hart in interrupt context
 * (IRQCHIP_MOVE_DEFERRED), then looks at the pending bits of both identities there, and passes what it finds on to the
 * new vector (__imsic_local_sync()). If another device has the temporary vector, the bit there is left set for it.
 * With `posted: late` the writes bring in no MSI that is under way, as a read-back after them does in the PCI code.
 */
import {
  assumption,
  defineModel,
  defineSystem,
  expecting,
  queue,
  replicated,
  type StepOf,
  sizeRange,
  variant,
  violated,
} from 'everywhen';

/** Where an MSI can come to: a hart, and an identity. */
const VECTORS = ['hart0/0', 'hart0/1', 'hart1/0', 'hart1/1'] as const;
type Vector = (typeof VECTORS)[number];
const [OLD, TEMPORARY, , NEW] = VECTORS;

const model = defineModel({
  name: 'imsic-move',
  title: 'an MSI comes between the writes of its address and its data (Linux on RISC-V, 2025)',
  parameters: {
    variant: variant('temporary', 'none', 'data-first', 'process-context', 'no-retrigger', 'masked'),
    /** Whether an MSI is at the hart when the device has sent it. */
    posted: assumption('flushed', 'late'),
    /** Whether another device has the temporary vector. */
    taken: assumption('no', 'yes'),
    /** What becomes of the old vector after the move. */
    old: assumption('freed', 'kept'),
    msis: sizeRange({ from: 1, to: 3, initial: 2 }),
  },
  build({ variant, posted, taken, old, msis }) {
    const components = {
      address: 0,
      data: 0,
      masked: false,
      freed: false,
      /** The pending bits of the harts' interrupt files. */
      eip: replicated(VECTORS, 0),
      /** An MSI that is under way. */
      bus: queue<Vector>(1),
    };
    type S = StepOf<typeof components>;
    const send = (s: S, to: Vector) => (posted === 'late' ? s.send('bus', to) : s.set('eip', to, 1));
    const passOn = (s: S, from: Vector, left: 0 | 1) =>
      s.get('eip', from) === 1 ? s.set('eip', from, left).set('eip', NEW, 1) : s;
    const arrives = (s: S, at: Vector, handled: boolean) => {
      const known = at === NEW || (at === OLD && !s.get('freed')) || (at === TEMPORARY && taken === 'yes');
      return s.get('eip', at) === 1 && known === handled;
    };
    const looksAtBoth = !['none', 'data-first', 'masked'].includes(variant);
    const left = taken === 'yes' && variant !== 'no-retrigger' ? 1 : 0;
    const address = { 'write address': (s: S) => s.set('address', 1) };
    const data = { 'write data': (s: S) => s.set('data', 1) };

    return (
      defineSystem(components)
        // The fix cannot tell whose the interrupt at the temporary vector is, so handlers bear one too many.
        .owed('msi', 'an MSI of the device', { spurious: 'allowed' })
        .owed('other', 'an MSI of the other device', { spurious: 'allowed' })
        .assertion('P3', 'every interrupt has a handler', { informational: true })
        .budget('MSIs', msis)
        .budget('MSIs of the other', taken === 'yes' ? 1 : 0)
        .process(
          'device',
          {
            event: { environment: (s) => s.raise('msi'), budget: 'MSIs' },
            // A device that is masked latches it.
            send: (s) => !s.get('masked') && send(s, `hart${s.get('address') as 0 | 1}/${s.get('data') as 0 | 1}`),
          },
          { end: 'loop', mayWaitAt: ['event'] },
        )
        .rules(
          'other',
          { send: (s) => send(s.raise('other'), TEMPORARY) },
          { tag: 'environment', budget: 'MSIs of the other', column: 'device' },
        )
        .rules('bus', { arrives: (s) => s.receive('bus', (to, t) => t.set('eip', to, 1)) }, { column: 'device' })
        .interrupts(
          'irq',
          VECTORS,
          {
            arrives: {
              handler: (s) =>
                arrives(s, s.index, true) &&
                s
                  .set('eip', s.index, 0)
                  .handle(s.index === TEMPORARY ? 'other' : 'msi')
                  .assert('P3', true),
              'no handler': (s) => arrives(s, s.index, false) && s.set('eip', s.index, 0).assert('P3', false),
            },
          },
          { cpu: (vector) => `${vector}`.slice(0, 5) },
        )
        .process(
          'move',
          {
            start: { environment: (s) => (variant === 'process-context' ? s : s.disableInterrupts()) },
            mask: variant === 'masked' ? (s) => s.set('masked', true) : undefined,
            ...(variant === 'none' ? { ...address, ...data } : { ...data, ...address }),
            unmask: variant === 'masked' ? (s) => s.set('masked', false) : undefined,
            'sync old': (s) => passOn(s, OLD, 0),
            'sync temporary': looksAtBoth ? (s) => passOn(s, TEMPORARY, left) : undefined,
            'free old vector': (s) => s.set('freed', old === 'freed').enableInterrupts(),
          },
          { cpu: 'hart0', mayWaitAt: ['start'] },
        )
    );
  },
});

const ALL = ['flushed', '3 MSIs', 'taken', 'late', 'late, old kept'] as const;
const LATE = ['late', 'late, old kept'] as const;
const late = violated('An MSI to the old or the temporary vector arrives after sync has looked there.', LATE);

export default expecting(model, {
  variants: ['temporary', 'none', 'data-first', 'process-context', 'no-retrigger', 'masked'],
  scenarios: {
    flushed: {},
    taken: { taken: 'yes' },
    late: { posted: 'late' },
    'late, old kept': { posted: 'late', old: 'kept' },
  },
  moreScenarios: { '3 MSIs': { msis: 3 } },
  expected: {
    // Between the writes an MSI can only come to the old, the temporary or the new vector, and all three are looked at.
    temporary: { 'msi lost': late },
    none: { 'msi lost': violated('Hart 1 has no handler for the old identity.', ALL) },
    'data-first': { 'msi lost': violated('Hart 0 has none for the new identity, or that of the other device.', ALL) },
    'process-context': { 'msi lost': violated('Hart 0 takes the temporary vector before sync looks.', ALL) },
    'no-retrigger': {
      'msi lost': late,
      'other lost': violated('The interrupt of the other device is passed on as one of this device.', ['taken']),
    },
    // Nothing is sent between the writes. If the old vector is kept, it has a handler for what was sent before.
    masked: {
      'msi lost': violated('An MSI sent before the mask arrives when the old vector is free.', ['late']),
    },
  },
});
