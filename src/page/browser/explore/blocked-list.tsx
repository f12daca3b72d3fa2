/** The blocked steps, grouped by the reason. */
import { stepText } from '../../../trace/text.ts';
import type { Blocked, Position } from '../../position.ts';
import { shown, Text } from '../text.tsx';
import { obstacleText } from './obstacle-text.ts';
import { ProcessHeading } from './process-heading.tsx';

export function BlockedList({ position: { processes } }: { readonly position: Position }) {
  const held = processes.filter(({ enabled, blocked }) => blocked.length > 0 || enabled.length === 0);
  if (held.length === 0) return null;
  return (
    <section class="blocked-steps" aria-labelledby="blocked">
      <h2 id="blocked">What cannot, and why</h2>
      {held.map((process) => (
        <section key={process.name} class="process-here" aria-label={`${shown(process.name, 60)}, blocked`}>
          <ProcessHeading process={process} />
          {process.blocked.length > 0 && (
            <dl>
              {[...Map.groupBy(process.blocked, ({ why }) => obstacleText(why))].map(([why, steps]) => (
                <div key={why}>
                  <dt>{shown(steps.map(nameOf).join(', '), 400)}</dt>
                  <dd>
                    <Text text={why} max={200} />
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </section>
      ))}
    </section>
  );
}

function nameOf(step: Blocked): string {
  return `${stepText(step)}${step.tag === 'environment' ? ' (environment)' : ''}`;
}
