/** The crash with which Everywhen introduces itself, and what to type after it. */

/** The cell of the race in Xen that killed Windows guests. */
export const CRASH = {
  model: 'viridian-assist',
  parameters: { variant: 'latched-vector', guest: 'ignore', config: 'E1' },
  property: 'P1',
} as const;

const WORDS = Object.entries(CRASH.parameters)
  .map((parameter) => parameter.join('='))
  .join(' ');

/** Three commands, ready to paste into a shell. No line is longer than 60 characters. */
export const NEXT_COMMANDS: readonly string[] = [
  'Type next:',
  '',
  '  # What does the crash need?',
  `  npx everywhen check ${CRASH.model} \\`,
  `    ${WORDS} --explain`,
  '',
  '  # Walk to the crash yourself, in the browser.',
  `  npx everywhen explore ${CRASH.model} \\`,
  `    ${WORDS}`,
  '',
  '  # Which models are there?',
  '  npx everywhen list',
];
