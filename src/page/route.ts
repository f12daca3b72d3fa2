/**
 * The current location in a report, as the part of the address behind `#`: `#/` is the matrix with its filter,
 * `#/cell/MODEL/VARIANT/SCENARIO` is a cell, and behind that `/PROPERTY/MOMENT` is its trace (`/PROPERTY/MOMENT/TRACE`, if it has several);
 * `?beside=VARIANT/SCENARIO/PROPERTY` shows another trace of the model beside it, `/without` that which lacks what a violation does not need.
 * In a live report, `#/explore/MODEL/VARIANT/SCENARIO/PATH` is a walk in the cell; before its path is known, `?property=...&moment=...` says
 * where in which trace it begins.
 */

/** The part of a matrix that is shown. */
export interface Filter {
  readonly verdict: 'all' | 'holds' | 'violated' | 'inconclusive';
  readonly unexpectedOnly: boolean;
  /** Empty: of all models, of all properties. */
  readonly model: string;
  readonly property: string;
  /** Words that a cell must contain, in any order. */
  readonly search: string;
}

export const EVERYTHING: Filter = { verdict: 'all', unexpectedOnly: false, model: '', property: '', search: '' };

export interface CellRoute {
  readonly view: 'cell';
  readonly model: string;
  readonly variant: string;
  readonly scenario: string;
  readonly trace?: {
    readonly property: string;
    /** Steps taken. */
    readonly moment: number;
    /** Counts the traces of this property from 0. */
    readonly number: number;
    /** Another trace beside it: then a moment is a row of both. */
    readonly beside?: Beside;
  };
}

/** A trace of the same model. */
export interface Beside {
  readonly variant: string;
  readonly scenario: string;
  readonly property: string;
  /** The explanation's trace, without what the violation does not need. */
  readonly without?: boolean;
}

/** A walk: `path` is as text, and the walk is at its end. */
export interface ExploreRoute extends Pick<CellRoute, 'model' | 'variant' | 'scenario'> {
  readonly view: 'explore';
  readonly path: string;
  /** The moment of a trace at which the walk begins: its path is not known yet. */
  readonly from?: CellRoute['trace'];
}

export type Route = { readonly view: 'matrix'; readonly filter: Filter } | CellRoute | ExploreRoute;

export function routeText(route: Route): string {
  if (route.view === 'matrix') {
    const { verdict, unexpectedOnly, model, property, search } = route.filter;
    const query = new URLSearchParams({
      ...(verdict !== 'all' && { verdict }),
      ...(unexpectedOnly && { unexpected: '1' }),
      ...(model !== '' && { model }),
      ...(property !== '' && { property }),
      ...(search !== '' && { search }),
    }).toString();
    return query === '' ? '#/' : `#/?${query}`;
  }
  if (route.view === 'explore') return exploreText(route);
  const { model, variant, scenario, trace } = route;
  const parts = ['cell', model, variant, scenario];
  if (trace !== undefined) {
    parts.push(trace.property, String(trace.moment), ...(trace.number > 0 ? [String(trace.number)] : []));
  }
  const beside = trace?.beside === undefined ? '' : `?beside=${encoded(besideText(trace.beside))}`;
  return `#/${parts.map(encoded).join('/')}${beside}`;
}

export function besideText({ variant, scenario, property, without = false }: Beside): string {
  return [variant, scenario, property, ...(without ? ['without'] : [])].map(encoded).join('/');
}

export function parseBeside(text: string): Beside | undefined {
  const [variant, scenario, property, without] = text.split('/').map(decoded);
  if (variant === undefined || scenario === undefined || property === undefined) return undefined;
  return { variant, scenario, property, ...(without === 'without' && { without: true }) };
}

function exploreText({ model, variant, scenario, path, from }: ExploreRoute): string {
  const place = explorePlace({ model, variant, scenario });
  if (from === undefined) return `${place}/${path}`;
  const { property, moment, number } = from;
  const query = { property: property.toWellFormed(), moment: String(moment), number: String(number) };
  return `${place}/?${new URLSearchParams(query)}`;
}

/** What stands in the address of a walk before its path. */
export function explorePlace({ model, variant, scenario }: Omit<ExploreRoute, 'view' | 'path'>): string {
  return `#/${['explore', model, variant, scenario].map(encoded).join('/')}`;
}

/** An address that is not a route leads to the matrix. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [view, model, variant, scenario, property, moment, number] = path.split('/').map(decoded);
  if (view === 'explore' && model !== undefined && variant !== undefined && scenario !== undefined) {
    const from = parseFrom(query);
    const steps = path.split('/').slice(4).join('/');
    return { view, model, variant, scenario, path: steps, ...(from && { from }) };
  }
  if (view !== 'cell' || model === undefined || variant === undefined || scenario === undefined) {
    return { view: 'matrix', filter: parseFilter(query) };
  }
  const cell = { view: 'cell', model, variant, scenario } as const;
  if (property === undefined) return cell;
  const beside = parseBeside(new URLSearchParams(query).get('beside') ?? '');
  const trace = { property, moment: wholeNumber(moment), number: wholeNumber(number), ...(beside && { beside }) };
  return { ...cell, trace };
}

function parseFrom(query: string): CellRoute['trace'] {
  const given = new URLSearchParams(query);
  const property = given.get('property');
  if (property === null) return undefined;
  return {
    property,
    moment: wholeNumber(given.get('moment') ?? undefined),
    number: wholeNumber(given.get('number') ?? undefined),
  };
}

function parseFilter(query: string): Filter {
  const given = new URLSearchParams(query);
  const verdict = given.get('verdict');
  return {
    verdict: verdict === 'holds' || verdict === 'violated' || verdict === 'inconclusive' ? verdict : 'all',
    unexpectedOnly: given.get('unexpected') === '1',
    model: given.get('model') ?? '',
    property: given.get('property') ?? '',
    search: given.get('search') ?? '',
  };
}

/** A lone surrogate cannot be encoded in an address. */
function encoded(part: string): string {
  return encodeURIComponent(part.toWellFormed());
}

/** Whether an address refers to this name; in an address every lone surrogate is U+FFFD. */
export function isMeant(name: string, inAddress: string): boolean {
  return name.toWellFormed() === inAddress.toWellFormed();
}

/** A malformed escape is kept as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function wholeNumber(text = '0'): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
