/**
 * race.order.use-after-close, what is free and closed: the callback of a timer, or a listener for the news that it is idle, closes a connection that nobody uses, and it is taken out of the list
 * of the free ones only when its close is over. Who takes one from the list in between gets the closed one. The transform names the two callbacks (FLAG_GONE_LATE); the run shows that others take from that list, and that nothing
 * makes them come after the removal. The same of a map in which each has its key.
 */
import { addTo } from '../../../base/lists.ts';
import {
  ACCESS_DELETE,
  FLAG_GONE_LATE,
  FLAG_TAKES_ONE,
  LOCATION_ENTRY,
  LOCATION_PROPERTY,
  VALUE_OBJECT,
  VALUE_PROMISE,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { COUNTS, decidesBranch, locationText, type LocationAccesses, functionOf } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isInnerFunction, taskBehindTicks } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { callsNamed, sitesIn } from '../../siteIndex.ts';

export const takenClosedRule: Rule = { kinds: ['race.order.use-after-close'], run: findTakenClosed };

const CLOSES =
  /\.(?:close|destroy|destroySoon|disconnect|dispose|end|hangUp|kill|log[oO](?:ff|ut)|quit|shutdown|sign[oO](?:ff|ut)|stop|terminate)$/;
const TAKES = /\.(?:delete|pop|shift)$/;
const PUTS = /\.(?:add|push|unshift)$/;
const LIMIT = 256;
/** The closes of each object, by its key in a collection. */
type Closes = ReadonlyMap<string, readonly number[]>;
const LONG_GAP_NS = 10e9;

function findTakenClosed(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const isLate = trace.sites.map((site) => ((site.flags ?? 0) & FLAG_GONE_LATE) !== 0);
  if (!isLate.includes(true)) return [];
  const drafts: Draft[] = [];
  const closes = findCloses(context, isLate);
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    const kind = trace.locations.kind.at(group.location);
    const removal = group.writes.find((row) => isRemoval(trace, row, isLate) && isAfterStep(context, row, closes));
    if (removal === undefined) continue;
    const isOfMap = kind === LOCATION_ENTRY && group.rows.some((row) => trace.accesses.write.at(row) === 0 && takesOne(trace, row));
    const draft =
      kind === LOCATION_ENTRY
        ? (isOfMap ? findTakeOfMap : findTakeOfSet)(context, group, removal, isLate, closes)
        : findTake(context, group, removal, isLate);
    if (draft !== undefined) drafts.push(draft);
  }
  if (drafts.length > 0) return drafts;
  const missed = findMissed(context, isLate, closes);
  if (missed.length > 0) return missed;
  const used = findUsed(context, isLate, closes);
  return used.length > 0 ? used : findUnseen(context, isLate);
}

/** `if (free[name]) return free[name].shift()`: the list was dropped with what was removed last (`delete free[name]`), and who would take from it, had it still been there, finds none. */
function findMissed(context: AnalysisContext, isLate: readonly boolean[], closes: Closes): Draft[] {
  const { trace, order } = context;
  const { accesses: a, segments: s } = trace;
  for (const { location, rows, writes } of factsOf(context).groups) {
    const removedBy = (row: number): number | undefined =>
      sitesIn(trace, functionOf(trace, row)).find((site) => isRemovalSite(trace, site, isLate));
    const isDrop = (row: number): boolean => a.how.at(row) === ACCESS_DELETE && isAfterStep(context, row, closes);
    const removal = writes.slice(0, LIMIT).find((row) => isDrop(row) && removedBy(row) !== undefined);
    if (removal === undefined) continue;
    const [at, removed] = [a.position.at(removal), a.segment.at(removal)];
    const take = rows.find(
      (row) =>
        a.position.at(row) > at &&
        a.write.at(row) === 0 &&
        decidesBranch(trace, row) &&
        s.startNs.at(a.segment.at(row)) - s.startNs.at(removed) < LONG_GAP_NS &&
        !order.isOrdered(removed, a.segment.at(row)),
    );
    if (take === undefined) continue;
    const taker = takerBeside(trace, take);
    const closing = closeBeside(trace, a.site.at(removal), isLate);
    if (taker === undefined || closing === NONE) continue;
    return [toDraft(context, location, { take, taker, removal, removed: removedBy(removal), closing, observed: false })];
  }
  return [];
}

/** What was taken had been closed: it is used in the step of the take. So it was in the list no more when its close was over, and no removal was seen. */
function findUsed(context: AnalysisContext, isLate: readonly boolean[], closes: Closes): Draft[] {
  const { trace } = context;
  const { accesses: a } = trace;
  const removed = isLate.findIndex((late, site) => late && isRemovalSite(trace, site, isLate));
  if (removed < 0) return [];
  const file = trace.site(removed)?.file;
  for (const close of [...closes.values()].flat()) {
    const { rows } = factsOf(context).groups.find(({ location }) => location === a.location.at(close)) ?? { rows: [] };
    const use = rows.find((row) => a.write.at(row) === 0 && a.position.at(row) > a.position.at(close));
    if (use === undefined) continue;
    const isTake = (row: number): boolean =>
      takesOne(trace, row) && trace.site(a.site.at(row))?.file === file && a.position.at(row) < a.position.at(use);
    const take = factsOf(context).coverage.accessesNear(use).findLast(isTake);
    if (take === undefined || a.position.at(take) < a.position.at(close)) continue;
    return [toDraft(context, a.location.at(take), { take, removal: NONE, removed, closing: a.site.at(close), observed: true })];
  }
  return [];
}

/** None of the timers came before a take, as far as is known: one that was set before it could have come right before it, whoever clears it there. */
function findUnseen(context: AnalysisContext, isLate: readonly boolean[]): Draft[] {
  const { trace } = context;
  const { accesses: a } = trace;
  const isClose = (row: number): boolean => isLate[a.site.at(row)] === true && !isRemoval(trace, row, isLate);
  const closes = factsOf(context).groups.flatMap(({ writes }) => writes.filter(isClose));
  const isCome = (row: number): boolean => closes.some((close) => a.position.at(close) < a.position.at(row));
  for (const removal of isLate.keys()) {
    const closing = isRemovalSite(trace, removal, isLate) ? closeBeside(trace, removal, isLate) : NONE;
    const maker = closing === NONE ? NONE : (trace.functions[trace.functionAt(closing)]?.parentFunction ?? NONE);
    if (maker === NONE) continue;
    const isSetThere = (fn: number): boolean => fn === maker || isInnerFunction(trace, fn, maker);
    const timers = callsNamed(trace, 'setTimeout').filter((site) => isSetThere(trace.functionAt(site)));
    const set = sinceWhen(trace, timers);
    if (set === NONE) continue;
    const file = trace.site(removal)?.file;
    for (const { location, rows } of factsOf(context).groups) {
      const isIn = (row: number): boolean => trace.site(a.site.at(row))?.file === file && a.segment.at(row) > set;
      const take = rows.find((row) => takesOne(trace, row) && isIn(row) && !isCome(row));
      if (take !== undefined) return [toDraft(context, location, { take, removal: NONE, removed: removal, closing, observed: false })];
    }
  }
  return [];
}

/** The first segment that set one of these timers; NONE. */
function sinceWhen({ tasks }: Trace, timers: readonly number[]): number {
  for (let task = 0; task < tasks.length; task++) if (timers.includes(tasks.site.at(task))) return tasks.initSegment.at(task);
  return NONE;
}

/** It is one of the two callbacks that the transform names, and not the one that closes. */
function isRemoval(trace: Trace, row: number, isLate: readonly boolean[]): boolean {
  return isRemovalSite(trace, trace.accesses.site.at(row), isLate);
}

function isRemovalSite(trace: Trace, site: number, isLate: readonly boolean[]): boolean {
  const { kind, text } = trace.site(site) ?? { kind: 'call', text: '' };
  return isLate[site] === true && kind !== 'call' && !CLOSES.test(text);
}

/** Its close was not over in the step of the timer (a class of the program's own may say so by another timer). */
function isAfterStep({ trace, order }: AnalysisContext, removal: number, closes: Closes): boolean {
  const { accesses: a, activations: acts } = trace;
  const [segment, call] = [a.segment.at(removal), a.activation.at(removal)];
  if (call !== NONE && acts.sync.at(call) === 0 && order.crossesTurn(acts.startSegment.at(call), segment)) return true;
  const task = taskBehindTicks(trace, segment);
  if (task === NONE || trace.taskType(task) !== 'Timeout') return true;
  const earlier = [...closes.values()].flat().filter((close) => a.position.at(close) < a.position.at(removal));
  return earlier.length > 0 && earlier.every((close) => taskBehindTicks(trace, a.segment.at(close)) !== task);
}

/** A later take that nothing makes come after the removal. */
function findTake(context: AnalysisContext, group: LocationAccesses, removal: number, isLate: readonly boolean[]): Draft | undefined {
  const { trace, order } = context;
  const { accesses: a, segments: s } = trace;
  const removed = a.segment.at(removal);
  const takes = new Map(group.rows.flatMap((row) => (takesOne(trace, row) ? [[functionOf(trace, row), row] as const] : [])));
  // Who looks whether there is one would have taken it.
  const look = group.rows
    .filter((row) => a.position.at(row) > a.position.at(removal))
    .slice(0, LIMIT)
    .find(
      (row) =>
        (takes.has(functionOf(trace, row)) || takerBeside(trace, row) !== undefined) &&
        (takesOne(trace, row) || (a.write.at(row) === 0 && decidesBranch(trace, row))) &&
        s.startNs.at(a.segment.at(row)) - s.startNs.at(removed) < LONG_GAP_NS &&
        !order.isOrdered(removed, a.segment.at(row)),
    );
  const later = look === undefined || takesOne(trace, look) ? look : (takes.get(functionOf(trace, look)) ?? look);
  const taker = later !== undefined && !takesOne(trace, later) ? takerBeside(trace, later) : undefined;
  const take = later ?? takenBefore(context, group, removal) ?? takenElsewhere(context, group, removal);
  const closing = take === undefined ? NONE : closeBeside(trace, a.site.at(removal), isLate);
  return take === undefined || closing === NONE
    ? undefined
    : toDraft(context, group.location, { take, taker, removal, closing, observed: false });
}

/** The site by which who looks would take, `free[name].shift()` beside `free[name]` or `free[name].length`; by another name (`const list = free[name]`), if it is the only one there. */
function takerBeside(trace: Trace, look: number): number | undefined {
  const list = `${(trace.site(trace.accesses.site.at(look))?.text ?? '').replace(COUNTS, '')}.`;
  const takers = sitesIn(trace, functionOf(trace, look)).filter((site) => trace.hasFlag(site, FLAG_TAKES_ONE));
  return takers.find((site) => trace.site(site)?.text.startsWith(list) === true) ?? (takers.length === 1 ? takers[0] : undefined);
}

/** An earlier take, of what had been put there in an earlier turn: its timer could have come in between. */
function takenBefore({ trace, order }: AnalysisContext, { rows, writes }: LocationAccesses, removal: number): number | undefined {
  const { accesses: a } = trace;
  return rows.slice(0, LIMIT).find((row) => {
    if (!takesOne(trace, row) || a.write.at(row) === 0 || a.position.at(row) > a.position.at(removal)) return false;
    const put = writes.findLast(
      (other) => a.position.at(other) < a.position.at(row) && PUTS.test(trace.site(a.site.at(other))?.text ?? ''),
    );
    return put !== undefined && order.crossesTurn(a.segment.at(put), a.segment.at(row));
  });
}

/** The same from another list that the same code takes from: one that is dropped when nothing is left in it (`delete free[name]`) is made anew each time. */
function takenElsewhere(context: AnalysisContext, { location }: LocationAccesses, removal: number): number | undefined {
  const { trace } = context;
  const fileOf = (row: number): number | string | undefined => trace.site(trace.accesses.site.at(row))?.file;
  for (const group of factsOf(context).groups) {
    if (trace.locations.kind.at(group.location) !== trace.locations.kind.at(location)) continue;
    const take = takenBefore(context, group, removal);
    if (take !== undefined && fileOf(take) === fileOf(removal)) return take;
  }
  return undefined;
}

/** The closes of each object, by its key in a collection. */
function findCloses(context: AnalysisContext, isLate: readonly boolean[]): Closes {
  const { trace } = context;
  const { accesses: a, locations } = trace;
  const closes = new Map<string, number[]>();
  for (const { location, writes } of factsOf(context).groups) {
    if (locations.kind.at(location) !== LOCATION_PROPERTY) continue;
    for (const row of writes) {
      const site = a.site.at(row);
      if (isLate[site] === true && CLOSES.test(trace.site(site)?.text ?? '')) {
        addTo(closes, `${locations.thread.at(location)}:#${locations.object.at(location)}`, row);
      }
    }
  }
  return closes;
}

/** A set has each of its elements for itself: this one was taken between its close and its removal, or a later take of any of them is one that nothing makes come after the removal. */
function findTakeOfSet(
  context: AnalysisContext,
  group: LocationAccesses,
  removal: number,
  isLate: readonly boolean[],
  closes: Closes,
): Draft | undefined {
  const { trace, order } = context;
  const { location, writes } = group;
  const { accesses: a, segments: s, locations } = trace;
  const own = closes.get(`${locations.thread.at(location)}:${trace.string(locations.key.at(location))}`) ?? [];
  const isBetween = (row: number): boolean => own.some((close) => a.position.at(close) < a.position.at(row));
  const seen = writes.find((row) => takesOne(trace, row) && a.position.at(row) < a.position.at(removal) && isBetween(row));
  if (seen !== undefined) return toDraft(context, location, { take: seen, removal, closing: a.site.at(own[0] as number), observed: true });
  const removed = a.segment.at(removal);
  // Who looks whether there is one (`const [link] = idle`) would have taken it.
  const isLater = (row: number): boolean =>
    a.position.at(row) > a.position.at(removal) &&
    (takesOne(trace, row) || (a.write.at(row) === 0 && takerBeside(trace, row) !== undefined)) &&
    s.startNs.at(a.segment.at(row)) - s.startNs.at(removed) < LONG_GAP_NS &&
    !order.isOrdered(removed, a.segment.at(row));
  const closing = closeBeside(trace, a.site.at(removal), isLate);
  for (const beside of closing === NONE ? [] : [group, ...factsOf(context).groupsBeside(location).slice(0, LIMIT)]) {
    const take = beside.rows.find(isLater) ?? takenBefore(context, beside, removal);
    if (take === undefined) continue;
    const taker = takesOne(trace, take) ? undefined : takerBeside(trace, take);
    return toDraft(context, location, { take, taker, removal, closing, observed: false });
  }
  return undefined;
}

function takesOne(trace: Trace, row: number): boolean {
  return trace.hasFlag(trace.accesses.site.at(row), FLAG_TAKES_ONE);
}

/** What was found under the key was closed then; or the key is asked for later, and nothing makes that come after the removal. */
function findTakeOfMap(
  context: AnalysisContext,
  { location, rows, writes }: LocationAccesses,
  removal: number,
  isLate: readonly boolean[],
  closes: Closes,
): Draft | undefined {
  const { trace, order } = context;
  const { accesses: a, segments: s, locations } = trace;
  const takes = rows.filter((row) => a.write.at(row) === 0 && takesOne(trace, row)).slice(0, LIMIT);
  for (const take of takes) {
    const stored = writes.findLast((row) => a.position.at(row) < a.position.at(take));
    const value = stored === undefined || a.how.at(stored) === ACCESS_DELETE ? 0 : a.value.at(stored);
    const object = (value & VALUE_OBJECT) === 0 ? 0 : value & ~(VALUE_OBJECT | VALUE_PROMISE);
    const own = object === 0 ? [] : (closes.get(`${locations.thread.at(location)}:#${object}`) ?? []);
    const close = own.find((row) => a.position.at(row) < a.position.at(take));
    if (close !== undefined) return toDraft(context, location, { take, removal, closing: a.site.at(close), observed: true });
  }
  const removed = a.segment.at(removal);
  const take = takes.find(
    (row) =>
      a.position.at(row) > a.position.at(removal) &&
      s.startNs.at(a.segment.at(row)) - s.startNs.at(removed) < LONG_GAP_NS &&
      !order.isOrdered(removed, a.segment.at(row)),
  );
  const closing = take === undefined ? NONE : closeBeside(trace, a.site.at(removal), isLate);
  return take === undefined || closing === NONE ? undefined : toDraft(context, location, { take, removal, closing, observed: false });
}

/** The call that closes, in the file of the one that removes. */
function closeBeside(trace: Trace, removal: number, isLate: readonly boolean[]): number {
  const file = trace.site(removal)?.file;
  return trace.sites.findIndex((site, i) => isLate[i] === true && site.file === file && CLOSES.test(site.text));
}

interface Taken {
  readonly take: number;
  readonly removal: number;
  /** Site of the take, where `take` only looked for the list. */
  readonly taker?: number | undefined;
  /** Site of a removal that has not come, and then `removal` is NONE, or that is none of an access. */
  readonly removed?: number | undefined;
  /** Site. */
  readonly closing: number;
  readonly observed: boolean;
}

function toDraft(
  { trace, options }: AnalysisContext,
  location: number,
  { take, taker, removal, removed, closing, observed }: Taken,
): Draft {
  const a = trace.accesses;
  const [takeSite, removalSite] = [taker ?? a.site.at(take), removed ?? a.site.at(removal)];
  const rows = removal === NONE ? [take] : [take, removal];
  const list = locationText(trace, location, a.site.at(take)).replace(COUNTS, '').replace(TAKES, '');
  const line = (site: number): string => lineText(trace, options, site);
  const who = functionLabel(trace, trace.functionAt(takeSite));
  const closes = { lane: 0, text: `${trace.site(closing)?.text ?? 'close'}()`, site: closing };
  const removes = { lane: 0, text: `takes it out of ${list}`, site: removalSite, ...(removal === NONE ? {} : { access: removal }) };
  const takes = { lane: 1, text: `takes one from ${list}`, site: takeSite, access: take };
  return {
    kind: 'race.order.use-after-close',
    key: `taken ${takeSite},${removalSite}`,
    confidence: observed ? 0.85 : 0.65,
    verdict: observed ? 'observed' : 'predicted',
    consequence: false,
    message: `${who} ${observed ? 'took' : 'may take'} from \`${list}\` (${line(takeSite)}) what ${observed ? 'had' : 'has'} been closed because nobody used it (${line(closing)}): it stays in there until its close is over (${line(removalSite)}).`,
    why: ['the close and the removal are two callbacks', 'nothing makes who takes wait for the removal, or look whether it is closed'],
    places: [
      { site: takeSite, role: 'take', access: take },
      { site: removalSite, role: 'removal', ...(removal === NONE ? {} : { access: removal }) },
      { site: closing, role: 'close' },
    ],
    segments: rows.map((row) => a.segment.at(row)),
    activations: [...new Set(rows.map((row) => a.activation.at(row)).filter((x) => x !== NONE))],
    scenario: {
      lanes: ['timer and close', who],
      happened: observed ? [closes, takes, removes] : [closes, removes, takes],
      other: observed ? [closes, removes, takes] : [closes, takes, removes],
      otherTitle: observed ? 'What would be safe' : 'What can happen',
    },
  };
}
