/** The public names: what a model is written with, and how it is checked. The only re-export. */
export { check } from './check/check.ts';
export type { Counterexample, TraceStep } from './check/counterexample.ts';
export type { IdleStep, StepCoverage } from './check/coverage.ts';
export type { PropertyReport, Report, Statistics, Verdict } from './check/report.ts';
export type { Progress, RunOptions } from './check/run.ts';
export type { CheckpointEvent, CheckpointOptions } from './engine/checkpoint/checkpoint.ts';
export { UserError } from './errors.ts';
export type { BudgetOptions } from './language/budgets/budget-methods.ts';
export type { Declared, ReadOf, StepOf, SystemBuilder } from './language/builder.ts';
export { defineSystem, type SystemOptions } from './language/define-system.ts';
export { type ExpectedOf, expecting, together, violated } from './language/expected.ts';
export type { InitialState } from './language/initial-states.ts';
export type { Label, NamedSteps, Step, TaggedStep } from './language/label.ts';
export type { AcceptedVacuity, Counts, Nightly, Violated } from './language/matrix.ts';
export { defineModel, type Model, type PropertiesOf } from './language/model.ts';
export type { ObjectOptions } from './language/objects/object-methods.ts';
export type { AuthoredEvent } from './language/observables/observable-methods.ts';
export type { OwedOptions } from './language/owed/owed-methods.ts';
export {
  assumption,
  assumptionSet,
  type Chosen,
  defaultsOf,
  type SomeParameters,
  scenario,
  size,
  sizeRange,
  text,
  variant,
} from './language/parameter.ts';
// The methods of `SystemBuilder`: these two files augment its interface.
export type {} from './language/process-methods.ts';
export type { InterruptOptions, ProgramOptions, RuleOptions } from './language/process-options.ts';
export type { MappedState } from './language/properties/property-methods.ts';
export type {} from './language/properties/run-property-methods.ts';
export type { Reader } from './language/reader.ts';
export type { Line, Repairs } from './language/repairs/line.ts';
export { type DeclaredLine, repairs } from './language/repairs/repairs.ts';
export type { Next, Snapshot } from './language/snapshot.ts';
export type { EvaluationProfile, ReadProfile } from './model/accounts/profile.ts';
export { type QueueDeclaration, type QueueOptions, queue, rendezvous } from './model/channels/channel.ts';
export { Ipi, ipi } from './model/cpus/ipi.ts';
export { StopMachine, stopMachine } from './model/cpus/stop-machine.ts';
export {
  type Domain,
  ghost,
  grid,
  type IndexOf,
  perCpu,
  type Rendezvous,
  replicated,
  shared,
  type Value,
  type ValueOf,
  value,
} from './model/declaration.ts';
export type { Fairness } from './model/fairness/fairness.ts';
export { Mutex, RwLock, SpinLock, TicketLock } from './model/locks/lock.ts';
export {
  type LockOptions,
  mutex,
  type Nesting,
  type Readers,
  type RwLockOptions,
  rwLock,
  spinLock,
  ticketLock,
} from './model/locks/lock-declaration.ts';
export type { LockRule } from './model/locks/lock-event.ts';
export type { Ordering } from './model/memory.ts';
export type { FreedObject, Life } from './model/objects/object.ts';
export type { Owed } from './model/owed/owed.ts';
export type { Tag } from './model/process.ts';
export type { StepName } from './model/property.ts';
export { Rcu, type RcuCallback, rcu } from './model/rcu/rcu.ts';
export { Completion, completion } from './model/waiting/completion.ts';
export { Semaphore, semaphore } from './model/waiting/semaphore.ts';
export { WaitQueue, type WaitQueueOptions, waitQueue } from './model/waiting/wait-queue.ts';
