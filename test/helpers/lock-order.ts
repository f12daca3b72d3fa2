/** Small systems of two locks, and what a property of lock order says of a system, by engine and reference alike. */
import type { ExecutionContext } from 'ava';
import { defineSystem, type LockRule, spinLock } from 'everywhen';
import { checkSystem } from '../../src/check/check.ts';
import type { PropertyReport } from '../../src/check/report.ts';
import { replay } from '../../src/trace/replay.ts';
import { property, systemOf } from './explored.ts';

/** What the property `L` says, of engine and reference alike, with every trace replayed. */
export async function judged(t: ExecutionContext, builder: unknown): Promise<PropertyReport> {
  const system = systemOf(builder);
  const by = async (engine: 'kernel' | 'reference') =>
    (await checkSystem(system, { model: 'test', parameters: {} }, { engine, workers: 1 })).properties;
  const properties = await by('kernel');
  t.deepEqual(properties, await by('reference'));
  const report = property({ properties } as never, 'L');
  for (const { trace } of report.lockFindings?.flatMap(({ traces }) => traces) ?? []) {
    t.is(replay(system, 'L', trace), undefined);
  }
  return report;
}
/** The findings in brief: the rule, and the lengths of its traces. */
export const brief = ({ lockFindings = [] }: PropertyReport) =>
  lockFindings.map(({ rule, traces }) => [rule, ...traces.map(({ trace }) => trace.steps.length)]);

export const only = (...rules: LockRule[]) => ({ rules });

/** Two processes take a and b in opposite orders, one after the other by a third lock. */
export const guarded = (inverted: boolean) =>
  defineSystem({ guard: spinLock(), a: spinLock(), b: spinLock() })
    .process('p', {
      guard: (s) => s.acquire('guard'),
      a: (s) => s.acquire('a'),
      b: (s) => s.acquire('b')?.release('b').release('a').release('guard'),
    })
    .process('q', {
      guard: (s) => s.acquire('guard'),
      b: (s) => s.acquire('b'),
      a: inverted ? (s) => s.acquire('a')?.release('a') : undefined,
      last: (s) => s.release('b').release('guard'),
    });

export const unguarded = () =>
  defineSystem({ a: spinLock(), b: spinLock() })
    .process('p', { a: (s) => s.acquire('a'), b: (s) => s.acquire('b')?.release('b').release('a') })
    .process('q', { b: (s) => s.acquire('b'), a: (s) => s.acquire('a')?.release('a').release('b') });
