/**
 * What a cause is: what happens, which properties it violates, and the set-ups in which it can happen. A set-up is a design together
 * with the parameters as it leaves them, so that a mutant that stands for a parameter has the causes of that parameter.
 */
import { defaultsOf, type ExpectedOf, together, violated } from 'everywhen';
import { type Setup, setupOf } from './designs.ts';
import { parameters, type Variant } from './parameters.ts';
import { type Scenario, settings } from './scenarios.ts';
import type { PropertyId } from './system.ts';

export interface Cause {
  readonly because: string;
  readonly properties: readonly PropertyId[];
  readonly where: (setup: Setup) => boolean;
}

/** What strikes a variant, by the scenarios in which it does. */
export function struck(variant: Variant, causes: readonly Cause[]): ExpectedOf<PropertyId, Scenario> {
  return together(
    ...causes.map(({ because, properties, where }) => {
      const scenarios = settings.filter(({ given }) => where(setupOf({ ...BASE, ...given, variant })));
      const entry = violated(
        because,
        scenarios.map(({ name }) => name),
      );
      return Object.fromEntries(properties.map((id) => [id, entry])) as ExpectedOf<PropertyId, Scenario>;
    }),
  );
}

const BASE = defaultsOf(parameters);

// ---- the terms in which causes say where they strike ----------------------------------------------------------------
export const in2019 = ({ generation }: Setup) => generation === 2019;
export const in2022 = ({ generation }: Setup) => generation === 2022;
export const inhibited = ({ choice }: Setup) => choice.inhibits > 0;
export const hasTimer = ({ choice }: Setup) => choice.timer > 0;
export const beginsInGuest = ({ choice }: Setup) => choice.start === 'guest';
/** The receiver is awake at some time without the IPI: at the beginning, or woken by the timer. */
export const isAwakeByItself = (setup: Setup) => beginsInGuest(setup) || hasTimer(setup);
/** IsRunning is ever 1. */
export const virtualizesIpis = ({ choice }: Setup) => choice.ipiv === 'on';
/** The read of IsRunning may pass the write of the IRR. */
export const readsEarly = ({ choice }: Setup) => choice.hw !== 'irrFirst';
/** The hint says "nothing" from the beginning, whatever is in the IRR. */
export const hintIsStale = ({ choice }: Setup) => choice.irrPendInit === 0;
/** The exit handler sets the hint. */
export const repairsHint = ({ handler, setsHint }: Setup) =>
  setsHint && !['none', 'wake', 'wakeNoCheck'].includes(handler);
/** The exit handler wakes a sleeper and does nothing about a vCPU that is awake with IsRunning 0. */
export const onlyWakes = ({ handler }: Setup) => ['none', 'wake', 'wakeNoCheck', 'wakePend'].includes(handler);
/** The exit handler goes by `vcpu->mode` where IsRunning is 0. */
export const goesByMode = ({ handler }: Setup) =>
  ['kick', 'reemulateKick', 'final', 'finalNoAct', 'finalActFirst'].includes(handler);
export const replaysIcr = ({ handler }: Setup) => handler === 'reemulate' || handler === 'reemulateKick';
/** The receiver sleeps without having looked at the IRR since it cleared IsRunning and armed, or before others see that it has. */
export const looksTooEarly = ({ choice }: Setup) =>
  choice.rxBarrier === 'off' || choice.rxOrder === 'scanThenClear' || choice.prepOrder === 'scanThenArm';
/** The hooks are preempted at least once. */
export const hooksArePreempted = ({ choice }: Setup) => choice.hookPreemptible === 'on' && choice.preempts > 0;
