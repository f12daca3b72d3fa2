/** The files that reporters and `check` write, and how an older one is recognised, which a newer one may replace. */
import type { ResultKind } from '../files/target-file.ts';

const report = { what: 'the report', next: 'everywhen matrix --reporter list,junit=FILE' };

export const REPORT_KINDS = {
  /** The last lines, which are wrapped: the counts of a check, or those of a matrix. */
  list: {
    ...report,
    ours: 'a list of Everywhen',
    isOurs: (text) =>
      /states?( visited, some more than once)?,\s.*transitions?,\s+depth|cells?,\s+[\d,]+\s+as\s+expected/s.test(text),
  },
  json: { ...report, ours: 'a report of Everywhen', isOurs: (text) => /^\{"models?":["[]/.test(text) },
  junit: { ...report, ours: 'a report of Everywhen', isOurs: (text) => text.includes('<testsuites name="everywhen"') },
} as const satisfies { readonly [reporter: string]: ResultKind };

/** As JSON, or as ITF, in which Everywhen leaves its name. */
export const TRACE_KIND: ResultKind = {
  what: 'the trace',
  ours: 'a trace of Everywhen',
  next: 'everywhen check MODEL --trace-out FILE',
  isOurs: (text) =>
    (/^\{\s*"model":/.test(text) && text.includes('"counterexample":')) ||
    (/^\{\s*"#meta":/.test(text) && text.includes('"everywhen":')),
};

export const VERDICTS_KIND: ResultKind = {
  what: 'the verdicts',
  ours: 'a file of verdicts',
  next: 'everywhen matrix --out FOLDER',
  isOurs: (text) => /^\{ "model": .*, "cells": \[/.test(text),
};

/** A line of JSON for each measurement. */
export const MEASUREMENTS_KIND: ResultKind = {
  what: 'the measurements',
  ours: 'a file of measurements',
  next: 'everywhen bench --out FILE',
  isOurs: (text) => /^\{[^\n]*"case":"/.test(text),
};
