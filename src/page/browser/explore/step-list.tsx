/** What can happen next: a button for each step, process by process in the order of declaration. */
import { useEffect, useRef } from 'preact/hooks';
import { changesOf, stepText } from '../../../trace/text.ts';
import { controlText } from '../../moments.ts';
import type { Enabled, Position } from '../../position.ts';
import { shown } from '../text.tsx';
import { ProcessHeading } from './process-heading.tsx';

interface StepListProps {
  readonly position: Position;
  /** The next position is being loaded: no step can be taken. */
  readonly isOnTheWay: boolean;
  readonly onTake: (index: number) => void;
}

export function StepList({ position, isOnTheWay, onTake }: StepListProps) {
  const list = useRef<HTMLElement>(null);
  const hadFocus = useRef(false);

  // After a step by keyboard the focus stays in the list, although the button is gone.
  useEffect(() => {
    if (!hadFocus.current || isOnTheWay) return;
    hadFocus.current = false;
    if (document.activeElement === document.body) (buttonsOf(list.current)[0] ?? list.current)?.focus();
  }, [position, isOnTheWay]);

  const take = (index: number, { detail, currentTarget }: MouseEvent) => {
    if (isOnTheWay) return;
    // `detail` is at least 1 for a mouse click. After a click the arrow keys belong to the path.
    hadFocus.current = detail === 0;
    if (detail > 0) (currentTarget as HTMLElement).blur();
    onTake(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = buttonsOf(list.current);
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at === -1 || way === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[Math.max(0, Math.min(buttons.length - 1, at + way))]?.focus();
  };
  return (
    <section ref={list} class="next-steps" aria-labelledby="next" tabIndex={-1} onKeyDown={onKeyDown}>
      <h2 id="next">What can happen</h2>
      <p class="situation">{situationText(position)}</p>
      {position.processes
        .filter(({ enabled }) => enabled.length > 0)
        .map((process) => (
          <section key={process.name} class="process-here" aria-label={shown(process.name, 60)}>
            <ProcessHeading process={process} />
            <ul>
              {process.enabled.map((step) => (
                <li key={step.index}>
                  <EnabledStep {...{ step, take }} />
                </li>
              ))}
            </ul>
          </section>
        ))}
    </section>
  );
}

function buttonsOf(list: HTMLElement | null): HTMLButtonElement[] {
  return [...(list?.querySelectorAll<HTMLButtonElement>('button.take') ?? [])];
}

export function situationText({ situation: { terminal, quiescent, final } }: Position): string {
  if (terminal !== undefined) return `${shown(terminal, 60)} was reached: the run ends here.`;
  if (final) return 'Nothing can happen any more.';
  return quiescent ? 'Quiescent: only environment steps are enabled, and no process may rely on them.' : '';
}

function EnabledStep({
  step,
  take,
}: {
  readonly step: Enabled;
  readonly take: (index: number, click: MouseEvent) => void;
}) {
  const { index, tag, violates } = step;
  return (
    <button type="button" class="take" onClick={(event) => take(index, event)}>
      <kbd>{index}</kbd>
      <span class="what">
        <span class="label">{shown(stepText(step), 80)}</span>
        {tag === 'environment' && <span class="tag">env</span>}
        {violates.length > 0 && <span class="chip violated">violates {shown(violates.join(' '), 80)}</span>}
        <span class="effect">{shown(effectOf(step), 200)}</span>
      </span>
    </button>
  );
}

/** The changes of the step, and the label that its process goes to. */
function effectOf(step: Enabled): string {
  const label = step.changes[step.process]?.[1];
  const effects = [...changesOf(step), ...(label === undefined ? [] : [`then at ${controlText(label)}`])];
  return effects.join(', ') || 'changes nothing';
}
