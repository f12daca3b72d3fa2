import test from 'ava';
import { exitGuestMode } from '../../../models/components/vcpu-scheduling.ts';

// kvm_vcpu_exiting_guest_mode(): cmpxchg(&vcpu->mode, IN_GUEST_MODE, EXITING_GUEST_MODE); kvm_vcpu_kick sends if it was IN_GUEST_MODE.
test('a vCPU in guest mode is told to leave and sent an IPI, once', (t) => {
  const told = exitGuestMode('IN');
  t.deepEqual(told, { mode: 'EXITING', sendsIpi: true });
  t.deepEqual(exitGuestMode(told.mode), { mode: 'EXITING', sendsIpi: false });
});

test('a vCPU outside the guest is left alone: it looks at its requests before it enters', (t) => {
  t.deepEqual(exitGuestMode('OUT'), { mode: 'OUT', sendsIpi: false });
});
