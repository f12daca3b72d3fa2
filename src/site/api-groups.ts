/** The public names by what they are for: the order of the API reference. A test compares them with `src/index.ts`. */
export interface ApiGroup {
  readonly title: string;
  readonly names: readonly string[];
}

export const API_GROUPS: readonly ApiGroup[] = [
  { title: 'A model', names: ['defineModel', 'Model', 'PropertiesOf'] },
  {
    title: 'Parameters',
    names: [
      'variant',
      'scenario',
      'assumption',
      'assumptionSet',
      'size',
      'sizeRange',
      'text',
      'defaultsOf',
      'Chosen',
      'SomeParameters',
    ],
  },
  {
    title: 'A system',
    names: [
      'defineSystem',
      'SystemOptions',
      'SystemBuilder',
      'Declared',
      'InitialState',
      'MappedState',
      'AuthoredEvent',
    ],
  },
  {
    title: 'Components',
    names: [
      'value',
      'ghost',
      'shared',
      'replicated',
      'grid',
      'perCpu',
      'Value',
      'ValueOf',
      'Domain',
      'IndexOf',
      'Ordering',
    ],
  },
  {
    title: 'Processes',
    names: [
      'ProgramOptions',
      'RuleOptions',
      'InterruptOptions',
      'BudgetOptions',
      'Label',
      'NamedSteps',
      'Step',
      'TaggedStep',
      'Tag',
      'Fairness',
    ],
  },
  { title: 'A step', names: ['Snapshot', 'Next', 'Reader', 'StepOf', 'ReadOf', 'StepName'] },
  {
    title: 'Locks',
    names: [
      'spinLock',
      'ticketLock',
      'mutex',
      'rwLock',
      'SpinLock',
      'TicketLock',
      'Mutex',
      'RwLock',
      'LockOptions',
      'RwLockOptions',
      'Nesting',
      'Readers',
      'LockRule',
    ],
  },
  {
    title: 'Waiting',
    names: ['waitQueue', 'completion', 'semaphore', 'WaitQueue', 'WaitQueueOptions', 'Completion', 'Semaphore'],
  },
  { title: 'Channels', names: ['queue', 'rendezvous', 'QueueDeclaration', 'QueueOptions', 'Rendezvous'] },
  { title: 'Other CPUs', names: ['ipi', 'stopMachine', 'Ipi', 'StopMachine'] },
  { title: 'RCU and objects', names: ['rcu', 'Rcu', 'RcuCallback', 'ObjectOptions', 'FreedObject', 'Life'] },
  { title: 'What is owed', names: ['Owed', 'OwedOptions'] },
  {
    title: 'Expected verdicts',
    names: ['expecting', 'violated', 'together', 'ExpectedOf', 'Violated', 'Counts', 'AcceptedVacuity', 'Nightly'],
  },
  { title: 'Lines of a repair', names: ['repairs', 'Repairs', 'Line', 'DeclaredLine'] },
  {
    title: 'Checking',
    names: ['check', 'RunOptions', 'CheckpointOptions', 'CheckpointEvent', 'Progress', 'UserError'],
  },
  {
    title: 'The report',
    names: [
      'Report',
      'Verdict',
      'PropertyReport',
      'Counterexample',
      'TraceStep',
      'Statistics',
      'StepCoverage',
      'IdleStep',
      'EvaluationProfile',
      'ReadProfile',
    ],
  },
];
