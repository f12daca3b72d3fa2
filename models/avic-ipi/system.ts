/** The system of one choice of parameters. */
import { defineModel, defineSystem, type Model } from 'everywhen';
import { components } from './components.ts';
import { setupOf } from './designs.ts';
import { type Choice, parameters, refusal } from './parameters.ts';
import { Claims } from './properties.ts';
import { receiver } from './receiver.ts';
import { sender } from './sender.ts';
import { senderLocals } from './sender-labels.ts';
import { inhibitor, storeBuffer, timer, timerLocals, wires } from './sources.ts';
import { receiverLocals } from './thread.ts';

export const model = defineModel({
  name: 'avic-ipi',
  title: 'AMD AVIC incomplete-IPI emulation in KVM',
  parameters,
  refusal,
  build,
});

function build(chosen: Choice) {
  const setup = setupOf(chosen);
  const { choice } = setup;
  const claims = new Claims(choice);
  // The receiver's stores wait in a buffer only where a barrier is missing.
  const buffered = choice.rxBarrier === 'off' || choice.modeBarrier === 'off';

  return (
    // The receiver's program never ends: P4 and P4s say where nothing goes on.
    defineSystem(components(choice), { deadlock: 'allowed', memory: buffered ? 'tso' : 'sc', buffer: 3 })
      .assertion('P1', 'no interrupt that the guest did not send')
      .processes('receiver', choice.receivers, receiver(setup), { locals: receiverLocals() })
      .processes('sender', choice.senders, sender(setup), { locals: senderLocals(choice.sends), stores: false })
      .ruleSets('sender store buffer', choice.senders, storeBuffer)
      .process('timer', timer(setup), { locals: timerLocals(choice.timer), stores: false })
      .rules('inhibitor', inhibitor)
      .ruleSets('wires', choice.receivers, wires(choice.cpus))
      .quiescent('P2', 'no IPI is lost on a vCPU that sleeps', claims.nothingLostAsleep)
      .invariant('P2i', 'nobody sleeps on an IPI when all senders are done', claims.sleepersHaveNothing, {
        when: claims.someoneSleepsForGood,
      })
      .quiescent('P3', 'no IPI is lost on a vCPU that runs', claims.nothingLostInGuest)
      .quiescent('P3T', 'no timer interrupt is lost', (s) => !s.get('irrT', 0))
      .quiescent('P4', 'every sender completes', claims.sendersIdle)
      .acyclic('P4b', 'what the system does by itself comes to an end')
      .invariant('P5', 'the physical APIC-ID table is right for a vCPU in the guest', claims.tableIsAccurate, {
        when: claims.someoneRunsWithAvic,
      })
      .leadsTo(
        'P6',
        'an IPI is delivered',
        (s, r) => s.get('irr', r),
        (s, r) => !s.get('irr', r),
        { each: claims.receivers },
      )
      .quiescentStates('P4s', 'the quiescent states are the resting ones', claims.rests)
  );
}

export type PropertyId = typeof model extends Model<infer _M, infer Q> ? Q : never;
