/** The same states and steps as a list. */
import { useState } from 'preact/hooks';
import type { GraphView } from '../../../graph-view.ts';
import { edgeText, nodeName } from './graph-text.ts';

interface GraphListProps {
  readonly view: GraphView;
  readonly onGo: (number: number) => void;
}

export function GraphList({ view, onGo }: GraphListProps) {
  const [isOpen, setOpen] = useState(false);
  const edges = Map.groupBy(view.edges, ({ from }) => from);
  return (
    <details class="graph-list" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>The same as a list</summary>
      {isOpen && (
        <ol start={0}>
          {view.nodes.map((_, i) => (
            <li key={i}>
              <button type="button" class="more" onClick={() => onGo(i)}>
                {nodeName(view, i)}
              </button>
              <ul>
                {edges.get(i)?.map((edge) => (
                  <li key={edge.index}>{edgeText(edge)}</li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}
