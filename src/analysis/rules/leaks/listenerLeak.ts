/**
 * listener.leak: one place in the code adds listeners to one emitter or event target again and again, and they are not taken back (detection.md §5). A crowd that is added at
 * once, or that stops growing, is no leak; nor are listeners whose removal is written beside them and was not due yet. Those that can be of no use any more count sooner.
 */
import { addTo } from '../../../base/lists.ts';
import { COMBINE_RACE, MORE_VAIN } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_CLEARED, type ListenerRow, type RootRow, type SiteRow, type Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isInnerFunction } from '../../lineage.ts';
import { areOfTests } from '../../order/testTurns.ts';
import { rootOf } from '../../roots.ts';
import { hasSite } from '../../siteIndex.ts';
import { isExecutor } from '../../waiting/wakers.ts';

export const listenerLeakRule: Rule = { kinds: ['listener.leak'], run: findListenerLeaks };

/** So many additions (each one on top of more than is usual) from one place, in so many turns of the loop. */
const MIN_ADDED = 8;
/** Enough where each was added by the executor of a promise that has been settled since, for a function that has ended, or for a connection that has been closed: it is of no use to anybody. */
const MIN_OVER = 3;
/** Enough where each was added for another visitor: nobody sets up a program that way; and enough of what waits for the end of the process, of which one listener is enough. */
const MIN_VISITORS = 4;
const MIN_VISITS = 2;
/** Of batches that are added at once, one after the other, with some listeners each. */
const MIN_BATCHES = 5;
const MIN_IN_BATCH = 3;
/** Listeners for one event that Node itself has at most on the connection of a request. */
const OWN_OF_CONNECTION = 2;
const OF_CONNECTION = /\.(?:socket|connection)\.\w+(?:\(|$)/;
const OF_PROCESS = /^(?:SIG[A-Z]+|exit|beforeExit|uncaughtException|unhandledRejection)$/;
/** What is left at the end, of the most there ever were. */
const MIN_LEFT = 0.9;
/** Of those that were added and may still be there, what one place has added. */
const MIN_OWN = 0.8;
/** Removals that worked, for each addition. */
const MAX_REMOVED = 0.2;
/** It must have grown in most parts of the turns that it was seen in, and in one of the last two. */
const PARTS = 8;
const MIN_GROWING = 6;
/** A program that ends soon after the last one has hardly any turns left. */
const LAST_TURNS = 4;
/** The end of a connection that was opened here. */
const CONNECTION = /^(?:TCP|PIPE|TLS|UDP)WRAP$/;
const ADDS = /(?:^|\.)(?:on|once|addListener|prependListener|addEventListener)(?:\(|$)/;
const REMOVES = /(?:^|\.)(?:off|removeListener|removeAllListeners|removeEventListener|unsubscribe)$/;

function findListenerLeaks(context: AnalysisContext): Draft[] {
  const { trace, options } = context;
  const groups = new Map<string, ListenerRow[]>();
  for (const row of trace.listeners) {
    const key = `${row.thread} ${row.emitter} ${row.event}`;
    addTo(groups, key, row);
  }
  const drafts: Draft[] = [];
  for (const rows of groups.values()) {
    if (options.isCancelled()) break;
    const draft = judge(context, rows);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

function judge(context: AnalysisContext, rows: readonly ListenerRow[]): Draft | undefined {
  const { trace } = context;
  const { segments } = trace;
  const thread = trace.threads[rows[0]?.thread ?? NONE];
  if (thread === undefined || thread.gaps.length > 0) return undefined;
  const added: ListenerRow[] = [];
  let removed = 0;
  let inVain = 0;
  let most = 0;
  let before = 0;
  /** Of Node itself, which takes them back itself: those of a request on the connection that it came by. */
  let ofNode = 0;
  for (const row of rows.slice(0, rows.length - (countTakenAtEnd(trace, rows) || countAborted(trace, rows)))) {
    if (row.count > before) {
      if (row.site === NONE) ofNode++;
      else added.push(row);
    } else if (row.count < before) {
      const own = row.site === NONE ? Math.min(ofNode, before - row.count) : 0;
      ofNode -= own;
      removed += before - row.count - own;
    } else inVain++;
    before = row.count;
    most = Math.max(most, row.count);
  }
  const bySite = new Map<number, ListenerRow[]>();
  for (const row of added) addTo(bySite, row.site, row);
  // What Node adds for a wait it takes back itself.
  const isAdding = ([at, { length }]: [number, readonly ListenerRow[]]): boolean =>
    removed > 0 && length >= MIN_ADDED && ADDS.test(trace.site(at)?.text ?? '');
  const [site, own] = [...bySite].sort((a, b) => Number(isAdding(b)) - Number(isAdding(a)) || b[1].length - a[1].length)[0] ?? [NONE, []];
  if (site === NONE || areOfWorkers(trace, site)) return undefined;
  const isEnded = isOfEnded(trace, site, own);
  const areClosed = isOfClosed(trace, site, own);
  const isOver = isEnded || areClosed || isOfSettled(trace, site, own);
  const arePerVisitor = isOnePerVisitor(trace, own);
  const areOfEach = arePerVisitor && own.length < MIN_VISITORS && isOneOfEach(trace, own);
  const usual = arePerVisitor || OF_PROCESS.test(own[0]?.event ?? '') ? MIN_VISITORS : MIN_ADDED;
  const unlessEach = isOver ? MIN_OVER : usual;
  const least = areOfEach ? MIN_VISITS : unlessEach;
  if (own.length < least) return undefined;
  // What was taken back may be what other places have added, such as waits that the same signal would end.
  const back = Math.min(removed, added.length - own.length);
  if (own.length < (added.length - back) * MIN_OWN) return undefined;
  if (removed - back > added.length * MAX_REMOVED || before < most * MIN_LEFT) return undefined;
  const isOverdue = removed === 0 && arePerVisitor && own.length >= MIN_ADDED && areAnswered(context, site, own);
  if (inVain === 0 && !isOverdue && isRemovedNearby(trace, site)) return undefined;
  const turns = new Set(own.map((row) => segments.turn.at(row.segment))).size;
  // Of the first one some may have been no more than is usual.
  const areBatches = turns >= MIN_BATCHES && own.length > (turns - 1) * MIN_IN_BATCH;
  // Visitors may come several at a time, and more of them later.
  const areVisits = arePerVisitor && turns >= MIN_VISITS && isLastVisitor(trace, own);
  // Those of calls that have ended may come several at a time, with anything behind the last of them.
  const isGrowing = isEnded || isStillGrowing(trace, own, isOver);
  if (!areVisits && ((turns < least && !areBatches) || !isGrowing)) return undefined;
  const row = trace.site(site);
  const first = own[0] as ListenerRow;
  const last = own.at(-1) as ListenerRow;
  return {
    kind: 'listener.leak',
    key: `${site}|${first.event}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    ...(areOfTests(
      trace,
      own.map(({ segment }) => segment),
    )
      ? { ceiling: 'info' as const }
      : {}),
    message: `Listeners for '${first.event}' pile up: \`${row?.text ?? ''}\` adds one more each time to the same emitter, which had ${before} at the end.`,
    why: [
      `it grew from ${first.count - 1} to ${last.count} in ${Math.round((last.ns - first.ns) / 1e6)} ms, ${isEnded ? 'though the calls that they were for have ended' : areClosed ? 'though the connections opened along with them have been closed' : isOver ? 'though the promises that they were for have been settled' : 'and was still growing at the end'}`,
      inVain > 0
        ? `a listener was to be removed ${inVain} times, but was none of them: it must be the same function that was added`
        : 'none of them was taken back: removeListener (off), { once: true }, or an AbortSignal would',
      'each event calls all of them, and what they refer to is kept',
    ],
    places: [{ site, role: 'add' }],
    segments: own.slice(0, 8).map((r) => r.segment),
    activations: [],
  };
}

/** What the constructor of a worker adds (its output goes to that of the program) is there for as long as the worker is: a worker too many is a matter of its own. */
function areOfWorkers(trace: Trace, site: number): boolean {
  return trace.sites[site]?.kind === 'new' && trace.workers.some((worker) => worker.site === site);
}

/** What Node took back in one step at the end of a worker or a connection, where the code adds listeners that stay (not by `once`). */
function countTakenAtEnd(trace: Trace, rows: readonly ListenerRow[]): number {
  const last = rows.at(-1);
  const stays = rows.every(({ site }) => site === NONE || /\.(?:on|addListener)(?:\(|$)/.test(trace.site(site)?.text ?? ''));
  if (last === undefined || !stays) return 0;
  const first = rows.findLastIndex((row, i) => row.site !== NONE || row.segment !== last.segment || row.count > (rows[i - 1]?.count ?? 0));
  return rows.length - 1 - first;
}

/** What the abort of a signal took at once, where each was added for a side of a race that had been decided long before: `Promise.race([work(), aborted(signal)])` in a loop. */
function countAborted(trace: Trace, rows: readonly ListenerRow[]): number {
  const { combines, tasks } = trace;
  const last = rows.at(-1);
  if (last?.event !== 'abort' || REMOVES.test(trace.site(last.site)?.text ?? '')) return 0;
  const first = rows.findLastIndex((row, i) => row.segment !== last.segment || row.count > (rows[i - 1]?.count ?? 0));
  const added = rows.slice(0, first + 1).filter((row, i, all) => row.count > (all[i - 1]?.count ?? 0));
  if (added.length < MIN_OVER) return 0;
  const isDecided = (result: number): boolean => {
    const settled = tasks.resolveSegment.at(result);
    return settled !== NONE && settled < last.segment;
  };
  const decided = combines.filter(({ kind, result }) => kind === COMBINE_RACE && isDecided(result));
  // The listener is to settle that side: it is added by the executor of its promise.
  const fns = new Set(added.map(({ site }) => trace.functionAt(site)));
  const isSide = (member: number): boolean => {
    const row = trace.site(tasks.site.at(member));
    return row?.kind === 'new' && row.text === 'Promise' && [...fns].some((fn) => isExecutor(trace, fn, row));
  };
  const made = new Set(decided.flatMap(({ members }) => members.filter(isSide).map((member) => tasks.initSegment.at(member))));
  // The last one may just have been waiting.
  return added.filter(({ segment }) => made.has(segment)).length >= added.length * MIN_LEFT ? rows.length - 1 - first : 0;
}

/** Requests, connections and messages that came one by one. */
function isOnePerVisitor(trace: Trace, own: readonly ListenerRow[]): boolean {
  const visitors = new Set(own.map((row) => rootOf(trace, row.segment)));
  return !visitors.has(NONE) && visitors.size === own.length;
}

/**
 * Each visitor had its answer before the next one came, and the function that adds listens to nothing else that would tell when to remove it: what is written beside it to remove it (`return { end: () =>
 * flags.off('change', refresh) }`), nobody has called when it was due.
 */
function areAnswered(context: AnalysisContext, site: number, own: readonly ListenerRow[]): boolean {
  const { trace } = context;
  const { askedSince } = factsOf(context);
  const home = trace.functionAt(site);
  if (hasSite(trace, home, ({ kind, text }, at) => kind === 'call' && at !== site && ADDS.test(text))) return false;
  const cameNs = (row: ListenerRow): number => trace.roots[rootOf(trace, row.segment)]?.ns ?? NaN;
  const isBehind = ({ segment }: ListenerRow, next: ListenerRow): boolean =>
    askedSince.mayFollow(segment, trace.segments.startNs.at(segment), cameNs(next));
  return own.every((row, i) => i === 0 || isBehind(own[i - 1] as ListenerRow, row));
}

/** The emitter has one for each visitor who came for the same, also for those who came before it had more than is usual. */
function isOneOfEach(trace: Trace, own: readonly ListenerRow[]): boolean {
  const last = own.at(-1) as ListenerRow;
  const root = trace.roots[rootOf(trace, last.segment)];
  // A connection of Node's http has some of its own.
  const count = last.count - (OF_CONNECTION.test(trace.site(last.site)?.text ?? '') ? OWN_OF_CONNECTION : 0);
  return count <= trace.roots.filter(({ kind, label, ns }) => kind === root?.kind && label === root.label && ns <= last.ns).length;
}

/** Nobody has come since the last one that left a listener, or one more. */
function isLastVisitor(trace: Trace, own: readonly ListenerRow[]): boolean {
  const { roots, segments } = trace;
  const last = rootOf(trace, (own.at(-1) as ListenerRow).segment);
  if (last === NONE || !isOnePerVisitor(trace, own)) return false;
  const isLike = ({ kind, segment }: RootRow): boolean =>
    kind === roots[last]?.kind && segments.thread.at(segment) === segments.thread.at((roots[last] as RootRow).segment);
  return roots.slice(last + 1).filter(isLike).length <= 1;
}

/** The function that adds (or one within it, or around it) has a call that removes: it may only not have come to it yet. */
function isRemovedNearby(trace: Trace, site: number): boolean {
  const { functions } = trace;
  const home = trace.functionAt(site);
  const isWithin = (fn: number, outer: number): boolean => fn === outer || isInnerFunction(trace, fn, outer);
  // The module itself is around everything.
  if (home === NONE || functions[home]?.parentFunction === NONE) return false;
  return trace.sites.some(
    (row) =>
      REMOVES.test(row.text) &&
      (isWithin(row.function, home) || (functions[row.function]?.parentFunction !== NONE && isWithin(home, row.function))),
  );
}

/** Each of them waits for what is to settle a promise, and the promises have been settled. */
function isOfSettled(trace: Trace, site: number, own: readonly ListenerRow[]): boolean {
  const fn = trace.functionAt(site);
  const { tasks } = trace;
  const isMaker = (row: SiteRow | undefined): boolean => row?.kind === 'new' && row.text === 'Promise' && isExecutor(trace, fn, row);
  const makers = new Set([...trace.sites.keys()].filter((index) => isMaker(trace.sites[index])));
  if (makers.size === 0) return false;
  const segments = new Set(own.map((row) => row.segment));
  let settled = 0;
  for (let task = 0; task < tasks.length; task++) {
    const isOurs = makers.has(tasks.site.at(task)) && segments.has(tasks.initSegment.at(task)) && trace.isPromise(task);
    if (isOurs && tasks.resolveSegment.at(task) !== NONE) settled++;
  }
  return settled >= own.length - 1;
}

/** Each of them only stores for the call that added it, and the calls have ended, one at least before the last of them was added. */
function isOfEnded(trace: Trace, site: number, own: readonly ListenerRow[]): boolean {
  const last = own.at(-1);
  if (last === undefined || !trace.hasMore(site, MORE_VAIN)) return false;
  const fn = trace.functionAt(site);
  if (trace.functions[fn]?.async !== true) return true;
  const { activations: acts } = trace;
  let ended = 0;
  let endedBefore = 0;
  for (let a = 0; a < acts.length; a++) {
    if (acts.fn.at(a) !== fn || acts.endSegment.at(a) === NONE) continue;
    ended++;
    if (acts.endNs.at(a) < last.ns) endedBefore++;
  }
  return ended >= own.length - 1 && endedBefore > 0;
}

/** The function that added each of them opened a connection in the same step (`this.socket = connect(port); settings.on('change', …)`), which has been closed since: it was for that. */
function isOfClosed(trace: Trace, site: number, own: readonly ListenerRow[]): boolean {
  const { tasks } = trace;
  const fn = trace.functionAt(site);
  const segments = new Set(own.map((row) => row.segment));
  let closed = 0;
  for (let task = 0; task < tasks.length; task++) {
    if (!segments.has(tasks.initSegment.at(task)) || trace.functionAt(tasks.site.at(task)) !== fn) continue;
    if (CONNECTION.test(trace.taskType(task)) && (tasks.flags.at(task) & TASK_CLEARED) !== 0) closed++;
  }
  return segments.size === own.length && closed >= own.length - 1;
}

/**
 * Spread over the turns of the loop since the first one, not a burst at the beginning. The last may be followed by what two of them took; those that are of no use to anybody by an end as long as all
 * took, and those of visitors by any.
 */
function isStillGrowing(trace: Trace, own: readonly ListenerRow[], isOver: boolean): boolean {
  const { segments: s } = trace;
  const first = s.turn.at((own[0] as ListenerRow).segment);
  const thread = (own[0] as ListenerRow).thread;
  let end = s.length - 1;
  while (s.thread.at(end) !== thread) end--;
  let lastTurn = s.turn.at(end);
  const newest = s.turn.at((own.at(-1) as ListenerRow).segment);
  const rest = lastTurn - newest;
  const isNear = rest * (own.length - 1) <= 2 * (newest - first);
  if (isNear || (isOver && rest <= Math.max(LAST_TURNS, newest - first)) || isLastVisitor(trace, own)) lastTurn = newest;
  const step = Math.max(1, (lastTurn - first + 1) / PARTS);
  const parts = new Set(own.map((row) => Math.min(PARTS - 1, Math.floor((s.turn.at(row.segment) - first) / step))));
  // Of fewer turns than parts, each is one.
  const lastPart = Math.min(PARTS - 1, lastTurn - first);
  // Rounds of work, of which each leaves what is of no use any more, are not all equally long.
  const rounds = isOver ? Math.min(PARTS / 2, new Set(own.map((row) => s.turn.at(row.segment))).size - 1) : MIN_GROWING;
  return parts.size >= Math.min(rounds, own.length - 1) && (parts.has(lastPart) || parts.has(lastPart - 1));
}
