/**
 * `compare` on patches of shipped systems: a refactored design is equal to its original, and a planted difference is found on a shortest
 * run. Its length is that of the shortest counterexample that `check` finds for the property that the plant breaks, or is reasoned out.
 */
import test from 'ava';
import { defaultsOf } from 'everywhen';
import avicIpi from '../../../models/avic-ipi/index.ts';
import callbackIrq from '../../../models/callback-irq/index.ts';
import { Wire } from '../../../models/callback-irq/wire.ts';
import upcallVector from '../../../models/upcall-vector/index.ts';
import { parameters } from '../../../models/vgic-queue/parameters.ts';
import * as vgicQueue from '../../../models/vgic-queue/system.ts';
import viridianAssist from '../../../models/viridian-assist/index.ts';
import { checkSystem } from '../../../src/check/check.ts';
import { type CompareOptions, compare } from '../../../src/compare/compare.ts';
import { build } from '../../../src/language/define-system.ts';
import { labelsOf } from '../../../src/language/label.ts';
import type { AnyModel } from '../../../src/language/model.ts';
import { type AnyChosen, chooseParameters } from '../../../src/language/parameter.ts';
import type { System } from '../../../src/model/system.ts';
import { delayed, labels, type Patch, patched, step } from '../../helpers/patched-system.ts';

interface Case {
  readonly model: AnyModel;
  readonly parameters?: AnyChosen;
  readonly observe?: readonly string[];
  readonly refactored: readonly Patch[];
  /** Besides. */
  readonly planted: Patch;
  readonly found: { readonly by: 'observation' | 'rests'; readonly steps: number | { readonly property: string } };
}

/** What the steps below need of a snapshot. */
interface S {
  get(name: string, index?: unknown): unknown;
  set(name: string, ...to: readonly unknown[]): S;
  update(name: string, change: (value: number) => number): S;
  when(condition: boolean): S | undefined;
  goto(label: string): unknown;
  locked(name: string, change: () => unknown): S;
}

const wire = new Wire(defaultsOf(callbackIrq.parameters));
const sender = (notifies: (isSet: boolean) => boolean): Patch =>
  labels('sender1', () =>
    labelsOf('sender1', {
      // One step less than in the original, which has a step that only leads on.
      send: (s: S) =>
        s
          .when((s.get('nev') as number) > 0)
          ?.update('nev', (left) => left - 1)
          .set('work', true),
      flag: (s: S) => (notifies(s.get('up') as boolean) ? s.set('up', true).goto('look') : s.goto('send')),
      look: (s: S) => wire.sample(s as never),
      bring: (s: S) => wire.update(s as never, { next: 'send' as never, late: 'send' as never }),
    } as never),
  );

const cases: { readonly [name: string]: Case } = {
  'callback-irq: the sender without the step that only leads on, under other labels': {
    model: callbackIrq,
    refactored: [sender((isSet) => !isSet)],
    // A sender that finds the flag set notifies as well: it looks at the wire again. Before that come two events, each with its flag, and
    // the first look and update: 2 + 2 + 2 steps, and then the look.
    planted: sender(() => true),
    found: { by: 'observation', steps: 7 },
  },
  'viridian-assist: what is pending and whether it is blocked, in one step': {
    model: viridianAssist,
    observe: ['irr', 'isr', 'stack', 'want'],
    refactored: [
      step('entry path', 'HP2', (pending, of) => (s) => {
        const looked = pending(s) as S | false;
        return looked !== false && looked.get('pc') === 'BLK' ? of('BLK')(looked) : looked;
      }),
    ],
    // What is blocked does not ask for the interrupt window.
    planted: step('entry path', 'HP2', (both) => (s) => {
      const looked = both(s) as S | false;
      return looked !== false && looked.get('pc') === 'SOFT' ? looked.set('window', false) : looked;
    }),
    found: { by: 'rests', steps: { property: 'P4' } },
  },
  'avic-ipi: the handler decodes before it sets the hint': {
    model: avicIpi,
    parameters: { start: 'asleep', irrPendInit: 0 },
    observe: ['irr', 'isr', 'owed'],
    refactored: [delayed('sender', 'hint')],
    // It does not set the hint.
    planted: step('sender', 'hint, then', () => (s) => (s as S).goto('F2')),
    found: { by: 'rests', steps: { property: 'P2' } },
  },
  'upcall-vector: a sender does something else before it sets the flag': {
    model: upcallVector,
    observe: ['port', 'isr', 'rejected'],
    refactored: [delayed('sender', 's.up')],
    // It does not raise the vector.
    planted: step('sender', 's.up, then', () => (s) => (s as S).locked('pending', () => true)),
    found: { by: 'rests', steps: { property: 'L' } },
  },
};

for (const [name, { model, parameters = {}, observe, refactored, planted, found }] of Object.entries(cases)) {
  tested(name, {
    observe,
    found,
    original: () => patched(model, parameters),
    refactored: () => patched(model, parameters, ...refactored),
    planted: () => patched(model, parameters, ...refactored, planted),
  });
}

const vgic = (variant: 'MERGED' | 'POSTED', grain: 'merged' | 'split') => () =>
  build(vgicQueue.build(chooseParameters(parameters, { variant }) as never, grain), `vgic-queue ${variant}, ${grain}`);
tested('vgic-queue: a lock and what is done under it, in two steps', {
  observe: ['unseen', 'inj', 'ack'],
  original: vgic('MERGED', 'merged'),
  refactored: vgic('MERGED', 'split'),
  // As it was posted: it wakes a vCPU that is blocked, and tells none that runs.
  planted: vgic('POSTED', 'split'),
  found: { by: 'rests', steps: { property: 'N3' } },
});

interface Systems extends Pick<Case, 'found'> {
  readonly observe: readonly string[] | undefined;
  readonly original: () => System;
  readonly refactored: () => System;
  readonly planted: () => System;
}

function tested(name: string, { observe, found, original, refactored, planted }: Systems): void {
  const options: CompareOptions = { both: true, workers: 1, ...(observe !== undefined && { observe }) };

  test(`${name}: equal`, async (t) => {
    t.is((await compare(original(), refactored(), options)).verdict, 'equal');
  });

  test(`${name}: a planted difference is found on a shortest run`, async (t) => {
    const system = planted();
    const [direction] = (await compare(system, original(), options)).directions;
    const { difference } = direction ?? {};
    t.is(difference?.by, found.by);
    t.is(difference?.run.steps.length, await shortest(found.steps, system));
  });
}

/** Of a violation, if it is said by its property. */
async function shortest(steps: Case['found']['steps'], system: System): Promise<number | undefined> {
  if (typeof steps === 'number') return steps;
  const { property } = steps;
  const { properties } = await checkSystem(system, { model: '', parameters: {} }, { until: property, workers: 1 });
  return properties.find(({ id, verdict }) => id === property && verdict === 'violated')?.counterexample?.steps.length;
}
