/** An explanation in words: one paragraph, made of labels. */
import { alternativeText } from '../../model/process.ts';
import type { DeclaredStep, Question } from './asked.ts';
import type { Explained, Part } from './explained.ts';

/** What a violation needs, what it does not need, and what was not decided. */
export function summaryOf(id: string, { parts, together }: Pick<Explained, 'parts' | 'together'>): string {
  const those = (needed: Part['needed']) => parts.filter((part) => part.needed === needed);
  const [needed, spare, open] = [those('needed'), those('not needed'), those('undecided')];
  const sentences = [
    ...(needed.length === 0 ? [] : [`is violated only if ${list(needed.map(clauseOf), 'and')}.`]),
    ...(spare.length === 0 ? [] : [`does not need ${list(spare.map(withLength), 'or')}.`]),
    ...(open.length === 0 ? [] : [`may or may not need ${list(open.map(nounOf), 'or')}: that was not decided.`]),
  ].map((sentence, i) => `${i === 0 ? id : 'It'} ${sentence}`);
  if (sentences.length === 0) {
    return `This trace to ${id} has nothing to leave out: no environment step, and no context switch that could be avoided.`;
  }
  return [...sentences, ...(together === undefined ? [] : togetherSentences(parts, together))].join(' ');
}

/** `src.kick` of source, with the step in backquotes. */
export function stepOf(step: DeclaredStep): string {
  return `${quoted(step)} of ${step.process}`;
}

/** A question without the steps of the trace that it is about. */
type Asking = Omit<Question, 'steps'>;

/** The steps of a process between which another one interleaves: `a` and `b` of p. */
export function gapOf({ before = [], ...after }: Asking): string {
  return `${quoted(after)} and ${list(before.map(quoted), 'or')} of ${after.process}`;
}

/** The part that a question is about, in words. */
export function nounOf(question: Asking): string {
  return question.kind === 'environment step' ? stepOf(question) : `anything between ${gapOf(question)}`;
}

/** Words with commas, the last one after `and` or `or`. */
export function list(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

function clauseOf(question: Asking): string {
  if (question.kind === 'environment step') return `${stepOf(question)} happens`;
  return `something comes in between ${gapOf(question)} (here ${list((question.comesIn ?? []).map(stepOf), 'or')})`;
}

function withLength(part: Part): string {
  return `${nounOf(part)} (${part.length} ${part.length === 1 ? 'step' : 'steps'} without)`;
}

/** What the violation needs once all of `together` is left out, without what it needs in any case. */
function togetherSentences(parts: readonly Part[], together: NonNullable<Explained['together']>): string[] {
  const more = (needed: Part['needed']) =>
    together.parts.filter(
      (part) => part.needed === needed && !parts.some((one) => one.needed === needed && same(one, part)),
    );
  const [needed, open] = [more('needed'), more('undecided')];
  const without = `Without ${list(together.leftOut.map(nounOf), 'and')}, it is violated`;
  if (needed.length > 0) return [`${without} only if ${list(needed.map(clauseOf), 'and')}.`, ...openSentence(open)];
  if (open.length > 0) return [`${without} still.`, ...openSentence(open)];
  return together.leftOut.length < 2 ? [] : ['It needs none of these, not even when all are left out together.'];
}

function same(a: Part, b: Part): boolean {
  return a.kind === b.kind && stepOf(a) === stepOf(b);
}

function openSentence(open: readonly Part[]): string[] {
  return open.length === 0 ? [] : [`Whether it then needs ${list(open.map(nounOf), 'or')} was not decided.`];
}

function quoted({ label, alternative }: DeclaredStep): string {
  return `\`${alternativeText({ label, name: alternative })}\``;
}
