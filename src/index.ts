/** The public names: what a model is written with, and how it is checked. The only re-export. */
export { check } from './check/check.ts';
export type { Counterexample, TraceStep } from './check/counterexample.ts';
export type { StepCoverage } from './check/coverage.ts';
export type { PropertyReport, Report, Statistics, Verdict } from './check/report.ts';
export type { Progress, RunOptions } from './check/run.ts';
export type { CheckpointEvent, CheckpointOptions } from './engine/checkpoint.ts';
export { UserError } from './errors.ts';
export type { StepOf, SystemBuilder } from './model/builder.ts';
export {
  type Domain,
  ghost,
  grid,
  type IndexOf,
  replicated,
  shared,
  type Value,
  type ValueOf,
  value,
} from './model/declaration.ts';
export { defineSystem } from './model/define-system.ts';
export {
  type AcceptedVacuity,
  type Counts,
  type ExpectedOf,
  expecting,
  type Nightly,
  together,
  type Violated,
  violated,
} from './model/expected.ts';
export type { Fairness } from './model/fairness.ts';
export type { Label, Step, Tag, TaggedStep } from './model/label.ts';
export { RwLock, SpinLock, TicketLock } from './model/lock.ts';
export { type LockOptions, rwLock, spinLock, ticketLock } from './model/lock-declaration.ts';
export type { LockRule } from './model/lock-event.ts';
export type { Ordering } from './model/memory.ts';
export { defineModel, type Model } from './model/model.ts';
export {
  assumption,
  assumptionSet,
  type Chosen,
  type SomeParameters,
  scenario,
  size,
  sizeRange,
  variant,
} from './model/parameter.ts';
export type { StepName } from './model/property.ts';
export type { Next, Reader, Snapshot } from './model/snapshot.ts';
