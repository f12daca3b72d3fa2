/** Each property: its standing in this state and for the last step, its verdict over all states, and jumps to its violations. */
import { pathText } from '../../path-text.ts';
import type { Path, Standing } from '../../position.ts';
import type { PropertyStatus, RunStatus } from '../../run-status.ts';
import { shown, Text } from '../text.tsx';

interface PropertyListProps {
  readonly here: readonly Standing[];
  readonly run: RunStatus | undefined;
  readonly onJump: (path: Path) => void;
}

export function PropertyList({ here, run, onJump }: PropertyListProps) {
  const isKnown =
    run !== undefined && (run.phase !== 'not started' || run.properties.some(({ jumps }) => jumps.length > 0));
  const known = new Map(run?.properties.map((property) => [property.id, property]));
  return (
    <table class="list properties">
      <caption class="visually-hidden">Properties, here and everywhere</caption>
      <thead>
        <tr>
          <th scope="col">property</th>
          <th scope="col">here</th>
          {isKnown && <th scope="col">everywhere</th>}
        </tr>
      </thead>
      <tbody>
        {here.map((standing) => (
          <Row key={standing.id} {...{ standing, onJump, isKnown }} status={known.get(standing.id)} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly standing: Standing;
  readonly status: PropertyStatus | undefined;
  /** The verdict over all states is known for some property, or will be. */
  readonly isKnown: boolean;
  readonly onJump: (path: Path) => void;
}

function Row({ standing: { id, title, standing, note, informational }, status, isKnown, onJump }: RowProps) {
  const jumps = status?.jumps ?? [];
  const notes = [
    ...(note === undefined ? [] : [note]),
    ...(status?.vacuousBecause === undefined ? [] : [`vacuous: ${status.vacuousBecause}`]),
    ...jumps.flatMap(({ shows }, i) => (shows === undefined ? [] : [`${jumpName(i, jumps.length)}: ${shows}`])),
  ];
  return (
    <>
      <tr class={notes.length > 0 ? 'has-notes' : undefined}>
        <th scope="row">
          <span class="id">
            <Text text={id} max={60} />
          </span>{' '}
          <Text text={title} max={160} />
          {informational && <span class="tag">informational</span>}
        </th>
        <td>
          {standing === 'silent' ? (
            <span class="quiet">
              <span aria-hidden="true">–</span>
              <span class="visually-hidden">does not apply here</span>
            </span>
          ) : (
            <b class={`chip ${standing}`}>{standing}</b>
          )}
        </td>
        {isKnown && (
          <td>
            {status?.verdict === undefined ? (
              <span class="quiet">not known</span>
            ) : (
              <b class={`chip ${status.verdict}`}>{status.verdict}</b>
            )}{' '}
            {jumps.map(({ path }, i) => (
              <button key={pathText(path)} type="button" class="more jump" onClick={() => onJump(path)}>
                {jumpName(i, jumps.length)}
                <span class="visually-hidden"> to {shown(id, 60)}</span>
              </button>
            ))}
          </td>
        )}
      </tr>
      {notes.length > 0 && (
        <tr class="notes">
          <td colSpan={isKnown ? 3 : 2}>
            {notes.map((text) => (
              <span key={text} class="note">
                <Text text={text} max={160} />
              </span>
            ))}
          </td>
        </tr>
      )}
    </>
  );
}

function jumpName(i: number, count: number): string {
  return `Jump${count > 1 ? ` ${i + 1}` : ''}`;
}
