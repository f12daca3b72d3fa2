/**
 * Errors that the user can fix: what is wrong, where, the likely cause and the next command, never a stack trace. A broken invariant of
 * our own is an assertion instead, and may crash. docs/errors.md has a section for each code.
 */
import { wrapAnsi } from 'fast-wrap-ansi';

export const ERROR_CODES = [
  'E_USAGE', // the command line, or options of the API
  'E_MODEL', // no such model, or a file that exports none
  'E_PARAMETER', // an unknown parameter, a value outside its domain, a combination that the model refuses
  'E_SYSTEM', // a system that contradicts itself
  'E_LABEL', // a label that does not exist, or whose name JavaScript would reorder
  'E_COMPONENT', // a component or process that was never declared
  'E_INDEX', // a replica that does not exist, or no replica named where there are several
  'E_STEP', // a step or predicate that throws, or that returns something other than a snapshot
  'E_PROPERTY', // a claim that is neither true nor false
  'E_MAPPING', // a refinement mapping that gives no state of the specification
  'E_VALUE', // a value that cannot be part of a state
  'E_MUTATION', // a step that changes a value in place
  'E_IMPURE', // a step that gives two results for the same values
  'E_GHOST', // a step that depends on a ghost
  'E_EMBED', // a model that cannot run in a browser, for a live report
  'E_TRACE', // a trace file that cannot be read
  'E_QUEUE', // a queue that cannot be reached or used
  'E_CHECKPOINT', // a checkpoint that cannot be resumed, or must not be overwritten
  'E_INTERNAL', // a bug of ours: reported instead of a wrong verdict or trace
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface Advice {
  /** The likely cause, or what to do about it, in full sentences. */
  readonly hint?: string | undefined;
  /** A command that shows the error again, or that fixes it. */
  readonly next?: string | undefined;
}

/** In characters, of a name or a string in a trace. */
const SHOWN_MAX = 500;
/** In characters, of one sentence of an error, which may quote several of those. */
const SENTENCE_MAX = 5000;

/**
 * An error that the user can mend: its code, what and where, and advice. Every rejection of `check` that is no bug of the checker is one.
 *
 * @example
 * const error = new UserError('E_STEP', 'a step fails.', { hint: 'Mend it.' });
 * error.code; // => 'E_STEP'
 */
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

/** What was thrown, which need not be an error, as text. */
export function thrownText(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`;
    return typeof thrown === 'object' && thrown !== null ? 'an object that is no error' : String(thrown);
  } catch {
    return 'a value that cannot be shown';
  }
}

/** The lines that a person reads: the code in a margin of its own, then what is wrong, why, and the next command. */
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
 * The text with its control characters written out, so that no name or value can control the terminal. Characters that cannot be
 * written as UTF-8 or XML (halves of surrogate pairs, U+FFFE, U+FFFF) are written out, too.
 */
export function inert(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu, written);
}

/** The same for a name or value, which cannot start a new line either. */
export function inertLine(text: string): string {
  return inert(text).replaceAll('\n', '\\n');
}

/** The beginning of a long text, in the form that `show` gives it, and how much of the text is left out. */
export function shortened(text: string, lengthMax = SHOWN_MAX, show = (shown: string) => shown): string {
  if (text.length <= lengthMax) return show(text);
  // Not between the halves of a surrogate pair.
  const shown = text.slice(0, lengthMax).replace(/[\ud800-\udbff]$/, '');
  return `${show(shown)}… [${(text.length - shown.length).toLocaleString('en')} more characters]`;
}

/** JSON that is safe to print on a terminal: a parser reads the same value. */
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
