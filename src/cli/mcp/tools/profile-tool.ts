/** `profile`: what the evaluations of each step and property cost, the table that `check --profile` prints. */
import * as v from 'valibot';
import { profileLines } from '../../../report/list/profile-list.ts';
import { counted } from '../../../trace/counted.ts';
import { from, parsed, system } from '../arguments.ts';
import { boundedLines } from '../bounded.ts';
import { reportOf } from '../report-text.ts';
import { explored, type Tool } from '../tool.ts';

const schema = v.strictObject({ ...system, from: v.optional(from) });

export const profileTool: Tool = {
  name: 'profile',
  title: 'Profile a check',
  description:
    'Where the time of a check goes: the steps and properties whose evaluations cost most, what they read, and advice.',
  schema,
  async run(given, context) {
    const { from: first = 1, ...asked } = parsed(schema, given);
    const {
      verdict,
      statistics,
      profile = [],
    } = reportOf(await explored(['--profile', '--format=json'], asked, context));
    const { states, transitions, seconds } = statistics;
    const counts = `${verdict}: ${counted(states, 'state')}, ${counted(transitions, 'transition')}`;
    return boundedLines([counts, '', ...profileLines(profile, seconds)].join('\n'), first);
  },
};
