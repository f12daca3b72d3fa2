/** The path is in the address, behind `#/`: the browser's history undoes and redoes steps, and a link leads to a state. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { parsePath, pathText } from '../../path-text.ts';
import type { Path } from '../../position.ts';

/** Undefined if the address is not a path. */
export function usePath(): readonly [Path | undefined, (path: Path) => void] {
  const [path, setPath] = useState(here);
  useEffect(() => {
    const onChange = () => setPath(here());
    window.addEventListener('hashchange', onChange);
    return () => window.removeEventListener('hashchange', onChange);
  }, []);
  const go = useCallback((next: Path) => {
    location.hash = `#/${pathText(next)}`;
  }, []);
  return [path, go];
}

function here(): Path | undefined {
  return parsePath(location.hash.replace(/^#?\/?/, ''));
}
