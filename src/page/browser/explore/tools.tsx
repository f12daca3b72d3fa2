/** The tools of a walk, of which one is open at a time. */
import type { Path } from '../../position.ts';
import { BesidePanel } from './beside/beside-panel.tsx';
import { GraphPanel } from './graph/graph-panel.tsx';
import { SearchPanel } from './search/search-panel.tsx';

const TOOLS = { graph: 'Graph', search: 'Find a state', beside: 'Other parameters' } as const;
export type Tool = keyof typeof TOOLS;

interface ToolsProps {
  readonly tool: Tool | undefined;
  readonly onTool: (tool: Tool) => void;
}

export function ToolButtons({ tool, onTool }: ToolsProps) {
  return (
    <div class="toolbar tools">
      {Object.entries(TOOLS).map(([name, title]) => (
        <button key={name} type="button" aria-expanded={name === tool} onClick={() => onTool(name as Tool)}>
          {title}
        </button>
      ))}
    </div>
  );
}

interface OpenToolProps {
  readonly tool: Tool | undefined;
  readonly here: Path;
  readonly go: (path: Path) => void;
  /** The cell, as on the command line. */
  readonly cell: string;
  readonly hasAll: boolean;
}

export function OpenTool({ tool, here, go, cell, hasAll }: OpenToolProps) {
  switch (tool) {
    case 'graph':
      return <GraphPanel {...{ here, go, hasAll }} />;
    case 'search':
      return <SearchPanel {...{ here, go }} />;
    case 'beside':
      return <BesidePanel {...{ here, go, cell }} />;
    case undefined:
      return null;
  }
}
