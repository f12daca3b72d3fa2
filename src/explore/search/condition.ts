/**
 * What a state is searched for, as text: clauses with `and` between them.
 *
 *     x = 3, irr[1] != none, left >= 2    a value, or a part of one
 *     sender[0] at kick                   a process is at a label
 *     sender[0] can kick                  a step is enabled
 *     violated P1, holds P1               a property
 *     quiescent                           nobody is obliged to do anything
 *
 * The text is data: it comes from an address or a form, and nothing of it is ever run.
 */
import { UserError } from '../../errors.ts';
import { suggestion } from '../../model/names.ts';
import { alternativeText, HALTED, type Process } from '../../model/process.ts';
import type { Property } from '../../model/property.ts';
import type { StateReader } from '../../model/state-reader.ts';
import type { System } from '../../model/system.ts';
import type { JsonValue } from '../../model/value-json.ts';
import { wholeValueText } from '../../trace/value-text.ts';
import { placeNamed, valueAt } from './place.ts';
import { type Word, Words } from './words.ts';

/** The states that satisfy a condition, or the violations of a property that states alone do not decide. */
export type Condition =
  | {
      readonly kind: 'states';
      readonly holds: (s: StateReader) => boolean;
      /** Only quiescent states are meant. */
      readonly quiescent: boolean;
    }
  | { readonly kind: 'violation'; readonly property: Property<StateReader> };

interface Clause {
  readonly holds: (s: StateReader) => boolean;
  readonly quiescent?: boolean;
  /** Of a property that no predicate of a state decides. */
  readonly violation?: Property<StateReader>;
}

const FORMS =
  "Write NAME = VALUE, PROCESS at LABEL, PROCESS can STEP, violated ID, holds ID or quiescent; 'and' joins them.";

/** Throws `E_USAGE`, with what there is, for a text that is not a condition of this system. */
export function parseCondition(system: System, text: string): Condition {
  const words = new Words(text);
  const clauses = words.clauses().map((clause) => clauseOf(system, clause, words));
  const violation = clauses.find((clause) => clause.violation !== undefined)?.violation;
  if (violation === undefined) {
    return {
      kind: 'states',
      holds: (s) => clauses.every(({ holds }) => holds(s)),
      quiescent: clauses.some(({ quiescent }) => quiescent === true),
    };
  }
  if (clauses.length > 1) {
    throw new UserError('E_USAGE', `'violated ${violation.id}' cannot be joined with anything.`, {
      hint: 'The property is not decided by a state alone.',
    });
  }
  return { kind: 'violation', property: violation };
}

function clauseOf(system: System, clause: string, words: Words): Clause {
  if (clause === 'quiescent') return { holds: () => true, quiescent: true };
  const [, standing, id] = /^(violated|holds)\s+(.+)$/s.exec(clause) ?? [];
  if (standing !== undefined) return ofProperty(system, standing as 'violated' | 'holds', words.word(id ?? '').text);
  const [, name, sign, value] = /^(.+?)\s*(!=|<=|>=|=|<|>)\s*(.+)$/s.exec(clause) ?? [];
  if (name !== undefined) return ofValue(system, words.word(name).text, sign as Sign, words.word(value ?? ''));
  const [, process, verb, step] = /^(.+?)\s+(at|can)\s+(.+)$/s.exec(clause) ?? [];
  if (process !== undefined) {
    const one = processNamed(system, words.word(process).text);
    const what = words.word(step ?? '').text;
    return verb === 'at' ? ofLabel(one, what) : ofStep(one, what);
  }
  const what = clause === '' ? 'a condition is empty.' : `'${words.word(clause).text}' is no condition.`;
  throw new UserError('E_USAGE', what, { hint: FORMS });
}

type Sign = '=' | '!=' | '<' | '<=' | '>' | '>=';

const ORDERS: { readonly [S in Exclude<Sign, '=' | '!='>]: (a: number, b: number) => boolean } = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function ofValue(system: System, name: string, sign: Sign, wanted: Word): Clause {
  const place = placeNamed(system, name);
  if (sign === '=' || sign === '!=') {
    return { holds: (s) => isValue(valueAt(place, s), wanted) === (sign === '=') };
  }
  const bound = Number(wanted.text);
  if (Number.isNaN(bound)) {
    throw new UserError('E_USAGE', `'${wanted.text}' is no number, and ${sign} compares numbers.`, { hint: FORMS });
  }
  return {
    holds: (s) => {
      const value = valueAt(place, s);
      return typeof value === 'number' && ORDERS[sign](value, bound);
    },
  };
}

/** Whether a value is the one that is written, as traces print it. What is quoted is a string. */
function isValue(value: JsonValue | undefined, { text, isQuoted }: Word): boolean {
  if (value === undefined) return false;
  if (isQuoted || value === text) return value === text;
  return wholeValueText(value) === text;
}

function processNamed({ processes }: System, name: string): Process {
  const found = processes.find((process) => process.name === name);
  if (found !== undefined) return found;
  throw new UserError('E_USAGE', `there is no process '${name}'.`, {
    hint: suggestion(
      name,
      processes.map((process) => process.name),
    ),
  });
}

function ofLabel({ name, alternativesAt, labelSlot }: Process, label: string): Clause {
  if (labelSlot === undefined) {
    throw new UserError('E_USAGE', `'${name}' is a rule set and is at no label.`, { hint: `Write ${name} can STEP.` });
  }
  const known = [...alternativesAt.keys(), HALTED];
  if (!known.includes(label)) {
    throw new UserError('E_USAGE', `process '${name}' has no label '${label}'.`, { hint: suggestion(label, known) });
  }
  return { holds: (s) => s.at(name) === label };
}

function ofStep({ name, alternatives }: Process, step: string): Clause {
  const known = [...new Set(alternatives.flatMap((one) => [one.label, alternativeText(one)]))];
  if (!known.includes(step)) {
    throw new UserError('E_USAGE', `process '${name}' has no step '${step}'.`, { hint: suggestion(step, known) });
  }
  return { holds: (s) => s.enabled(name, step) };
}

function ofProperty({ properties }: System, standing: 'violated' | 'holds', id: string): Clause {
  const property = properties.find((one) => one.id === id);
  if (property === undefined) {
    throw new UserError('E_USAGE', `there is no property '${id}'.`, {
      hint: suggestion(
        id,
        properties.map((one) => one.id),
      ),
    });
  }
  const { kind } = property;
  if (kind === 'invariant' || kind === 'quiescence' || (kind === 'reachable' && standing === 'holds')) {
    const { when, holds } = property;
    const quiescent = kind === 'quiescence' || property.quiescent === true;
    const wanted = standing === 'holds';
    return { holds: (s) => (when === undefined || when(s)) && holds(s) === wanted, quiescent };
  }
  if (standing === 'violated' && kind !== 'reachable' && kind !== 'outcomes') {
    return { holds: () => false, violation: property };
  }
  const why = standing === 'holds' ? 'no single state shows that it holds' : 'no single state violates it';
  throw new UserError('E_USAGE', `'${id}' cannot be searched for: ${why}.`, { hint: FORMS });
}
