/** How each property stands at each moment of a trace, as exploring by hand would show it. */
import { standingsOf } from '../../explore/standings.ts';
import type { System } from '../../model/system.ts';
import type { ClaimEvidence, StandingKey } from '../../page/evidence.ts';
import type { Standing } from '../../page/position.ts';
import type { Path } from '../../semantics/path.ts';

export function claimsAlong(system: System, { states, steps }: Path): readonly ClaimEvidence[] {
  const along = states.map((_, i) =>
    standingsOf(system, { states: states.slice(Math.max(0, i - 1), i + 1), steps: steps.slice(Math.max(0, i - 1), i) }),
  );
  return system.properties.map(({ id, title, kind }, n) => ({
    id,
    title,
    kind,
    at: along.map((standings) => keyOf(standings[n])).join(''),
  }));
}

function keyOf(one: Standing | undefined): StandingKey {
  switch (one?.standing) {
    case 'holds':
      return 'h';
    case 'violated':
      return 'v';
    case 'reached':
      return 'r';
    default:
      // Of a property of infinite runs the note says how its sides stand.
      if (one?.note?.includes('still owed') === true) return 'o';
      return one?.note?.includes('fulfilled') === true ? 'f' : '-';
  }
}
