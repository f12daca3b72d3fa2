/** What a cause is, and what the settings have to do with it: the terms in which causes say where they strike. */
import { type ExpectedOf, violated } from 'everywhen';
import { type Scenario, type Setting, scenariosWhere } from './scenarios.ts';
import type { PropertyId } from './system.ts';

type Cause = ExpectedOf<PropertyId, Scenario>;

/** The properties, each violated for this reason in the scenarios whose setting is so. */
export function cause(because: string, properties: readonly PropertyId[], where: (setting: Setting) => boolean): Cause {
  const entry = violated(because, scenariosWhere(where));
  return Object.fromEntries(properties.map((property) => [property, entry])) as Cause;
}

/** The guest looks at the bit, and finishes without an EOI where it finds it set. */
export const elides = ({ guest }: Setting) => guest === 'mix' || guest === 'use' || guest === 'nonatomic';
export const lawful = ({ guest }: Setting) => guest === 'mix' || guest === 'use' || guest === 'ignore';
/** The guest may write an EOI although the bit is set. */
export const mayIgnore = ({ guest }: Setting) => guest === 'mix' || guest === 'ignore';
export const several = ({ config }: Setting) => config !== 'E1' && config !== 'V1';
export const hasLevel = ({ config }: Setting) => config.startsWith('V');
/** A level vector above an edge one. */
export const levelAbove = ({ config }: Setting) => config === 'V2' || config === 'V3';
export const noAutoEoi = ({ AEOI }: Setting) => AEOI === 'none';
export const autoEoiIsOffered = ({ AEOI, fix }: Setting, ...vectors: string[]) =>
  vectors.includes(AEOI) && !fix.includes('aeoi-no-assist');
/** Some vector is ever offered the assist by a design that offers it to edge interrupts. */
export const somethingIsOffered = (setting: Setting) =>
  setting.config !== 'V1' &&
  !(setting.config === 'V2' && setting.AEOI === 'L' && setting.fix.includes('aeoi-no-assist'));
/** Some edge vector is in service while it is offered: not where the only edge vector is auto-EOI. */
export const somethingIsCompleted = (setting: Setting) =>
  setting.config !== 'V1' && !(setting.config === 'V2' && setting.AEOI === 'L');
/** Something besides a kick makes the vCPU exit while its page is mapped. */
export const exitsByItself = ({ EXITS, INIT, MIGRATE, REMAP }: Setting) => EXITS + INIT + MIGRATE > 0 || REMAP > 1;
export const events = ({ INIT, MIGRATE, REMAP }: Setting) => INIT + MIGRATE + REMAP;
export const fixed = ({ fix }: Setting, name: string) => fix.includes(name);
/**
 * The highest vector may end without an exit while another is queued behind it. A level one (V2) writes its EOI, which exits,
 * unless it finds the bit that INIT or an auto-EOI vector has left in the page, or is auto-EOI itself.
 */
export const endsWithoutExitOverAnother = (setting: Setting) =>
  elides(setting) &&
  (['E2', 'E3', 'V3'].includes(setting.config) ||
    (setting.config === 'V2' && (setting.INIT > 0 || setting.AEOI === 'H' || autoEoiIsOffered(setting, 'L'))));
