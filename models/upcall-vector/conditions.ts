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

/**
 * What a lost upcall violates. The flag stays set with nothing requested (D), so that the next sender leaves it at that and its port
 * stays pending (L); there every run ends, so that nothing serves it (LT). Conversely, where the port is left nothing takes it.
 */
export const LOST = ['L', 'D', 'LT'] as const;

/** The BSP sets the vector, as Linux does from 6.0 on: before the AP enables its APIC, or at the same time. */
export const remote = ({ ORDER }: Setting) =>
  ORDER === 'linux' || ORDER === 'set-then-reg' || ORDER === 'norereg' || ORDER === 'concurrent';
/** The BSP sets it before it starts the AP. */
export const beforeSipi = (setting: Setting) => remote(setting) && setting.ORDER !== 'concurrent';
/** The AP may find UP clear when it enables its APIC: the page is not registered, or its handler has run before. */
export const mayFindClear = ({ ORDER, CYC }: Setting) => ORDER === 'norereg' || CYC > 0;
/** The vector may not be there yet when the AP enables its APIC for the first time. */
export const mayComeLater = (setting: Setting) => !beforeSipi(setting);
export const disablesAgain = ({ CYC }: Setting) => CYC > 0;

/** The write that enables the APIC exits and is emulated; or takes effect at once, and the hypervisor looks or never knows. */
export const emulated = ({ SPIV }: Setting) => SPIV === 'exit';
export const live = ({ SPIV }: Setting) => SPIV === 'accel-live';
export const cached = ({ SPIV }: Setting) => SPIV === 'accel-cached';

/** A store may be overtaken by the next load of its CPU: that of EN in ENABLE, that of VEC in the hypercall. */
export const enableIsOvertaken = ({ SPIV, MEM, APFENCE }: Setting) => SPIV === 'exit' && MEM === 'TSO' && APFENCE === 0;
export const vectorIsOvertaken = ({ MEM, HCFENCE }: Setting) => MEM === 'TSO' && HCFENCE === 0;
