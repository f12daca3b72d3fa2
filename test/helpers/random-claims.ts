/** Claims of random systems (random-system.ts) about what stays, what recurs and what is enabled, and which systems are rule sets alone. */
import type { RandomSystem } from './random-system.ts';

// biome-ignore lint/suspicious/noExplicitAny: the data decides at run time what a claim reads.
type Untyped = any;

/** `asks`: a predicate of the data, by its number. */
export function withLaterClaims(
  builder: Untyped,
  { rules }: RandomSystem,
  asks: (which: number) => (s: Untyped) => boolean,
): Untyped {
  const more = builder
    .stabilises('X', 'something stays', asks(5), { assuming: { infinitelyOften: asks(3) } })
    .stepInfinitelyOften('Y', 'a step recurs', (_: Untyped, after: Untyped, step: Untyped) => {
      return step.label !== 'l0' && asks(7)(after);
    });
  if (rules.steps.length === 0) return more;
  const enabled = (s: Untyped) => (rules.replicas === 1 ? s.enabled('r', 'r0') : s.enabled('r', 1, 'r0'));
  return more.invariant('K', 'a claim about what is enabled', (s: Untyped) => enabled(s) || asks(9)(s));
}

/** Some systems have no programs: there, a state without any step is a deadlock. */
export function areRulesAlone({ rules, limit, oneCpu, initials }: RandomSystem): boolean {
  return rules.steps.length > 0 && limit === 3 && oneCpu && initials.length === 0;
}
