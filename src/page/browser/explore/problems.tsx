/** Problems: an address that is not a path, a path that does not fit, a server that has ended. */
import type { ExploredCell } from '../../explored-cell.ts';
import { pathFlag } from '../../path-text.ts';
import type { Misfit, Path } from '../../position.ts';
import { CopyButton } from '../copy-button.tsx';
import { Text } from '../text.tsx';
import { Unreachable } from './ask.ts';

interface ProblemsProps {
  readonly cell: ExploredCell;
  readonly here: Path;
  /** Whether the address has a path. */
  readonly isPath: boolean;
  readonly misfit: Misfit | undefined;
  readonly error: Error | undefined;
}

export function Problems({ cell, here, isPath, misfit, error }: ProblemsProps) {
  const command = `${cell.command}${pathFlag(here)}`;
  return (
    <div class="problems" role="alert">
      {!isPath && <p>The address has no path behind #: this is the first initial state.</p>}
      {misfit !== undefined && <p>{misfitText(misfit)}</p>}
      {error instanceof Unreachable ? (
        <p>
          The server has ended. This command starts it again in this state: <code>{command}</code>{' '}
          <CopyButton what="command" text={() => command} />
        </p>
      ) : (
        error !== undefined && (
          <p>
            <Text text={error.message} />
          </p>
        )
      )}
    </div>
  );
}

function misfitText({ step, index, enabled }: Misfit): string {
  if (step === 0) {
    return `There is no initial state ${index}: they are 0 to ${enabled - 1}. The page shows initial state 0.`;
  }
  const possible =
    enabled === 0
      ? 'no step is enabled there'
      : enabled === 1
        ? 'the only step is 0'
        : `the steps are 0 to ${enabled - 1}`;
  return `Step ${step} of the path does not fit: it is ${index}, and ${possible}. The page shows the state before it.`;
}
