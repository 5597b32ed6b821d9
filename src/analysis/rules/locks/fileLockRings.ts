/**
 * deadlock.actual, lock.self-deadlock: tasks that each made a lock file (`wx`, mkdir, link) and try again and again to make the one that the next of them has. Nobody who waits is in the
 * wait-for graph, since each of them has a timer that fires.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import { FS_CREATE_EXCLUSIVE, FS_DELETE, FS_RENAME } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { type Draft, type DraftPlace, placesOnce, sitesOf } from '../../finding.ts';
import { lastSite } from '../../lineage.ts';
import { awaitOf, keeperOf } from '../../locks/handRequests.ts';
import { cyclesOf, isBounded, MIN_LOOKS, MIN_NS, type Step, stepsOf } from '../../locks/pollRings.ts';
import { fromFirstPlace } from '../../locks/ringOrder.ts';
import { taskName } from '../../names.ts';
import { endOfRun } from '../../runEnd.ts';
import { endNs, hasFailed, nameOf, UNKNOWN_ERROR } from '../../shared/fsOperations.ts';
import { isSuspended } from '../../waiting/waitFor.ts';

export const fileLockRingsRule: Rule = { kinds: ['deadlock.actual', 'lock.self-deadlock'], run: findFileLockRings };

/** Who has not tried for so many times its usual pause has given up. */
const MAX_PAUSES = 10;

/** A file that one task made and others still want to make. */
interface Taken {
  readonly path: string;
  readonly row: FsRow;
  readonly owner: number;
  /** What was refused since, by activation. */
  readonly refused: ReadonlyMap<number, readonly FsRow[]>;
}

type Edge = Step<Taken, number>;

function findFileLockRings({ trace }: AnalysisContext): Draft[] {
  const taken = takenFiles(trace);
  if (taken.length === 0) return [];
  const edges = stepsOf(
    trace,
    taken,
    ({ refused }) => [...refused.keys()],
    (waiter) => waiter,
  );
  edges.sort((x, y) => x.from.row.startNs - y.from.row.startNs);
  return cyclesOf(edges).map((cycle) => draftOf(trace, cycle));
}

/** Files that are there because a task made them which waits, while others tried again and again to make them. */
function takenFiles(trace: Trace): Taken[] {
  const tries = triesByPath(trace);
  if (tries.size === 0) return [];
  const end = endOfRun(trace.run);
  return [...tries].flatMap(([path, byActivation]): Taken[] => {
    const polling = new Map([...byActivation].filter(([activation, rows]) => isPolling(trace, activation, rows, end)));
    const sites = new Set([...polling].flatMap(([activation, rows]) => retriesOf(trace, activation, rows)));
    const calls = new Set([...polling.values()].flatMap((rows) => rows.map(({ site }) => site)));
    const makers = [...byActivation].flatMap(([activation, rows]) => {
      const last = polling.has(activation) ? undefined : rows.at(-1);
      return last !== undefined && calls.has(last.site) && isMade(trace, last, sites) ? [last] : [];
    });
    const [row] = makers;
    // Who came first has it, unless somebody removed it.
    if (row === undefined || makers.length > 1 || sites.size === 0) return [];
    const owner = keeperOf(trace, row.activation);
    const refused = new Map([...polling].filter(([activation, rows]) => activation !== owner && (rows[0]?.startNs ?? 0) >= row.startNs));
    return !isSuspended(trace, owner) || refused.size === 0 ? [] : [{ path, row, owner, refused }];
  });
}

/** What was tried since the file was removed for the last time, where it was tried often. */
function triesByPath(trace: Trace): Map<string, Map<number, FsRow[]>> {
  const byPath = new Map<string, FsRow[]>();
  for (const row of trace.fs) if (row.class === FS_CREATE_EXCLUSIVE && row.activation !== NONE) addTo(byPath, row.path, row);
  for (const [path, rows] of byPath) if (rows.length <= MIN_LOOKS) byPath.delete(path);
  const found = new Map<string, Map<number, FsRow[]>>();
  if (byPath.size === 0) return found;
  const goneNs = new Map<string, number>();
  for (const row of trace.fs) {
    if ((row.class !== FS_DELETE && row.class !== FS_RENAME) || hasFailed(row)) continue;
    const last = byPath.get(row.path)?.at(-1);
    // What a program removes on its way out, after the last try, helps nobody any more.
    if (last !== undefined && last.startNs > endNs(row)) goneNs.set(row.path, Math.max(endNs(row), goneNs.get(row.path) ?? 0));
  }
  for (const [path, rows] of byPath) {
    const byActivation = new Map<number, FsRow[]>();
    for (const row of rows) if (row.startNs > (goneNs.get(path) ?? 0)) addTo(byActivation, row.activation, row);
    found.set(path, byActivation);
  }
  return found;
}

const isUnderWay = (row: FsRow): boolean => row.async && Number.isNaN(row.doneNs);

/** It still tries, without a limit. */
function isPolling(trace: Trace, activation: number, rows: readonly FsRow[], end: number): boolean {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined || rows.length < MIN_LOOKS || end - first.startNs < MIN_NS) return false;
  const isRefused = (row: FsRow): boolean => row.error === 'EEXIST' || row.error === UNKNOWN_ERROR || isUnderWay(row);
  const pause = (last.startNs - first.startNs) / (rows.length - 1);
  return (
    rows.every(isRefused) && end - last.startNs < MAX_PAUSES * pause && isSuspended(trace, activation) && !isBounded(trace, activation)
  );
}

/** Where it waited before it tried again. */
function retriesOf(trace: Trace, activation: number, rows: readonly FsRow[]): number[] {
  return rows.slice(1).flatMap((next, i) => waitsBetween(trace, activation, endNs(rows[i] as FsRow), next.startNs));
}

/** What became of an asynchronous call is not recorded: the same code did not do there what it does when it is refused. */
function isMade(trace: Trace, row: FsRow, retries: ReadonlySet<number>): boolean {
  if (isUnderWay(row)) return false;
  if (row.error !== UNKNOWN_ERROR) return row.error === '';
  const next = trace.fs.find((r) => r.class === FS_CREATE_EXCLUSIVE && r.activation === row.activation && r.startNs > row.startNs);
  return !waitsBetween(trace, row.activation, endNs(row), next?.startNs ?? Infinity).some((site) => retries.has(site));
}

function waitsBetween({ activations: acts, suspensions: s }: Trace, activation: number, from: number, to: number): number[] {
  const sites: number[] = [];
  for (let at = acts.lastSuspension.at(activation); at !== NONE && s.startNs.at(at) >= from; at = s.previous.at(at)) {
    if (s.startNs.at(at) < to) sites.push(s.site.at(at));
  }
  return sites;
}

function draftOf(trace: Trace, found: readonly Edge[]): Draft {
  const siteOf = (row: FsRow | undefined): number => row?.site ?? NONE;
  const asked = ({ to, waiter }: Edge): number => siteOf(to.refused.get(waiter)?.at(-1));
  const cycle = fromFirstPlace(trace, found, (edge) => [waitsAt(trace, edge), asked(edge), heldAt(trace, edge.from)]);
  const all: DraftPlace[] = [
    ...cycle.map((edge) => ({ site: waitsAt(trace, edge), role: 'wait' })),
    ...cycle.map((edge) => ({ site: heldAt(trace, edge.from), role: 'hold' })),
    ...cycle.map((edge) => ({ site: asked(edge), role: 'wait' })),
  ];
  const places = placesOnce(all);
  const sites = sitesOf(places);
  const names = cycle.map(({ from, to }) => [nameOf(from.path), nameOf(to.path)] as const);
  const parts = cycle.map(
    ({ from }, i) => `${taskName(trace, from.owner)} has made \`${names[i]?.[0]}\` and waits for \`${names[i]?.[1]}\``,
  );
  const [only] = cycle;
  const isSelf = cycle.length === 1 && only !== undefined;
  const self = isSelf
    ? `${taskName(trace, only.waiter)} waits for the lock file \`${names[0]?.[1]}\` to go, which its own task has made.`
    : '';
  return {
    kind: isSelf ? 'lock.self-deadlock' : 'deadlock.actual',
    key: sites.toSorted((x, y) => x - y).join(','),
    confidence: 0.9,
    verdict: 'observed',
    consequence: true,
    message: isSelf ? self : `Deadlock over lock files: ${parts.join('; ')}.`,
    why: [
      'each of the files is removed only by the task that made it, which waits itself',
      ...cycle.map(
        ({ to, waiter }, i) => `${taskName(trace, waiter)} tried ${to.refused.get(waiter)?.length} times to make \`${names[i]?.[1]}\``,
      ),
    ],
    places,
    identity: sites,
    segments: cycle.map(({ from }) => from.row.segment),
    activations: [...new Set(cycle.flatMap((edge) => edge.path))],
  };
}

/** Where the task that has the one file waits for the other. */
function waitsAt(trace: Trace, { from }: Edge): number {
  return lastSite(trace, from.owner);
}

/** Where the owner waited for the helper that made the file; where it was made. */
function heldAt(trace: Trace, { row, owner }: Taken): number {
  const { activations: acts, suspensions: s } = trace;
  let at = row.activation;
  while (at !== owner && at !== NONE && acts.parent.at(at) !== owner) at = acts.parent.at(at);
  const wait = at === owner || at === NONE ? NONE : awaitOf(trace, owner, acts.promise.at(at));
  return wait === NONE ? row.site : s.site.at(wait);
}
