/** The tables of each system's README: a row for every property, a link to every file, and the functions that maintainers search for. */
import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import type { AnyModel } from '../../src/language/model.ts';
import { instantiate } from '../../src/language/model.ts';
import { chooseParameters } from '../../src/language/parameter.ts';

/** Functions of the real code that a maintainer looks for, by the system that has them. */
const FUNCTIONS: { readonly [system: string]: readonly string[] } = {
  'avic-ipi': [
    'avic_incomplete_ipi_interception',
    'avic_kick_target_vcpus',
    'svm_complete_interrupt_delivery',
    'svm_deliver_avic_intr',
    'avic_ring_doorbell',
    'avic_vcpu_load',
    'avic_vcpu_put',
    'avic_vcpu_blocking',
    'avic_vcpu_unblocking',
    'kvm_vcpu_check_block',
    'apic_find_highest_irr',
    'kvm_apic_update_apicv',
    'prepare_to_rcuwait',
  ],
  'callback-irq': [
    'hvm_set_callback_irq_level',
    'hvm_maybe_deassert_evtchn_irq',
    'vioapic_deliver',
    'vioapic_update_EOI',
  ],
  'upcall-vector': ['hvm_assert_evtchn_irq', 'hvmop_set_evtchn_upcall_vector', 'map_vcpu_info', 'vlapic_reg_write'],
  'vgic-queue': [
    'vgic_inject_irq',
    'vgic_queue_irq_unlock',
    'vgic_prune_ap_list',
    'vgic_irq_cmp',
    'vgic_mmio_write_target',
    'smp_send_event_check_mask',
  ],
  'viridian-assist': ['vlapic_has_pending_irq', 'vlapic_ack_pending_irq', 'vlapic_do_init', 'vlapic_EOI_set'],
};

/** Properties that exist under other choices than the default. */
const MORE: { readonly [system: string]: readonly { readonly [parameter: string]: unknown }[] } = {
  'callback-irq': [{ module: 'k2-real' }],
  'vgic-queue': [{ scenario: 'S14', affinity: 'unbounded' }],
};

const folder = (system: string) => new URL(`../../models/${system}/`, import.meta.url);
const readme = (system: string) => readFileSync(new URL('README.md', folder(system)), 'utf8');

/** The first cells of the rows of the table under a heading. */
function firstCells(text: string, heading: string): readonly string[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return [...section.matchAll(/^\| (?<first>[^|]*) \|/gm)].map(({ groups }) => groups?.['first'] ?? '');
}

for (const [system, functions] of Object.entries(FUNCTIONS)) {
  test(`the README of ${system} says what every property claims`, async (t) => {
    const { default: model } = (await import(new URL('index.ts', folder(system)).href)) as { default: AnyModel };
    const ids = [{}, ...(MORE[system] ?? [])].flatMap((given) =>
      instantiate(model, chooseParameters(model.parameters, given)).properties.map(({ id }) => id),
    );
    const rows = firstCells(readme(system), 'What the letters say').slice(2);
    t.deepEqual(rows.toSorted(), [...new Set(ids)].filter((id) => id !== 'deadlock').toSorted());
  });

  test(`the README of ${system} lists every file`, (t) => {
    for (const file of readdirSync(folder(system)).filter((name) => name.endsWith('.ts')))
      t.true(readme(system).includes(`[${file}](${file})`), file);
  });

  test(`a maintainer finds the functions of the real code in ${system}`, (t) => {
    const rows =
      readme(system)
        .split(/^## /m)
        .find((part) => part.startsWith('Which step is which function')) ?? '';
    for (const name of functions) t.true(rows.includes(name) || readme(system).includes(`\`${name}()\``), name);
  });
}
