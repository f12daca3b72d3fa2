/** The path is at the end of the address: the browser's history undoes and redoes steps, and a link leads to a state. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { parsePath, pathText } from '../../path-text.ts';
import type { Path } from '../../position.ts';

/** `place`: what stands before the path. Undefined if the address is not a path. */
export function usePath(place: string): readonly [Path | undefined, (path: Path) => void] {
  const [path, setPath] = useState(() => pathAt(place));
  useEffect(() => {
    const onChange = () => setPath(pathAt(place));
    window.addEventListener('hashchange', onChange);
    return () => window.removeEventListener('hashchange', onChange);
  }, [place]);
  const go = useCallback(
    (next: Path) => {
      location.hash = `${place}/${pathText(next)}`;
    },
    [place],
  );
  return [path, go];
}

function pathAt(place: string): Path | undefined {
  const before = place.split('/').length - 1;
  return parsePath(
    location.hash
      .replace(/^#?\/?/, '')
      .split('/')
      .slice(before)
      .join('/'),
  );
}
