/**
 * Explains a counterexample: for each of its environment steps and context switches, whether the violation can be reached without
 * it. The answer comes from exploring the system without that part (semantics/restriction.ts), never from the trace alone.
 */
import type { Property } from '../../model/property.ts';
import { PROPERTY_KINDS } from '../../model/property-kinds.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { LeftOut, System } from '../../model/system.ts';
import { rerun } from '../../semantics/path.ts';
import { withoutChance } from '../../semantics/purity.ts';
import type { Counterexample } from '../counterexample.ts';
import type { Report } from '../report.ts';
import type { RunOptions } from '../run.ts';
import { type Asked, askedOf } from './asked.ts';
import type { Explained, Explanation, Part } from './explained.ts';
import { summaryOf } from './explanation-summary.ts';
import { type Answer, Without } from './without.ts';

export interface ExplainOptions extends RunOptions {
  /** The properties to explain; by default, all that are violated. */
  readonly properties?: readonly string[] | undefined;
  /** Called before each exploration. */
  readonly onQuestion?: (property: string, number: number) => void;
}

/**
 * Explains each violation of a report on the system. Costs one exploration for each part of a counterexample, and about as many again
 * for what can be left out together. `timeoutSeconds` and `statesMax` limit all explorations together; parts that no exploration
 * answered within them are `undecided`.
 */
export async function explain(system: System, report: Report, options: ExplainOptions = {}): Promise<Explanation> {
  const { properties = [], onQuestion, ...runOptions } = options;
  const without = new Without(system, runOptions);
  const explained: Explained[] = [];
  for (const found of report.properties) {
    const { id, verdict, counterexample } = found;
    if (verdict !== 'violated' || (properties.length > 0 && !properties.includes(id))) continue;
    const property = system.properties.find((one) => one.id === id) as Property<StateReader>;
    const because = PROPERTY_KINDS[property.kind].unexplained;
    if (because !== undefined || counterexample === undefined) {
      explained.push({ id, because: because ?? 'it has no trace', parts: [] });
      continue;
    }
    let number = 0;
    const ask = (leftOut: LeftOut): Promise<Answer> => {
      onQuestion?.(id, ++number);
      return without.shortest(property, leftOut);
    };
    const partsOf = (trace: Counterexample) => withoutChance(() => askedOf(system, rerun(system, trace)));
    const parts = await explainParts(partsOf(counterexample), ask, partsOf);
    explained.push({ id, ...parts, summary: summaryOf(id, parts) });
  }
  return { properties: explained, ...(without.stopped !== undefined && { stopped: without.stopped }) };
}

async function explainParts(
  asked: readonly Asked[],
  ask: (leftOut: LeftOut) => Promise<Answer>,
  partsOf: (trace: Counterexample) => readonly Asked[],
): Promise<Pick<Explained, 'parts' | 'together'>> {
  const alone = new Map<string, Answer>();
  for (const { key, leftOut } of asked) if (leftOut !== undefined) alone.set(key, await ask(leftOut));
  const parts = asked.map((one) => judged(one, alone));

  // A part that is needed stays needed when more is left out.
  const settled = new Map([...alone].filter(([, answer]) => !isTrace(answer)));
  const spare = asked.filter(({ key, leftOut }) => leftOut !== undefined && !settled.has(key));
  const leftOut: Asked[] = [];
  let now: { readonly asked: readonly Asked[]; readonly trace?: Counterexample } = { asked };
  const next = () =>
    [...spare, ...now.asked].find(
      ({ key, leftOut: what }) => what !== undefined && !settled.has(key) && !leftOut.some((one) => one.key === key),
    );
  for (let one = next(); one !== undefined; one = next()) {
    const { key } = one;
    const isThere = now.asked.some((other) => other.key === key && other.leftOut !== undefined);
    // The first part is left out alone, and that question has an answer already.
    const known = leftOut.length === 0 ? alone.get(key) : undefined;
    const answer = !isThere ? undefined : (known ?? (await ask(allOf([...leftOut, one]))));
    if (answer !== undefined && !isTrace(answer)) {
      settled.set(key, answer);
      continue;
    }
    leftOut.push(one);
    // A shortest trace that does not contain the part stays the shortest.
    if (answer !== undefined) now = { asked: partsOf(answer.trace), trace: answer.trace };
  }
  if (now.trace === undefined) return { parts };
  return {
    parts,
    together: {
      leftOut: leftOut.map(({ question: { steps: _, ...question } }) => question),
      counterexample: now.trace,
      parts: now.asked.map((one) => judged(one, settled)),
    },
  };
}

function isTrace(answer: Answer): answer is Answer & { readonly trace: Counterexample } {
  return answer !== 'none' && 'trace' in answer;
}

function judged({ question, key, leftOut }: Asked, answers: ReadonlyMap<string, Answer>): Part {
  const answer = leftOut && answers.get(key);
  if (answer === undefined) return { ...question, needed: 'unavoidable' };
  if (answer === 'none') return { ...question, needed: 'needed' };
  if ('stopped' in answer) return { ...question, needed: 'undecided', stopped: answer.stopped };
  return { ...question, needed: 'not needed', length: answer.trace.steps.length };
}

function allOf(asked: readonly Asked[]): LeftOut {
  return {
    taken: asked.flatMap(({ leftOut }) => leftOut?.taken ?? []),
    interrupted: asked.flatMap(({ leftOut }) => leftOut?.interrupted ?? []),
  };
}
