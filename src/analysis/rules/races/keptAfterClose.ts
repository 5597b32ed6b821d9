/**
 * race.order.use-after-close, what is kept in a place that has been closed: a call looks whether the object is closed, waits, and puts what it has got into a collection of it; meanwhile
 * somebody has closed the object, and emptied that collection in the same step (`this.closed = true; const all = this.idle; this.idle = []`). Nobody will ever take it from there, or end it. Only what
 * happened is reported.
 */
import {
  ACCESS_DELETE,
  LOCATION_ENTRY,
  LOCATION_WHOLE,
  MORE_DROPS,
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_OBJECT,
  VALUE_PROMISE,
  VALUE_TRUE,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import {
  ADDS,
  atomOf,
  decidesBranch,
  functionOf,
  locationText,
  type LocationAccesses,
  objectOf,
  placeInLine,
  putPlaces,
} from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, taskName } from '../../names.ts';
import { AT_CLOSE, ENDED, isNothing } from './closes.ts';

export const keptAfterCloseRule: Rule = { kinds: ['race.order.use-after-close'], run: findKeptAfterClose };

const EMPTIES = /\.(?:clear|splice|length)$/;
/** What a flag is called that says that something is open. */
const GOES_ON = /connected|open|ready|running|active|started|alive|online|listening|attached/i;
/** Accesses of a location that are looked at. */
const LIMIT = 256;

interface Kept {
  readonly check: number;
  readonly close: number;
  readonly emptied: number;
  readonly put: number;
}

/** What is asked of the whole trace, once a flag has been found. */
interface Known {
  /** Accesses of a property; or of all that a collection holds. */
  readonly groups: ReadonlyMap<string, readonly LocationAccesses[]>;
  readonly puts: ReadonlySet<string>;
}

function findKeptAfterClose(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const drafts: Draft[] = [];
  let known: Known | undefined;
  for (const flag of factsOf(context).sharedGroups) {
    if (context.options.isCancelled()) break;
    const close = closeOf(trace, flag);
    if (close === undefined) continue;
    known ??= { groups: groupsByObject(context), puts: putPlaces(trace) };
    const found = keptAfter(context, flag, close, known);
    if (found !== undefined) drafts.push(toDraft(context, flag.location, found));
  }
  return drafts;
}

/** The last write of a place that says whether something is open, when it says that it is no more. */
function closeOf(trace: Trace, group: LocationAccesses): number | undefined {
  const close = group.writes.at(-1);
  return close !== undefined && closes(trace, group, close) ? close : undefined;
}

/** Does a write say that something is no longer open? */
export function closes(trace: Trace, { location, writes }: LocationAccesses, write: number): boolean {
  const a = trace.accesses;
  if (a.how.at(write) !== 0) return false;
  const before = writes[writes.indexOf(write) - 1];
  const [value, was] = [a.value.at(write), before === undefined ? undefined : a.value.at(before)];
  const text = locationText(trace, location, a.site.at(write));
  return (
    (value === VALUE_TRUE && was !== VALUE_TRUE && ENDED.test(text)) ||
    // `this.closing = this.finish()`
    ((value & VALUE_PROMISE) !== 0 && (was === undefined || isNothing(was)) && ENDED.test(text)) ||
    (value === VALUE_FALSE && was === VALUE_TRUE && GOES_ON.test(text)) ||
    (value === VALUE_NULL && was !== undefined && (was & VALUE_OBJECT) !== 0)
  );
}

function groupsByObject(context: AnalysisContext): Map<string, LocationAccesses[]> {
  const { locations } = context.trace;
  const found = new Map<string, LocationAccesses[]>();
  for (const group of factsOf(context).sharedGroups) {
    const kind = locations.kind.at(group.location);
    const isContent = kind === LOCATION_WHOLE || kind === LOCATION_ENTRY;
    const key = isContent ? objectOf(context.trace, group.location) : `${group.location}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, [group]);
    else known.push(group);
  }
  return found;
}

function keptAfter(context: AnalysisContext, flag: LocationAccesses, close: number, known: Known): Kept | undefined {
  const { trace, order } = context;
  const a = trace.accesses;
  const closer = a.activation.at(close);
  const checks = flag.rows.slice(0, LIMIT).filter((row) => a.write.at(row) === 0 && a.activation.at(row) !== NONE);
  if (checks.length === 0) return undefined;
  const emptied = factsOf(context)
    .coverage.accessesNear(close)
    .filter((row) => row !== close && a.write.at(row) === 1 && a.activation.at(row) === closer && empties(trace, row));
  for (const row of emptied) {
    const isContent = trace.locations.kind.at(a.location.at(row)) === LOCATION_WHOLE;
    const groups = known.groups.get(isContent ? objectOf(trace, a.location.at(row)) : `${a.location.at(row)}`) ?? [];
    const since = Math.max(a.position.at(row), a.position.at(close));
    const later = groups.flatMap((group) => group.rows.slice(-LIMIT).filter((use) => a.position.at(use) > since));
    for (const put of later) {
      const user = a.activation.at(put);
      if (user === NONE || !isPut(trace, put, isContent ? undefined : known.puts)) continue;
      const isOwn = (other: number): boolean => {
        const by = a.activation.at(other);
        return by !== NONE && (isWithin(trace, by, user) || isWithin(trace, user, by));
      };
      if (isOwn(close) || order.isOrdered(a.segment.at(close), a.segment.at(put))) continue;
      // Somebody else looks there again, and finds it, or the call takes it out again; or it itself has looked whether it is closed by now.
      const isTaken = (other: number): boolean => !isAtItsClose(trace, other) && (!isOwn(other) || a.how.at(other) === ACCESS_DELETE);
      if (later.some((other) => a.position.at(other) > a.position.at(put) && isTaken(other))) continue;
      const own = checks.filter(isOwn);
      if (own.some((other) => a.position.at(other) > a.position.at(close))) continue;
      const check = own.findLast((other) => decidesBranch(trace, other) && atomOf(trace, other) !== atomOf(trace, put));
      if (check !== undefined) return { check, close, emptied: row, put };
    }
  }
  return undefined;
}

/** It notes that what was kept has been closed by then, by the other side. */
function isAtItsClose(trace: Trace, row: number): boolean {
  return AT_CLOSE.test(trace.functions[functionOf(trace, row)]?.name ?? '');
}

/** Another collection takes its place, or it is emptied, and something else is done with what was in it: what is only dropped needs no end. */
function empties(trace: Trace, row: number): boolean {
  const a = trace.accesses;
  if (trace.hasMore(a.site.at(row), MORE_DROPS)) return false;
  const kind = trace.locations.kind.at(a.location.at(row));
  if (kind === LOCATION_WHOLE) return EMPTIES.test(trace.site(a.site.at(row))?.text ?? '');
  return kind !== LOCATION_ENTRY && a.how.at(row) === 0 && (a.value.at(row) & VALUE_OBJECT) !== 0;
}

/** Something is put in; `places`: at one of them it is read which collection is there now. */
function isPut(trace: Trace, row: number, places: ReadonlySet<string> | undefined): boolean {
  const a = trace.accesses;
  const site = trace.site(a.site.at(row));
  if (site === undefined) return false;
  return places === undefined
    ? a.write.at(row) === 1 && ADDS.test(site.text)
    : a.write.at(row) === 0 && places.has(placeInLine(site, site.text));
}

function toDraft({ trace, options }: AnalysisContext, location: number, { check, close, emptied, put }: Kept): Draft {
  const a = trace.accesses;
  const [checkSite, closeSite, emptiedSite, putSite] = [check, close, emptied, put].map((row) => a.site.at(row)) as [
    number,
    number,
    number,
    number,
  ];
  const line = (site: number): string => lineText(trace, options, site);
  const flag = locationText(trace, location, checkSite);
  const list = locationText(trace, a.location.at(put), putSite).replace(ADDS, '');
  const name = taskName(trace, a.activation.at(put));
  const closer = functionLabel(trace, trace.functionAt(closeSite));
  const looks = { lane: 0, text: `looks at ${flag}`, site: checkSite, access: check };
  const closes = { lane: 1, text: `sets ${flag}, and empties ${list}`, site: closeSite, access: close };
  const keeps = { lane: 0, text: `puts something into ${list}`, site: putSite, access: put };
  return {
    kind: 'race.order.use-after-close',
    key: `kept ${putSite},${closeSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${name} put something into \`${list}\` (${line(putSite)}) after ${closer} had emptied it and set \`${flag}\` (${line(closeSite)}): it looked at \`${flag}\` before it waited (${line(checkSite)}), and not again.`,
    why: ['nobody takes it from there any more', `no await, callback or message orders ${name} and ${closer}`],
    places: [
      { site: putSite, role: 'use', access: put },
      { site: closeSite, role: 'close', access: close },
      { site: checkSite, role: 'check', access: check },
      ...(emptiedSite === closeSite ? [] : [{ site: emptiedSite, role: 'emptied' as const, access: emptied }]),
    ],
    segments: [a.segment.at(put), a.segment.at(close)],
    activations: [...new Set([a.activation.at(put), a.activation.at(close)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, closer],
      happened: [looks, closes, keeps],
      other: [looks, closes, { ...looks, text: `looks at ${flag} again, and closes it` }],
      otherTitle: 'What would be safe',
    },
  };
}
