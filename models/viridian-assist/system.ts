/** The system of one choice of parameters. */
import { defineModel, defineSystem, type Model, value } from 'everywhen';
import type { Vector } from '../components/vlapic.ts';
import { components } from './components.ts';
import { entryPath } from './entry-path.ts';
import { environment } from './environment.ts';
import { guest } from './guest.ts';
import { type Choice, parameters, refusal } from './parameters.ts';
import { isIdle, isUsedUp, nothingLost, servesWithoutHandler } from './properties.ts';
import { Subroutines } from './subroutines.ts';

export const model = defineModel({
  name: 'viridian-assist',
  title: 'Hyper-V "No EOI required" (APIC assist) emulation in Xen',
  parameters,
  refusal,
  build,
});

function build(choice: Choice) {
  const routines = new Subroutines(choice);
  const { edge, level } = routines.sources;

  return (
    // Only the source runs a program, and all its steps but the first are always enabled: P4s says where nothing goes on.
    defineSystem(components(choice), { deadlock: 'allowed' })
      .unreachable('P1', 'no crash')
      .assertion('P2', 'no premature EOI')
      .assertion('P3', 'no stale compare')
      .assertion('P5', 'level EOI not elided')
      .assertion('P6', 'EOI hook')
      .assertion('P7', 'elision has an exit due')
      .assertion('P8', 'strict TLFS')
      .assertion('P9', 'no inversion')
      .process(
        'source',
        {
          idle: {
            // A locked bit operation on the TMR, done before the IRR.
            'src.begin': {
              environment: (s) =>
                s.chooseFrom(edge, (vector) =>
                  s
                    .when(s.get('budget', vector) > 0)
                    ?.update('budget', vector, (left) => left - 1)
                    .update('tmr', (tmr) => tmr.remove(vector))
                    .set('vector', vector),
                ),
            },
            // The whole thing happens under the domain's irq_lock.
            'dev.assert': {
              environment: (s) =>
                s.chooseFrom(level, (vector) => {
                  if (s.get('budget', vector) === 0 || s.get('pin', vector).line) return undefined;
                  const { pin, delivered } = s.get('pin', vector).assert();
                  const asserted = s.update('budget', vector, (left) => left - 1).set('pin', vector, pin);
                  return delivered
                    ? asserted.update('tmr', (tmr) => tmr.add(vector)).set('vector', vector)
                    : asserted.goto('idle');
                }),
            },
          },
          // One locked test-and-set; a kick only if the bit was clear.
          'src.setIRR': (s) => {
            const vector = s.get('vector') as Vector;
            const pending = s.get('irr').has(vector);
            const raised = s
              .update('irr', (irr) => irr.add(vector))
              .update('want', (want) => want.add(vector))
              .set('vector', null);
            return pending || !routines.candidate.kicks ? raised.goto('idle') : raised;
          },
          'src.kick': (s) => s.set('kick', true),
        },
        { locals: { vector: value<Vector | null>(null) }, end: 'loop', mayWaitAt: ['idle'] },
      )
      // An exit takes the CPU between any two instructions: the next one is enabled infinitely often, but not for good.
      .rules('guest', guest(routines), { fairness: 'strong' })
      .rules('entry path', entryPath(routines))
      .rules('environment', environment(routines), { tag: 'environment' })
      .invariant('P3b', 'stale is detectable', (s) => s.get('page').isCompleted(), { when: servesWithoutHandler })
      .quiescent('P4', 'no lost interrupt', nothingLost(routines.sources))
      .quiescentStates('P4s', 'the quiescent states are the idle ones', isIdle)
      .leadsTo(
        'L1',
        'what is pending is taken in the end',
        (s, vector) => isUsedUp(routines.sources)(s) && s.get('irr').has(vector),
        (s, vector) => !s.get('irr').has(vector) || s.isTerminal(),
        { each: routines.sources.vectors },
      )
  );
}

export type PropertyId = typeof model extends Model<infer _M, infer Q> ? Q : never;
