/** The system of one choice of parameters. */
import { defineModel, defineSystem, type Label, type Model } from 'everywhen';
import { components, hasTasklet, type S, type Vcpu, type VcpuLabel } from './components.ts';
import { entryPath, exitPath } from './entry-and-exit.ts';
import { guest } from './guest.ts';
import { lockOrder } from './lock-order.ts';
import { type Choice, parameters, refusal } from './parameters.ts';
import { countFits, delivers, isSettled, lineIsClean, lockIsHeldBelow, mayGoOn, nothingLost } from './properties.ts';
import { sender, tasklet } from './senders.ts';
import { Wire } from './wire.ts';

export const model = defineModel({
  name: 'callback-irq',
  title: "PV-on-HVM callback interrupt in Xen: a wire that follows vCPU 0's event-channel flag",
  parameters,
  refusal,
  build: (choice): ReturnType<typeof callback> | ReturnType<typeof lockOrder> =>
    choice.module === 'callback' ? callback(choice) : lockOrder(choice.module === 'k2-mutant'),
});

/** Every label is named; those that a choice leaves out are undefined. */
type VcpuLabels = { readonly [label in VcpuLabel]: Label<S> | undefined };

function callback(choice: Choice) {
  const wire = new Wire(choice);
  const vcpu = (i: Vcpu) => ({ ...entryPath(wire, i), ...guest(choice, i), ...exitPath(wire, i) }) as VcpuLabels;
  const inInterrupt = choice.IRQCTX === 1;
  const first = sender(wire, { deferred: inInterrupt && wire.design.defers });

  // Strong fairness stands for a fair lock: by weak fairness alone, a vCPU 0 that ticks or halts could starve another's acquisition.
  const vcpus = defineSystem(components(choice), { deadlock: 'allowed', fairness: 'strong' })
    .assertion('R', 'no spurious interrupt')
    .process('vcpu0', vcpu(0), { tag: choice.V0 === 'never' ? 'environment' : 'system' })
    .process('vcpu1', vcpu(1), { cpu: 'cpu1' });
  // An interrupt handler on the CPU of vCPU 1 freezes it from s.port to its end, whatever lock it holds.
  const one = inInterrupt
    ? vcpus.interrupt('sender1', first, { cpu: 'cpu1' })
    : vcpus.process('sender1', first, { end: 'loop' });
  const two = one.process('sender2', sender(wire, { deferred: false }), { end: 'loop' });
  const senders = choice.k === 2 ? two : (one as unknown as typeof two);
  const deferring = senders.process('tasklet', tasklet(wire), { end: 'loop' });
  const all = hasTasklet(choice) ? deferring : (senders as unknown as typeof deferring);

  return all
    .storm('ST', 'no interrupt storm', delivers)
    .leadsTo(
      'DL',
      'what is pending is handled in the end',
      (s) => s.get('work'),
      (s) => !s.get('work'),
    )
    .invariant('Q1', 'no lost event', nothingLost, { when: isSettled(choice) })
    .invariant('Q2', 'the line is clean', lineIsClean, { when: isSettled(choice) })
    .invariant('C1', 'the assert count is that of the wire', countFits)
    .invariant('K1', 'no self-deadlock', mayGoOn, { when: lockIsHeldBelow(choice) });
}

export type PropertyId = typeof model extends Model<infer _M, infer Q> ? Q : never;
