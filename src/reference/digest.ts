/** The digests of levels, as model/digest.ts defines them, value by value. */
import type { Canonical } from '../model/canonical.ts';
import { type LevelDigest, levelDigest, mixed, valueHash } from '../model/digest.ts';
import type { State } from '../model/state.ts';
import type { FoundStates } from './found.ts';

/** The digests of the levels up to `last`, all of whose states must be known. */
export function digestsOf({ system, known, depthOf }: FoundStates, last: number): LevelDigest[] {
  const hashes = system.slots.map((slot) => {
    const ofSlot = new Map<Canonical, bigint>();
    return (value: Canonical): bigint => {
      const hash = ofSlot.get(value) ?? valueHash(slot, value);
      ofSlot.set(value, hash);
      return hash;
    };
  });
  const hashOf = ({ values }: State) => mixed(values.reduce((sum, value, i) => sum + (hashes[i]?.(value) ?? 0n), 0n));
  const levels = Array.from({ length: last + 1 }, () => ({ states: 0, sum: 0n }));
  for (const [index, state] of known.entries()) {
    const level = levels[depthOf[index] as number];
    if (level === undefined) continue;
    level.states++;
    level.sum += hashOf(state);
  }
  return levels.map(({ states, sum }) => levelDigest(states, sum));
}
