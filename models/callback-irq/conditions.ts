/** What a cause is, and what the settings have to do with it: the terms in which causes say where they strike. */
import { type ExpectedOf, violated } from 'everywhen';
import { type Scenario, type Setting, scenariosWhere } from './scenarios.ts';
import type { PropertyId } from './system.ts';

export type Cause = ExpectedOf<PropertyId, Scenario>;

/** The properties, each violated for this reason in the scenarios whose setting is so. */
export function cause(because: string, properties: readonly PropertyId[], where: (setting: Setting) => boolean): Cause {
  const entry = violated(
    because,
    scenariosWhere((setting) => setting.module === 'callback' && where(setting)),
  );
  return Object.fromEntries(properties.map((property) => [property, entry])) as Cause;
}

export const level = ({ TRIG }: Setting) => TRIG === 'level';
export const fasteoi = ({ style }: Setting) => style === 'fasteoi';
export const maskack = ({ style }: Setting) => style === 'maskack';
export const eoifirst = ({ style }: Setting) => style === 'eoifirst';
export const several = ({ n }: Setting) => n > 1;
/** The senders are on other CPUs than vCPU 1: what they do falls between any two of its steps. */
export const sendersElsewhere = ({ IRQCTX }: Setting) => IRQCTX === 0;
/** The TMR is written in a step of its own; on edge it is not written at all. */
export const tmrIsLate = (setting: Setting) => setting.TMRLATE === 1 && level(setting);
/** Q is reached: where vCPU 1's APIC stays disabled there is no settled state, and Q1 and Q2 claim nothing. */
export const settles = ({ DIS }: Setting) => DIS !== 1;
/** A lost event can be left over in Q, which asks that all polls were made: each of them takes one event away. */
export const leftOver = (setting: Setting) => settles(setting) && setting.POLLS < setting.n;
/** The lock is dropped in the EOI, and remote IRR not looked at afterwards, while the destination may change. */
export const mayDeliverTwice = ({ DROPLOCK, RECHECK, REROUTES }: Setting) =>
  DROPLOCK === 1 && RECHECK === 0 && REROUTES > 0;
