/** The walk in the model as it is now: everything begins anew with a new edition, but the open tool and the walk stay. */
import { useState } from 'preact/hooks';
import type { EditionStatus } from '../../edition.ts';
import type { ExploredCell } from '../../explored-cell.ts';
import { EditionNotice } from './edition-notice.tsx';
import { ExploreApp } from './explore-app.tsx';
import type { Tool } from './tools.tsx';
import { useEdition } from './use-edition.ts';

interface EditedModelProps {
  readonly status: EditionStatus;
  readonly cell: ExploredCell;
}

export function EditedModel({ status, cell }: EditedModelProps) {
  const shown = useEdition(status, cell);
  const [tool, setTool] = useState<Tool | undefined>();
  return (
    <ExploreApp
      key={shown.edition}
      cell={shown.cell}
      notice={<EditionNotice {...shown} />}
      {...{ tool }}
      onTool={(next) => setTool(next === tool ? undefined : next)}
    />
  );
}
