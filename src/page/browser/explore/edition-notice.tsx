/** Says that the model was loaded again and what became of the walk, or why the model cannot be loaded. */
import type { CarriedWalk } from '../../edition.ts';
import { Text } from '../text.tsx';
import type { ShownEdition } from './use-edition.ts';

export function EditionNotice({ problem, carried }: ShownEdition) {
  return (
    <div class="edition">
      {problem !== undefined && (
        <p role="alert">
          The model has changed and cannot be loaded; this is how it was before. <Text text={problem} max={600} />
        </p>
      )}
      <p role="status">
        {problem === undefined && carried !== undefined && <Text text={carriedText(carried)} max={600} />}
      </p>
    </div>
  );
}

function carriedText({ path, of, problem, differs }: CarriedWalk): string {
  const fitting = path.steps.length;
  const walk =
    of === 0
      ? ''
      : problem !== undefined
        ? ` The walk of ${of} fits up to step ${fitting}. ${problem}`
        : of === 1
          ? ' The step of the walk still fits.'
          : ` All ${of} steps of the walk still fit.`;
  const difference =
    differs === undefined
      ? ''
      : ` ${differs.step === 0 ? 'It starts differently' : `From step ${differs.step} on it differs`}: ${differs.texts.join('; ')}.`;
  return `The model has changed and was loaded again.${walk}${difference}`;
}
