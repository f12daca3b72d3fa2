/** The command `work`, and the options of `nightly` for a queue. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { stepTimeout } from '../options/common-options.ts';
import { duration } from '../options/duration.ts';
import { wholeNumber } from '../options/option-values.ts';

/** The time after which the cells of a silent machine go to others. */
const LOST = { seconds: 60, shown: '60s' };
/** How long to wait for a machine that fits, or for a server that is out of reach. */
const WAIT = { seconds: 600, shown: '10m' };

const CHECKPOINT = { seconds: 600, shown: '10m' };

export function addWorkCommand(program: Command, exit: (code: number) => void): void {
  withServer(program.command('work'))
    .description('run cells from a queue that `nightly --queue` fills')
    .option('--workers <n>', 'threads (default: all of the machine)', wholeNumber)
    .addOption(stepTimeout())
    .option('--idle <time>', 'end after this time without a cell (default: stay until stopped)', duration)
    .option('--checkpoints <folder>', 'where cells keep checkpoints, best on storage that all machines share')
    .addOption(timeOption('--checkpoint-every <time>', 'how often a cell writes a checkpoint', CHECKPOINT))
    .addHelpText(
      'after',
      '\nExample: EVERYWHEN_QUEUE=redis://:secret@host:6379 everywhen work\nCtrl-C gives its cells back to the queue.',
    )
    .action(async (options) => {
      exit(await (await import('./work.ts')).work(options));
    });
}

/** The options of a command that puts cells into a queue. `named`: how it names a run by default. */
export function withQueue(command: Command, named = 'date and commit'): Command {
  return withServer(command)
    .option('--run <name>', `name of the run in the queue, by which it can be resumed (default: ${named})`, runName)
    .addOption(timeOption('--lost-after <time>', 'a machine that is silent for this long counts as dead', LOST));
}

/** The options of both sides of a queue. */
function withServer(command: Command): Command {
  return command
    .option(
      '--queue [address]',
      'redis:// or rediss:// address of Redis or Valkey; better set EVERYWHEN_QUEUE, which keeps a password out of the list of processes',
    )
    .option('--queue-ca <file>', 'further certificate authorities that rediss:// trusts')
    .addOption(
      timeOption(
        '--queue-wait <time>',
        'how long to wait for a server that is out of reach, or for a machine that fits',
        WAIT,
      ),
    );
}

function timeOption(
  flags: string,
  description: string,
  byDefault: { readonly seconds: number; readonly shown: string },
) {
  return new Option(flags, description).argParser(duration).default(byDefault.seconds, byDefault.shown);
}

/** The name becomes part of the names of keys. */
function runName(text: string): string {
  if (!/^[\w.+-]{1,100}$/.test(text)) {
    throw new InvalidArgumentError('It may have at most 100 letters, digits and the characters . _ + -.');
  }
  return text;
}
