/** The report of one property: its verdict, with the trace that decides it. */
import type { Property } from '../model/property.ts';
import { isLasting, isReached, judgedIn } from '../model/property-kinds.ts';
import type { StateReader } from '../model/state-reader.ts';
import { retrace } from '../semantics/path.ts';
import { confirmed } from './confirm.ts';
import type { Counterexample } from './counterexample.ts';
import { vacuousBecause } from './doubt/vacuity.ts';
import type { Lasting } from './liveness/liveness.ts';
import { lockFindings, waitsUndecided } from './locks/lock-order.ts';
import type { PropertyReport } from './report.ts';
import type { Explored } from './run.ts';

type Verdict = Omit<PropertyReport, 'id' | 'title' | 'kind' | 'informational' | 'outcomes'>;

export function propertyReport(property: Property<StateReader>, explored: Explored, lasting: Lasting): PropertyReport {
  const { id, title, kind, informational } = property;
  const { exploration } = explored;
  const outcomes = kind === 'outcomes' ? exploration.outcomes.of(id) : undefined;
  return {
    id,
    title,
    kind,
    ...(informational && { informational }),
    ...(outcomes && { outcomes }),
    ...(impossibleVerdict(property) ??
      foundVerdict(property, explored) ??
      lastingVerdict(property, explored, lasting) ??
      lockVerdict(property, explored) ??
      undecidedVerdict(property, explored, lasting) ??
      exhaustiveVerdict(property, explored, lasting)),
  };
}

/** The verdict of a property that nothing could violate, whatever is explored. */
function impossibleVerdict(property: Property<StateReader>): Verdict | undefined {
  if (judgedIn(property) !== 'nowhere') return undefined;
  return { verdict: 'not judged', vacuous: true, vacuousBecause: 'no state could violate it' };
}

/** The verdict of a property that a state or step decided. */
function foundVerdict(property: Property<StateReader>, { exploration }: Explored): Verdict | undefined {
  if (!exploration.found.has(property.id)) return undefined;
  const route = exploration.pathTo(property.id);
  const path = retrace(exploration.system, route);
  const shown = confirmed(exploration.system, property, path);
  const trace = {
    ...shown,
    ...(route.isGreedy && { switchesUncompared: true as const }),
    ...(route.isReduced && { notShortest: true as const }),
  };
  return isReached(property.kind) ? { verdict: 'holds', witness: trace } : violated(trace);
}

/** The verdict of a property that an infinite run violates. */
function lastingVerdict(
  property: Property<StateReader>,
  { exploration: { system } }: Explored,
  { lassos }: Lasting,
): Verdict | undefined {
  const lasso = lassos.get(property.id);
  return lasso && violated(confirmed(system, property, retrace(system, lasso.path), lasso));
}

/** The verdict of a property of lock order that is violated. */
function lockVerdict(property: Property<StateReader>, { exploration }: Explored): Verdict | undefined {
  const broken = property.kind === 'lock order' ? lockFindings(property, exploration) : [];
  if (broken.length === 0) return undefined;
  const [first] = broken.flatMap(({ traces }) => traces);
  return {
    verdict: 'violated',
    lockFindings: broken,
    ...(first !== undefined && { counterexample: first.trace }),
  };
}

/** Inconclusive, where the exploration stopped early or the property could not be judged. */
function undecidedVerdict(
  property: Property<StateReader>,
  { exploration, stopped }: Explored,
  { judged }: Lasting,
): Verdict | undefined {
  const undecided =
    property.kind === 'lock order'
      ? waitsUndecided(property, exploration)
      : isLasting(property) && !judged.has(property.id);
  return stopped !== undefined || undecided ? { verdict: 'inconclusive' } : undefined;
}

/** The verdict of a property that no reachable state, step or run decides. */
function exhaustiveVerdict(
  property: Property<StateReader>,
  { exploration }: Explored,
  { unassumed }: Lasting,
): Verdict {
  if (isReached(property.kind)) return { verdict: 'violated' };
  const because = unassumed.has(property.id)
    ? 'no fair run satisfies its assumptions'
    : vacuousBecause(property, exploration);
  // Under a mapping that makes each step a stutter any system refines any specification.
  const verdict = property.kind === 'refinement' && because !== undefined ? 'not judged' : 'holds';
  return { verdict, ...(because !== undefined && { vacuous: true, vacuousBecause: because }) };
}

function violated(counterexample: Counterexample): Verdict {
  return { verdict: 'violated', counterexample };
}
