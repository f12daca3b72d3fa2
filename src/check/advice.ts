/** What an author can do about a step or property that is evaluated too often. docs/fast-models.md has the figures. */
import type { EvaluationProfile, ReadProfile } from '../model/accounts/profile.ts';

/** Advice is for what takes this share of the run, or more. */
const SHARE_MIN = 0.1;
/** With more outcomes in one evaluation, a choice is worth dividing. */
const OUTCOMES_MANY = 8;
/** A value that takes fewer values than this is not what makes reads differ. */
const VALUES_MANY = 8;

/** `msgs (12,345 values), turn (2)`: the first of them, with the number of the others. */
export function readsText(reads: readonly ReadProfile[], shown = 4): string {
  const named = reads.slice(0, shown).map(({ name, values, parts }, i) => {
    const grain = parts === undefined ? '' : ` in each of ${parts.toLocaleString('en')} parts`;
    return `${name} (${values.toLocaleString('en')}${i === 0 ? (values === 1 ? ' value' : ' values') : ''}${grain})`;
  });
  const others = reads.length - named.length;
  return [...named, ...(others > 0 ? [`${others} more`] : [])].join(', ');
}

/** As `adviceOf`, for what took much of a run of this many seconds. */
export function adviceFor(row: EvaluationProfile, seconds: number): string | undefined {
  return row.seconds >= SHARE_MIN * seconds ? adviceOf(row) : undefined;
}

/** One sentence; undefined if nothing is known that would help. */
export function adviceOf({ kind, outcomes, reads }: EvaluationProfile): string | undefined {
  const [widest] = reads;
  if (widest === undefined || widest.values < VALUES_MANY) return undefined;
  if (outcomes > OUTCOMES_MANY && kind === 'step') {
    return `Give each of its ${outcomes.toLocaleString('en')} outcomes a rule of its own, which reads less.`;
  }
  if (widest.isCollection && widest.parts === undefined) {
    return `Ask '${widest.name}' by filter, has or get, or split it into components.`;
  }
  if (widest.isCollection) return `It reads many parts of '${widest.name}': filter before you iterate.`;
  const many = reads.filter(({ values }) => values >= VALUES_MANY);
  if (many.length < 2) return undefined;
  const [first, second] = many.map(({ name }) => `'${name}'`);
  const names = `${first}${many.length > 2 ? ',' : ' and'} ${second}${many.length > 2 ? ' and others' : ''}`;
  return kind === 'step'
    ? `It reads ${names} together: steps that read one of them each are evaluated less often.`
    : `It reads ${names} together: claims that read one of them each are evaluated less often.`;
}
