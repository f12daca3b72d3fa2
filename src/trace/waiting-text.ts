/** What each process waits for at the end of a trace, a sentence for each: `cpu0 waits at b for lock b, held by cpu1`. */
import type { Awaited, AwaitedLock, Waiting } from '../check/waiting.ts';
import { inertLine, shortened } from '../errors.ts';

export function waitingText(waiting: Waiting): string {
  return `${inertLine(shortened(waiting.process))} ${waitingClause(waiting)}`;
}

/** As `waitingText`, without the name of the process. */
export function waitingClause({ process, at, why, mayWait, by, locks = [], awaits = [], on = [] }: Waiting): string {
  const where = at === undefined ? '' : ` at ${shortened(at)}`;
  const allowed = mayWait ? ', where it may wait' : '';
  switch (why) {
    case 'halted':
      return 'has halted';
    case 'not begun':
      return 'has not begun';
    case 'frozen':
      return inertLine(`is frozen${where} by ${shortened(by ?? '')}`);
    case 'lock':
      return inertLine(
        `waits${where} for ${locks.map((lock) => lockText(lock, process)).join('; and for ')}${allowed}`,
      );
    case 'others':
      return inertLine(
        `waits${where} for ${awaits.map((one) => awaitedText(one, process)).join('; and for ')}${allowed}`,
      );
    case 'sleep': {
      const named = on.map(({ name, as }) => `${as} ${shortened(name)}`);
      return inertLine(`sleeps${where} on ${named.join(' or on ')}${allowed}`);
    }
    case 'condition':
      return at === undefined ? 'has no enabled rule' : inertLine(`waits${where}, its condition is false${allowed}`);
    case 'budget':
      return inertLine(`waits${where} for a step whose budget is spent${allowed}`);
    case 'environment':
      return inertLine(`waits${where} for an environment step${allowed}`);
    case 'enabled':
      return inertLine(`can continue${where}`);
  }
}

/** `a grace period of rcu, with reader and itself inside`. */
function awaitedText({ name, as, callback = '', behind }: Awaited, own: string): string {
  const whom = listed(behind.map((process) => (process === own ? 'itself' : shortened(process))));
  switch (as) {
    case 'grace period':
      return `a grace period of ${shortened(name)}, with ${whom} inside`;
    case 'callback':
      return `callback ${shortened(callback)} of ${shortened(name)}, with ${whom} inside`;
    case 'acknowledgement':
      return `IPI ${shortened(name)}, not acknowledged by ${whom}`;
    case 'arrival':
      return `${shortened(name)}, not reached by ${whom}`;
    case 'resumption':
      return `${shortened(name)}, not ended by ${whom}`;
    case 'turn':
      return `${shortened(name)}, used by ${whom}`;
  }
}

function lockText({ lock, mode, behind }: AwaitedLock, own: string): string {
  const named = (process: string) => (process === own ? 'itself' : shortened(process));
  const held = behind.flatMap(({ process, holds }) =>
    holds === undefined ? [] : [`${named(process)}${mode === undefined ? '' : ` (${holds})`}`],
  );
  const ahead = behind.flatMap(({ process, holds }) => (holds === undefined ? [named(process)] : []));
  return [
    `lock ${shortened(lock)}${mode === undefined ? '' : ` (${mode})`}`,
    ...(held.length === 0 ? [] : [`held by ${listed(held)}`]),
    ...(ahead.length === 0 ? [] : [`for which ${listed(ahead)} ${ahead.length === 1 ? 'waits' : 'wait'} already`]),
  ].join(', ');
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? (names[0] as string) : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
