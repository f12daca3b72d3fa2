/**
 * Bundles: trees that are walked as one. For a state, several trees together are a path of all their reads to a leaf of
 * all their outcomes. A lane that visits many states takes the same paths repeatedly, and memoises them. A bundle holds
 * nothing that the trees do not, so a lane may forget its bundles at any time.
 *
 * A member of a bundle is the tree of a rule, a program with the trees of its labels, or the tree of a judgement that
 * is made of every state. Bundles begin large. When their memory is full and they served few states, the bundle with
 * the most paths is split.
 */

import { scratch } from '../lane';
import {
  BUNDLE_BYTES,
  BUNDLE_COUNT,
  BUNDLE_EDITION,
  BUNDLE_VISITS,
  BUNDLES,
  BUNDLES_MAX,
  EDITION,
  LEAVES,
  NOTHING,
  UNKNOWN,
} from '../memory-map';
import { descend, leafOf } from '../tree';
import { found, isTerminalState, judge, situation, visit } from '../visit';
import { giveAllBack, isFull, openBundleMemory } from './bundle-memory';
import {
  beginPaths,
  countMembers,
  flagged,
  known,
  MEMBERS,
  MEMBERS_END,
  openPaths,
  PATHS,
  TOO_MANY,
  walkMembers,
} from './bundle-path';

/** Members of a bundle at first. */
const MEMBERS_FIRST: u32 = 8;
/** States that must be visited for each path; otherwise bundles are too large. */
const RECURRENCE: u32 = 64;
let bundles: usize = 0;
let bundlesEnd: usize = 0;

export function openBundles(): void {
  bundles = scratch + BUNDLES;
  openBundleMemory();
  openPaths();
  if (load<u32>(scratch + BUNDLE_EDITION) !== load<u32>(EDITION)) begin();
  bundlesEnd = bundles + <usize>load<u32>(scratch + BUNDLE_COUNT) * BUNDLE_BYTES;
}

function begin(): void {
  const members = countMembers();
  const size = max(MEMBERS_FIRST, members / (BUNDLES_MAX / 2) + 1);
  let bundle = bundles;
  for (let member: u32 = 0; member < members; member += size) {
    store<u32>(bundle, member, MEMBERS);
    store<u32>(bundle, min(member + size, members), MEMBERS_END);
    store<u32>(bundle, 0, PATHS);
    bundle += BUNDLE_BYTES;
  }
  store<u32>(scratch + BUNDLE_COUNT, <u32>((bundle - bundles) / BUNDLE_BYTES));
  store<u32>(scratch + BUNDLE_EDITION, load<u32>(EDITION));
  forget();
}

/** Forgets all paths. */
function forget(): void {
  const end = bundles + <usize>load<u32>(scratch + BUNDLE_COUNT) * BUNDLE_BYTES;
  for (let bundle = bundles; bundle < end; bundle += BUNDLE_BYTES) {
    store<u32>(bundle, UNKNOWN);
    if (load<u32>(bundle, PATHS) !== TOO_MANY) store<u32>(bundle, 0, PATHS);
  }
  giveAllBack();
  store<u32>(scratch + BUNDLE_VISITS, 0);
}

/** Notes the number of states that were visited. */
export function countVisits(states: u32): void {
  store<u32>(scratch + BUNDLE_VISITS, load<u32>(scratch + BUNDLE_VISITS) + states);
}

/** As `visit`; the leaves are those of bundles, and belong to no single tree. */
export function visitBundled<T>(record: usize, word: u64): bool {
  if (isTerminalState<T>(word)) return visit<T>(record, word);
  const leaves = scratch + LEAVES;
  let next = leaves;
  let flags: u32 = 0;
  beginPaths();
  for (let bundle = bundles; bundle < bundlesEnd; bundle += BUNDLE_BYTES) {
    const reference = descend<T>(load<u32>(bundle), word);
    if (reference === NOTHING) continue;
    if (reference === UNKNOWN) {
      next = walkMembers<T>(bundle, record, word, next);
      flags |= flagged;
      continue;
    }
    flags |= reference;
    store<u32>(next, leafOf(reference), 4);
    next += 8;
  }
  if (isFull) makeRoom();
  if (!known) return false;
  found(<u32>((next - leaves) >> 3), flags);
  return judge<T>(record, word, situation());
}

/** Begins again, with smaller bundles if these did not serve enough states. */
function makeRoom(): void {
  let most: usize = bundles;
  let paths: u32 = 0;
  for (let bundle = bundles; bundle < bundlesEnd; bundle += BUNDLE_BYTES) {
    const own = load<u32>(bundle, PATHS);
    if (own === TOO_MANY) continue;
    paths += own;
    if (load<u32>(most, PATHS) === TOO_MANY || own > load<u32>(most, PATHS)) most = bundle;
  }
  if (load<u32>(scratch + BUNDLE_VISITS) / RECURRENCE < paths) split(most);
  forget();
}

function split(bundle: usize): void {
  const from = load<u32>(bundle, MEMBERS);
  const to = load<u32>(bundle, MEMBERS_END);
  const count = load<u32>(scratch + BUNDLE_COUNT);
  if (to - from === 1 || count === BUNDLES_MAX) {
    store<u32>(bundle, TOO_MANY, PATHS);
    return;
  }
  memory.copy(bundle + BUNDLE_BYTES, bundle, bundlesEnd - bundle);
  store<u32>(bundle, (from + to) / 2, MEMBERS_END);
  store<u32>(bundle + BUNDLE_BYTES, (from + to) / 2, MEMBERS);
  store<u32>(scratch + BUNDLE_COUNT, count + 1);
  bundlesEnd += BUNDLE_BYTES;
}
