/** What a patch of MERGED could add, a line for each hardening: `everywhen repair vgic-queue` searches their sets. */
import type { DeclaredLine } from 'everywhen';
import { HARDENINGS, type Hardening } from './designs.ts';
import type { parameters } from './parameters.ts';

const TITLES: { readonly [H in Hardening]: string } = {
  migKick: 'a move kicks the vCPU that the interrupt moved to',
  tgtQueue: 'a write to the affinity register queues the interrupt',
  holder: 'the early path kicks the vCPU on whose list the interrupt is',
  distScan: 'enabling the distributor queues every interrupt again',
  flushResync: 'a flush that met an interrupt of another vCPU exits once more',
  lpiIrqsave: 'the lock of the LPI table is taken with interrupts off',
};

export const lines = Object.fromEntries(
  Object.entries(TITLES).map(([name, title]) => [name, { title, parameters: HARDENINGS[name as Hardening] }]),
) as { readonly [H in Hardening]: DeclaredLine<typeof parameters> };
