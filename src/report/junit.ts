/**
 * JUnit XML for test runners and CI, as Jenkins reads it (xUnit plugin, junit-10.xsd). A matrix is a suite for each model and a
 * case for each cell, a check a suite with a case for each property. An expected violation is a pass.
 */
import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import { inertLine, shortened } from '../errors.ts';
import { type JudgedCase, type JudgedSuite, suitesOf } from './judged-cases.ts';
import type { Output } from './output.ts';
import type { Reporter } from './reporter.ts';

/** The longest name or line, in characters. */
const TEXT_MAX = 5000;

export function junitReporter(output: Output): Reporter {
  return {
    wantsReports: true,
    onEnd: (result) => output.write(`${junitXml(suitesOf(result))}\n`),
  };
}

function junitXml(suites: readonly JudgedSuite[]): string {
  const document = create({ version: '1.0', encoding: 'UTF-8' });
  const root = document.ele('testsuites', { name: 'everywhen', ...countsOf(suites.flatMap(({ cases }) => cases)) });
  for (const suite of suites) addSuite(root, suite);
  return document.end({ prettyPrint: true, wellFormed: true });
}

function addSuite(root: XMLBuilder, { name, cases, seconds }: JudgedSuite): void {
  const sum = seconds ?? cases.reduce((total, one) => total + (one.seconds ?? 0), 0);
  const suite = root.ele('testsuite', {
    name: shown(name),
    ...countsOf(cases),
    skipped: cases.filter((one) => one.standing === 'inconclusive' && !one.wasInterrupted).length,
    time: sum.toFixed(3),
  });
  for (const one of cases) addCase(suite, name, one);
}

function addCase(suite: XMLBuilder, suiteName: string, one: JudgedCase): void {
  const element = suite.ele('testcase', {
    classname: shown(suiteName),
    name: shown(one.name),
    ...(one.seconds !== undefined && { time: one.seconds.toFixed(3) }),
  });
  const message = shown(one.because.join(' '));
  if (one.standing === 'unexpected') {
    const text = [...one.because, one.command, '', ...one.trace('text')].map(shown).join('\n');
    element.ele('failure', { type: one.isBroken ? 'broken' : 'violated', message }).txt(text.trimEnd());
  } else if (one.standing === 'inconclusive') {
    if (one.wasInterrupted) element.ele('error', { type: 'interrupted', message });
    else element.ele('skipped', { message });
  }
  if (one.within !== undefined) {
    element.ele('system-out').txt(shown(`Judged ${one.within}: a larger budget may change the verdict.`));
  }
}

/**
 * Control characters, which XML cannot contain even escaped, are written out as in all printed text. The builder keeps text that looks
 * like an entity, so every ampersand must be escaped before.
 */
function shown(text: string): string {
  return inertLine(shortened(text, TEXT_MAX)).replaceAll('&', '&amp;');
}

/** Skipped cases are counted for suites only. */
function countsOf(cases: readonly JudgedCase[]) {
  return {
    tests: cases.length,
    failures: cases.filter(({ standing }) => standing === 'unexpected').length,
    errors: cases.filter(({ standing, wasInterrupted }) => standing === 'inconclusive' && wasInterrupted).length,
  };
}
