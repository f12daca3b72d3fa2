/** The command `work`, and what `nightly` has to know of a queue. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { time, wholeNumber } from '../options/option-values.ts';

/** Of a machine that says nothing, until its cells go to others. */
const LOST = { seconds: 60, shown: '60s' };
/** For a machine that fits, or for a server that is out of reach. */
const WAIT = { seconds: 600, shown: '10m' };

const CHECKPOINT = { seconds: 600, shown: '10m' };

export function addWorkCommand(program: Command, exit: (code: number) => void): void {
  withServer(program.command('work'))
    .description('take cells from a queue that `nightly --queue` fills, on this machine')
    .option('--workers <n>', 'threads; as many as the machine has if not said', wholeNumber)
    .option('--idle <time>', 'end after so long without a cell; stay until stopped if not said', time)
    .option('--checkpoints <folder>', 'where cells leave how far they have come; one that all machines see is best')
    .addOption(timeOption('--checkpoint-every <time>', 'how often', CHECKPOINT))
    .addHelpText(
      'after',
      '\nExample: EVERYWHEN_QUEUE=redis://:secret@host:6379 everywhen work\nCtrl-C gives its cells back to the queue, unharmed.',
    )
    .action(async (options) => {
      exit(await (await import('./work.ts')).work(options));
    });
}

/** The options of whoever puts cells into a queue. */
export function withQueue(command: Command): Command {
  return withServer(command)
    .option(
      '--run <name>',
      'of the run in the queue, by which it is taken up again; date and commit if not said',
      runName,
    )
    .addOption(timeOption('--lost-after <time>', 'a machine that was not heard of for so long has died', LOST));
}

/** What both sides of a queue have to know of it. */
function withServer(command: Command): Command {
  return command
    .option(
      '--queue [address]',
      'redis:// or rediss:// of Redis or Valkey; better in the environment as EVERYWHEN_QUEUE, where no list of processes shows its password',
    )
    .option('--queue-ca <file>', 'certificates of authorities that rediss:// trusts, besides those of Node')
    .addOption(
      timeOption('--queue-wait <time>', 'how long to wait for a server out of reach, or for a machine that fits', WAIT),
    );
}

function timeOption(
  flags: string,
  description: string,
  byDefault: { readonly seconds: number; readonly shown: string },
) {
  return new Option(flags, description).argParser(time).default(byDefault.seconds, byDefault.shown);
}

/** It is part of names of keys. */
function runName(text: string): string {
  if (!/^[\w.+-]{1,100}$/.test(text)) {
    throw new InvalidArgumentError('It is made of at most 100 letters, digits and the characters . _ + -.');
  }
  return text;
}
