/** The address of the page as state: the part behind `#` determines the view, and navigation changes it. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { parseRoute, type Route, routeText } from '../route.ts';

/** `replace` leaves no entry in the browser's history. */
export type Go = (route: Route, options?: { readonly replace?: boolean }) => void;

export function useRoute(): readonly [Route, Go] {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const onChange = () => setRoute(parseRoute(location.hash));
    window.addEventListener('hashchange', onChange);
    return () => window.removeEventListener('hashchange', onChange);
  }, []);
  const go = useCallback<Go>((next, { replace = false } = {}) => {
    if (replace) {
      history.replaceState(null, '', routeText(next));
      setRoute(next);
    } else {
      location.hash = routeText(next);
    }
  }, []);
  return [route, go];
}
