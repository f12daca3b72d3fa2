import test from 'ava';
import { PhysicalIdEntry } from '../../../models/components/avic.ts';

// AMD64 APM vol. 2, 15.29.2.4: an entry has an IsRunning bit and a host physical APIC ID; avic_vcpu_load writes both at once.
test('a vCPU that is loaded runs, on the CPU that it is loaded on', (t) => {
  t.like(new PhysicalIdEntry().load(1, true), { isRunning: true, host: 1 });
  t.like(new PhysicalIdEntry({ isRunning: true }).load(1, false), { isRunning: false, host: 1 });
});

// avic_vcpu_put clears AVIC_PHYSICAL_ID_ENTRY_IS_RUNNING_MASK and writes the rest back.
test('a vCPU that is put keeps its host CPU', (t) => {
  t.like(new PhysicalIdEntry().load(1, true).put(), { isRunning: false, host: 1 });
});
