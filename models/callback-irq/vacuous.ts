/** What could not have failed, and why that is meant to be so. */
import type { AcceptedVacuity } from 'everywhen';
import type { Choice, parameters } from './parameters.ts';
import type { PropertyId } from './system.ts';

type Accepted = AcceptedVacuity<PropertyId, Choice, keyof typeof parameters>;

const NOT_ROUTED = 'the interrupt goes to vCPU 1 and no other: REROUTES=1 sends it to vCPU 0';
const ONE_UNDER_WAY =
  'only a delivery kicks vCPU 1: none comes while remote IRR waits for the EOI of the one that is handled, nor while the entry is masked; without that guard (no-rirr-guard) the kick before h.eoi is taken';

const steps = (because: string, names: readonly string[]): Accepted[] => names.map((step) => ({ step, because }));

export const vacuous: readonly Accepted[] = [
  {
    property: 'K1',
    where: ({ IRQCTX, module }) => module === 'callback' && IRQCTX === 0,
    because: 'no sender is in interrupt context, where it could interrupt a holder of the lock',
  },
  {
    property: 'K1',
    where: ({ variant, style, IRQCTX }) =>
      IRQCTX === 1 &&
      (['vcpu0-only', 'no-deassert'].includes(variant) || (variant === 'no-resample' && style === 'eoifirst')),
    because:
      'vCPU 1 never holds the lock from one step to the next: it has no wire to take down, or finds the flag still set in its only exit',
  },
  ...(['Q1', 'Q2'] as const).flatMap((property): Accepted[] => [
    {
      property,
      where: ({ DIS }) => DIS === 1,
      because: 'the APIC of vCPU 1 is disabled and not enabled again, and these are about rest with all at work',
    },
    {
      property,
      where: ({ variant, n, IRQCTX }) => variant === 'no-deassert' && (n === 1 || IRQCTX === 1),
      because: 'no later event lets a sender see the flag clear and take the wire down: the storm never rests',
    },
  ]),
  ...steps(NOT_ROUTED, [
    'vcpu0: entry.soft / deliver',
    'vcpu0: guest / x.win',
    'vcpu0: h.up / h.up',
    'vcpu0: h.up / x.kick',
    'vcpu0: h.work / h.work',
    'vcpu0: h.work / x.kick',
    'vcpu0: h.eoi / h.eoi',
    'vcpu0: h.eoi / x.kick',
    'vcpu0: h.mask / h.mask',
    'vcpu0: h.mask / x.kick',
    'vcpu0: h.unmask / h.unmask',
    'vcpu0: h.unmask / x.kick',
    'vcpu0: exit.m',
    'vcpu0: exit.u',
    'vcpu0: eoi.L1',
    'vcpu0: eoi.L2',
    'vcpu0: eoi.isr',
    'vcpu0: eoi.io',
  ]),
  ...steps(ONE_UNDER_WAY, ['vcpu1: h.eoi / x.kick', 'vcpu1: h.mask / x.kick', 'vcpu1: h.unmask / x.kick']),
];
