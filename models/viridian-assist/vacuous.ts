/** What in the matrix could not have failed, and why that is meant to be so: `everywhen matrix viridian-assist --all --strict`. */
import type { AcceptedVacuity } from 'everywhen';
import type { Choice, parameters } from './parameters.ts';
import type { PropertyId } from './system.ts';

type Accepted = AcceptedVacuity<PropertyId, Choice, keyof typeof parameters>;

/** What is asked of a handler that ends by the bit. */
const OF_AVOIDED_EOIS = ['P3b', 'P5', 'P7', 'P8'] as const;
/** What is asked when the vCPU looks for an interrupt, or ends one. */
const OF_THE_ENTRY_PATH = ['P2', 'P3', 'P6', 'P9'] as const;

function accepted(properties: readonly PropertyId[], because: string, where: (choice: Choice) => boolean): Accepted[] {
  return properties.map((property) => ({ property, because, where }));
}

/** Nothing makes the vCPU exit but what the guest does in handlers, of which none is ever started. */
const neverExits = ({ variant, EXITS, INIT, MIGRATE }: Choice) => variant === 'noKick' && EXITS + INIT + MIGRATE === 0;

export const vacuous: readonly Accepted[] = [
  ...accepted(
    OF_AVOIDED_EOIS,
    'this guest always writes its EOI',
    ({ guest }) => guest === 'ignore' || guest === 'double',
  ),
  ...accepted(
    OF_AVOIDED_EOIS,
    'level interrupts are not offered the assist, and there are no others',
    ({ config, variant }) => config === 'V1' && variant !== 'noTMRcheck',
  ),
  ...accepted(
    OF_AVOIDED_EOIS,
    'the only edge vector is auto-EOI, and with this fix it is not offered the assist',
    ({ config, AEOI, fix, variant }) =>
      config === 'V2' && AEOI === 'L' && fix.has('aeoi-no-assist') && variant !== 'noTMRcheck',
  ),
  ...accepted(
    OF_AVOIDED_EOIS,
    'the offer for L, which is auto-EOI and asks for no EOI, is taken back before the handler of H could meet it',
    ({ config, AEOI, variant }) =>
      config === 'V2' &&
      AEOI === 'L' &&
      ['pending-flag+level', 'pending-flag+level+strict', 'resync-each-exit'].includes(variant),
  ),
  ...accepted(
    OF_AVOIDED_EOIS,
    'without kicks the vCPU never exits with its page mapped, so nothing is offered',
    (choice) => neverExits(choice) && choice.REMAP <= 1,
  ),
  ...accepted(
    OF_THE_ENTRY_PATH,
    'without kicks the vCPU never exits, and nothing is delivered',
    (choice) => neverExits(choice) && choice.REMAP === 0,
  ),
  ...accepted(
    ['L1'],
    'without kicks no handler runs, the line of the level vector stays up, and its device never raises all that it could',
    (choice) => neverExits(choice) && choice.REMAP === 0 && choice.config.startsWith('V'),
  ),
  ...accepted(
    ['L1', 'P2', 'P6'],
    'the guest ends the level interrupt by the bit, nothing exits any more, and nothing is taken out of service',
    ({ guest, config, variant }) => guest === 'use' && config === 'V1' && variant === 'noTMRcheck',
  ),
  { step: 'guest: g.aeoi', because: 'only with AEOI, which the default matrix does not assume' },
  { step: 'guest: g.read', because: 'only the guest nonatomic reads and writes apart' },
  { step: 'guest: g.write', because: 'only the guest nonatomic reads and writes apart' },
  { step: 'guest: g.double', because: 'only the guest double ends an interrupt twice' },
  { step: 'entry path: x.other', because: 'only with EXITS=1' },
  { step: 'environment: env.init', because: 'only with INIT' },
  { step: 'environment: env.migrate', because: 'only with MIGRATE' },
  { step: 'environment: g.remap', because: 'only with REMAP' },
];
