/** The details of a cell, once they are unpacked. */
import { useEffect, useState } from 'preact/hooks';
import type { CellDetails, PageCell } from '../data/page-data.ts';
import { detailsOf } from './embedded-data.ts';

/** Undefined until they are unpacked, and for a cell without details. */
export function useDetails(cell: PageCell | undefined): {
  readonly isThere: boolean;
  readonly details?: CellDetails | undefined;
} {
  const [state, setState] = useState<{ readonly isThere: boolean; readonly details?: CellDetails | undefined }>({
    isThere: false,
  });
  useEffect(() => {
    let isWanted = true;
    const unpacked = cell === undefined ? Promise.resolve(undefined) : detailsOf(cell);
    unpacked.then((details) => isWanted && setState({ isThere: true, details }));
    return () => {
      isWanted = false;
    };
  }, [cell]);
  return state;
}
