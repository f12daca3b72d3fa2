/** What is accepted as vacuous in some cells, with the reason. */
import type { AcceptedVacuity } from 'everywhen';
import { type Case, edge, moves, raises } from './conditions.ts';
import type { parameters } from './parameters.ts';
import { type Choice, designOf } from './parameters.ts';
import { scenarioOf } from './scripts.ts';
import type { PropertyId } from './system.ts';

type Accepted = AcceptedVacuity<PropertyId, Choice, keyof typeof parameters>;

const where = (holds: (at: Case) => boolean) => (choice: Choice) =>
  holds({
    ...choice,
    cell: choice.scenario,
    name: choice.scenario,
    scenario: scenarioOf(choice),
    design: designOf(choice),
  });

/** A design that does not kick leaves everything in the latch of a vCPU that never exits for another reason. */
const neverDelivers = (at: Case) =>
  at.design.late !== 'kick' &&
  !at.scenario.wfi &&
  at.scenario.exits === 0 &&
  (at.design.early !== 'kick' || !edge(at) || raises(at) === 1);

const never = (...properties: readonly PropertyId[]): readonly Accepted[] =>
  properties.map((property) => ({
    property,
    where: where((at) => neverDelivers(at) && (property !== 'A1' || edge(at)) && (property !== 'LS' || !edge(at))),
    because: 'no step makes the vCPU look at its list, and nothing else makes it exit',
  }));

export const vacuous: readonly Accepted[] = [
  ...never('A1', 'A2', 'A5', 'I3', 'LS'),
  { property: 'A1', where: where((at) => !edge(at)), because: 'a level interrupt may be taken again (LS)' },
  { property: 'LS', where: where(edge), because: 'no interrupt is level-triggered' },
  ...(['A3', 'A4'] as const).map(
    (property): Accepted => ({
      property,
      where: where((at) => !moves(at) || neverDelivers(at)),
      because: 'no interrupt is moved: its target does not change, or its vCPU never exits',
    }),
  ),
  { property: 'I4', where: where((at) => !at.scenario.lpi), because: 'only LPIs are counted' },

  { step: 'INJ: UNLOCK', because: 'the device raises its line when it is down, and lowers it when it is up' },
  { step: 'vCPU1: P2 put', because: 'the LPI of S8 and S8i belongs to vCPU 0 throughout' },
  { step: 'vCPU1: guest / maint', because: 'the level interrupts belong to vCPU 0 throughout' },
];
