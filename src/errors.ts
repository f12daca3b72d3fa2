/**
 * Errors that are the user's to mend: what, where, the likely cause and the next command, never a stack trace.
 * Broken promises of our own are assertions instead, and those may crash.
 */

import wrapAnsi from 'wrap-ansi';

export type ErrorCode =
  | 'E_USAGE' // the command line
  | 'E_MODEL' // no such model, or a file that does not give one
  | 'E_PARAMETER' // an unknown parameter, a value outside its domain, a combination that the model refuses
  | 'E_SYSTEM' // a system that contradicts itself
  | 'E_LABEL' // a label that does not exist, or whose name JavaScript would reorder
  | 'E_COMPONENT' // a component or process that was never declared
  | 'E_INDEX' // a replica that does not exist, or none where one is meant
  | 'E_STEP' // a step or predicate that throws, or returns something else than a snapshot
  | 'E_VALUE' // a value that cannot be part of a state
  | 'E_MUTATION' // a step that changes a value in place
  | 'E_IMPURE' // a step that gives two results for the same values
  | 'E_GHOST' // a step that depends on a ghost
  | 'E_TRACE' // a trace that cannot be read or no longer fits
  | 'E_QUEUE' // a queue that cannot be reached or used
  | 'E_CHECKPOINT' // a checkpoint that cannot be gone on from, or must not be overwritten
  | 'E_INTERNAL'; // a counterexample that did not replay: a bug of ours, reported instead of a wrong trace

export interface Advice {
  /** The likely cause, or what to do about it: whole sentences. */
  readonly hint?: string | undefined;
  /** A command that shows it again or mends it. */
  readonly next?: string | undefined;
}

/** Of a name or a string in a trace. */
const SHOWN_MAX = 500;
/** Of one sentence of an error, which may quote several. */
const SENTENCE_MAX = 5000;

export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: ErrorCode;
  readonly advice: Advice;

  constructor(code: ErrorCode, what: string, advice: Advice = {}) {
    super(what);
    this.code = code;
    this.advice = advice;
  }
}

/** The few lines that a person reads: the code in a margin of its own, then what, why and what next. */
export function renderError({ code, message, advice }: UserError, width = 100): string {
  const margin = ' '.repeat(code.length + 2);
  const text = [message, advice.hint, advice.next]
    .filter((line) => line !== undefined)
    .map((line) => inert(shortened(line, SENTENCE_MAX)))
    .join('\n');
  const lines = wrapAnsi(text, width - margin.length).split('\n');
  return lines.map((line, index) => (index === 0 ? `${code}  ${line}` : margin + line)).join('\n');
}

/**
 * The text with its control characters written out, so that a name or value cannot command the terminal; also what cannot be
 * written as UTF-8 or XML (halves of surrogate pairs, U+FFFE, U+FFFF).
 */
export function inert(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu, written);
}

/** The same of a name or value, which cannot begin a line of its own either. */
export function inertLine(text: string): string {
  return inert(text).replaceAll('\n', '\\n');
}

/** The beginning of a text that nobody reads to its end, in the form that `show` gives it, and how much is left out. */
export function shortened(text: string, lengthMax = SHOWN_MAX, show = (shown: string) => shown): string {
  if (text.length <= lengthMax) return show(text);
  // Not between the halves of a character.
  const shown = text.slice(0, lengthMax).replace(/[\ud800-\udbff]$/, '');
  return `${show(shown)}… [${(text.length - shown.length).toLocaleString('en')} more characters]`;
}

/** JSON that a terminal can be shown: the same value for whoever reads it. */
export function inertJson(value: unknown, space?: number): string {
  // Between values `JSON.stringify` writes no control character but the line feeds of `space`.
  return JSON.stringify(value, undefined, space).replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, i) => `\\u${hex(character.charCodeAt(i)).padStart(4, '0')}`).join(''),
  );
}

function written(character: string): string {
  return `\\u{${hex(character.codePointAt(0) ?? 0)}}`;
}

function hex(code: number): string {
  return code.toString(16);
}
