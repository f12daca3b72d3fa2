/** What a cause is, and the terms in which causes say where they strike: what a scenario's scripts do and what its vCPUs can. */
import type { Vcpu } from '../components/vgic.ts';
import type { Switches } from './designs.ts';
import type { Setting } from './scenarios.ts';
import type { Operation } from './scripts.ts';
import type { PropertyId } from './system.ts';

/** A design in a setting: everything that a cause can depend on. */
export interface Case extends Setting {
  readonly design: Switches;
}

export interface Cause {
  readonly because: string;
  readonly properties: readonly PropertyId[];
  readonly strikes: (where: Case) => boolean;
}

export function cause(because: string, properties: readonly PropertyId[], strikes: (where: Case) => boolean): Cause {
  return { because, properties, strikes };
}

const operations = ({ scenario }: Setting): readonly Operation[] => Object.values(scenario.scripts).flat();
const cfg = ({ scenario }: Setting): readonly Operation[] => scenario.scripts.CFG ?? [];
export const does = (where: Setting, what: Operation['does']) => operations(where).some((one) => one.does === what);

export const edge = ({ scenario }: Setting) => !scenario.level;
export const hasIsr = ({ scenario }: Setting) => scenario.scripts.ISR !== undefined;
/** How often interrupt 0 is raised. */
export const raises = (where: Setting) =>
  operations(where).filter((one) => (one.does === 'edge' || one.does === 'raise') && one.irq === 0).length;

/** An interrupt that may be listed already is given to the other vCPU. */
export const moves = (where: Setting) => movesOf(where).length > 0;
/** Where to. */
const movesOf = (where: Setting): readonly Vcpu[] =>
  cfg(where).flatMap((one) => {
    if (one.does !== 'retarget') return [];
    const first = where.scenario.targets[one.irq];
    return first === null || first === one.to ? [] : [one.to];
  });
/** Interrupts move both ways: one there and back, or two across. */
export const movesBothWays = (where: Setting) =>
  new Set(cfg(where).flatMap((one) => (one.does === 'retarget' ? [one.to] : []))).size === 2;
/** One interrupt goes there and back. */
export const movesBack = (where: Setting) => movesBothWays(where) && where.scenario.targets.length === 1;
/** After it was given away, it is given back or disabled. */
export const changesAgain = (where: Setting) => {
  const writes = cfg(where);
  const away = writes.findIndex((one) => one.does === 'retarget');
  return (
    moves(where) && writes.slice(away + 1).some((one) => ['retarget', 'disable'].includes(one.does) && onFirst(one))
  );
};
const onFirst = (one: Operation) => 'irq' in one && one.irq === 0;

/** The distributor is enabled by a write. */
export const enablesDist = (where: Setting) => cfg(where).some((one) => one.does === 'dist' && one.to);
export const disablesDist = (where: Setting) => cfg(where).some((one) => one.does === 'dist' && !one.to);
/** The interrupt is enabled by a write, which queues it. */
export const enables = (where: Setting) => does(where, 'enable');
/** Enabled while it still belongs where it is listed. */
export const enablesInPlace = (where: Setting) => enables(where) && !moves(where);
/** Two contexts may queue one interrupt at once. */
export const twoQueue = ({ scenario, ...rest }: Setting) =>
  scenario.scripts.INJ2 !== undefined || scenario.scripts.ISR !== undefined || enables({ scenario, ...rest });

/** A vCPU may sleep after it has run. */
export const sleeps = ({ scenario }: Setting) => scenario.wfi;
/** The vCPU that an interrupt is given to may be asleep; may be in the guest. */
export const newMaySleep = (where: Setting) =>
  movesOf(where).some((v) => where.scenario.wfi || where.scenario.start[v] === 'S');
export const newMayRun = (where: Case) =>
  movesOf(where).some((v) => where.scenario.start[v] === 'G') || newIsWoken(where);
/** The early path wakes the vCPU that the interrupt belongs to, not the one on whose list it is. */
export const newIsWoken = (where: Case) =>
  moves(where) &&
  where.design.earlyTo === 'oracle' &&
  where.design.early !== 'none' &&
  (enables(where) || where.design.tgtQueue === 'on');

/** Besides the exit that a first interrupt causes, there may be one whose cause is not a second raise of it. */
export const exitsBesides = ({ scenario }: Setting) =>
  scenario.wfi || scenario.exits > 0 || scenario.targets.length > 1;
/** A vCPU comes through the way into the guest while something new is queued to it that was not there before. */
export const entersAgain = (where: Setting) =>
  where.scenario.exits > 0 ||
  (raises(where) > 1 && (where.scenario.wfi || where.scenario.level)) ||
  enablesInPlace(where) ||
  (enablesDist(where) && disablesDist(where));
