/** The system of one choice of parameters. */
import { defineModel, defineSystem, type Model, type SystemBuilder } from 'everywhen';
import type { Vcpu } from '../components/vgic.ts';
import { components, contextLocals, type Declared, placeOf, VCPU_NAMES, VCPUS, vcpuLocals } from './components.ts';
import { contextProgram } from './contexts.ts';
import { type Choice, parameters, refusal } from './parameters.ts';
import * as property from './properties.ts';
import { type Grain, Routines } from './routines.ts';
import { vcpuProgram } from './vcpu.ts';

export const model = defineModel({
  name: 'vgic-queue',
  title: 'Queueing an interrupt to a vCPU in the "new VGIC" of Xen on ARM',
  parameters,
  refusal,
  build: (choice) => build(choice),
});

/** The system. `split` takes its merged steps apart, for the test that they may be merged. */
export function build(choice: Choice, grain?: Grain) {
  const r = new Routines(choice, grain);
  // Where a run may rest is said by D1.
  const claims = defineSystem(components(r.scenario, choice.locks), { deadlock: 'allowed' })
    .assertion('A1', 'no spurious edge')
    .assertion('A2', 'LR-valid')
    .assertion('A3', 'move-target')
    .assertion('A4', 'active-stays')
    .assertion('A5', 'BUG_ON')
    .assertion('LS', 'level-spurious', { informational: true });

  const judged = withProcesses(claims as unknown as Declared, r)
    .quiescent(
      'N1',
      'never stranded',
      property.noneLeft(r, (_, { on }) => on === null),
    )
    .quiescent(
      'N2',
      'no lost wake-up',
      property.noneLeft(r, (s, { on }) => on !== null && placeOf(s, on) === 'asleep'),
    )
    .quiescent(
      'N3',
      'not late',
      property.noneLeft(r, (s, { on, tgt }) => on !== null && on === tgt && placeOf(s, on) === 'guest'),
    )
    .quiescent(
      'N3o',
      'not late on the old vCPU',
      property.noneLeft(r, (s, { on, tgt }) => on !== null && on !== tgt && placeOf(s, on) === 'guest'),
    )
    .invariant('I1', 'one list', property.onOneList(r))
    .invariant('I2', 'membership', property.listedWhereItSays(r))
    .invariant('I3', 'LR unique', property.inOneRegister(r))
    .invariant('I4', 'refcount', property.referencesAreCounted(r), { when: () => r.scenario.lpi })
    .lockOrder('L1', 'lock order', { rules: ['cycle', 'same class'] })
    .lockOrder('L2', 'irq safety', { rules: ['irq'] })
    .lockOrder('L3', 'declared order', { rules: ['rank'] })
    .quiescent('D1', 'no deadlock', property.everyoneIsDone(r));
  const complete =
    choice.affinity === 'bounded'
      ? judged.acyclic('V1', 'injector terminates')
      : judged.leadsTo(
          'V2',
          'injector terminates under unbounded affinity writes',
          (s) => property.isBusy(s, 'INJ'),
          (s) => !property.isBusy(s, 'INJ'),
        );
  return complete as unknown as WithEither<typeof judged>;
}

/** Each system has one of the two; the model knows both by name. */
type WithEither<B> =
  B extends SystemBuilder<infer D>
    ? SystemBuilder<Omit<D, 'properties'> & { readonly properties: D['properties'] | 'V1' | 'V2' }>
    : never;

/** The contexts that the scenario has, the two vCPUs, and hardware. Nothing asks for a context that is not there. */
function withProcesses(claims: Declared, r: Routines): Declared {
  const cpus = ['pCPU0', 'pCPU1'] as const;
  const handlersCpu = r.scenario.isrOn === 'INJ' ? 'INJ' : cpus[0];
  const context = { locals: contextLocals, end: 'loop', mayWaitAt: ['idle'] } as const;
  let system = claims;
  for (const name of r.contexts) {
    const program = contextProgram(r, name);
    const declared =
      name === 'ISR'
        ? system.interrupt(name, program, { ...context, cpu: handlersCpu })
        : system.process(name, program, { ...context, cpu: name });
    system = declared as unknown as Declared;
  }
  for (const v of VCPUS) {
    system = system.process(VCPU_NAMES[v], vcpuProgram(r, v), {
      locals: vcpuLocals,
      cpu: cpus[v],
    }) as unknown as Declared;
  }
  return (
    system
      // The event-check IPI. Its handler is empty: what it is for is that taking it from the guest is an exit.
      .interrupts(
        'IPI',
        VCPUS,
        {
          take: (s) => {
            const [v, place] = [s.index, placeOf(s, s.index)];
            // From the guest it is taken by an exit; with entryIrq=on, not while a lock is held.
            const isTaken = s.get('kickIpi', v) && place !== 'guest' && place !== 'E3';
            return isTaken && s.set('kickIpi', v, false).goto('take');
          },
        },
        { cpu: (v) => cpus[v as Vcpu] },
      )
      // With tRun=buffered, the 1 that a woken vCPU stores to `running` is on its way for a while.
      .ruleSets('store buffer', r.choice.tRun === 'buffered' ? VCPUS : [], {
        drain: (s) => s.get('runStore', s.index) && s.set('runStore', s.index, false).set('running', s.index, true),
      }) as unknown as Declared
  );
}

export type PropertyId = typeof model extends Model<infer _M, infer Q> ? Q : never;
