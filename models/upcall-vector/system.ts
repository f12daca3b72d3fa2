/** The system of one choice of parameters. */
import { defineModel, defineSystem, type Model, value } from 'everywhen';
import { applicationProcessor, handler, pollOnEntry } from './application-processor.ts';
import { components } from './components.ts';
import { candidateOf } from './designs.ts';
import { type Choice, parameters, refusal } from './parameters.ts';
import { hasVector, isSettled, nothingLost } from './properties.ts';
import { routines } from './routines.ts';
import { bsp, sender } from './senders.ts';

export const model = defineModel({
  name: 'upcall-vector',
  title: 'Per-vCPU event-channel upcall vector against a software-disabled local APIC in Xen',
  parameters,
  refusal,
  build,
});

function build(choice: Choice) {
  const candidate = candidateOf(choice);
  const routine = routines(candidate, choice);
  const ports = Array.from({ length: choice.k }, (_, i) => i);

  const acting = defineSystem(components(choice), { memory: choice.MEM === 'TSO' ? 'tso' : 'sc' })
    .assertion('W', 'nothing is accepted while the APIC is disabled')
    .assertion('S', 'no stale bit when the guest checks')
    .assertion('I', 'only a configured vector is raised')
    .assertion('U', 'no spurious upcall', { informational: true })
    .assertion('J', 'a compensation has read UP as 1')
    .procedure('ASSERT', {}, routine.ASSERT)
    .procedure('register', {}, routine.register)
    .procedure('set', {}, routine.set)
    .process('BSP', bsp(candidate, choice))
    .process('AP', applicationProcessor(candidate, choice), {
      locals: { seen: value<boolean>(false) },
      mayWaitAt: ['idle'],
    })
    .interrupt('handler', handler(candidate, choice), { cpu: 'AP', column: 'AP' })
    // Locked instructions only.
    .processes('sender', choice.k, sender(candidate), { stores: false });
  const polling = candidate.pollsOnEntry
    ? (acting.rules('VM entry', pollOnEntry(candidate), { cpu: 'AP', column: 'AP' }) as unknown as typeof acting)
    : acting;

  const settled = isSettled(candidate, choice);
  const title = 'the quiescent states are those where all have finished and all has settled';
  return (choice.MEM === 'SC' ? polling.quiescentStates('Q', title, settled) : polling.quiescent('Q', title, settled))
    .quiescent('L', 'no lost upcall', nothingLost(choice), { when: hasVector })
    .quiescent('D', 'not deaf', (s) => !s.get('pending'), { when: hasVector })
    .quiescent('A', 'an unmodified guest works', (s) => !s.get('rejected'))
    .leadsTo(
      'LT',
      'what is pending is served in the end',
      (s, i) => s.get('port', i) && s.get('vector'),
      (s, i) => !s.get('port', i),
      { each: ports },
    );
}

export type PropertyId = typeof model extends Model<infer _M, infer Q> ? Q : never;
