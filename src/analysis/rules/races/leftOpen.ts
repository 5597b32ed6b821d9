/**
 * race.order.use-after-close, what is opened beside a close of all: a function closes every connection that a collection holds (`for (const link of this.#links.values()) link.close()`), while a call
 * that has begun before is still opening one more. It comes into the collection, and nobody closes it any more. Only what happened is reported.
 */
import { ACCESS_DELETE, LOCATION_ENTRY, LOCATION_WHOLE, MORE_CLOSES_EACH, MORE_EMPTIES, VALUE_OBJECT } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { ADDS, atomOf, functionOf, locationText, type LocationAccesses, placeInLine, putPlaces } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { callersUpFrom, isWithin, segmentBehind } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName, taskName } from '../../names.ts';
import { sitesIn } from '../../siteIndex.ts';

export const leftOpenRule: Rule = { kinds: ['race.order.use-after-close'], run: findLeftOpen };

/** What a function is called that closes all for good: `closeIdle` leaves the others. */
const IS_CLOSER = /^#?(?:close|destroy|disconnect|dispose|end|kill|quit|shut_?down|stop|tear_?down|terminate)(?:All|Async|Everything)?$/i;
/** Accesses of a collection that are looked at. */
const LIMIT = 256;

/** Where the code puts something into what a place holds by then: another collection, after `for (const link of this.links) link.close(); this.links = []`. */
interface Stores {
  readonly elements: ReadonlySet<string>;
  readonly puts: ReadonlySet<string>;
}

interface Left {
  readonly close: number;
  readonly put: number;
}

function findLeftOpen(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const a = trace.accesses;
  if (!trace.sites.some((_, site) => trace.hasMore(site, MORE_CLOSES_EACH))) return [];
  const known = sitesOfRaces(context.earlier);
  const drafts: Draft[] = [];
  let stores: Stores | undefined;
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    const rows = group.rows.slice(-LIMIT);
    const close = rows.findLast((row) => closesAll(trace, row));
    if (close === undefined) continue;
    stores ??= { elements: elementStores(trace), puts: putPlaces(trace) };
    const found = leftOpen(context, group, close, stores);
    if (found === undefined || known.has(a.site.at(found.put))) continue;
    known.add(a.site.at(found.put));
    drafts.push(toDraft(context, found));
  }
  return drafts;
}

/** It reads all, and closes each; or puts another collection in the place of the one of which it has done so. */
function closesAll(trace: Trace, row: number): boolean {
  const { site, write } = trace.accesses;
  const fn = functionOf(trace, row);
  if (!IS_CLOSER.test(lastName(trace.functions[fn]?.name ?? ''))) return false;
  if (trace.hasMore(site.at(row), MORE_CLOSES_EACH)) return true;
  return (
    write.at(row) === 1 && trace.hasMore(site.at(row), MORE_EMPTIES) && sitesIn(trace, fn).some((at) => trace.hasMore(at, MORE_CLOSES_EACH))
  );
}

/** Where the code stores elements: `this.links[id] = link`. */
function elementStores({ sites }: Trace): Set<string> {
  return new Set(
    sites.flatMap(({ kind, text, file, line, column }) => (kind === 'write' && text.endsWith(']') ? [`${file}:${line}:${column}`] : [])),
  );
}

/** Something comes into the collection behind the last close, from a call that was under way then. */
function leftOpen(context: AnalysisContext, group: LocationAccesses, close: number, stores: Stores): Left | undefined {
  const { trace, order } = context;
  const a = trace.accesses;
  // What closes at once may be no call of its own: then it counts to its caller, who may have set both going.
  const own = a.activation.at(close);
  const closer = own !== NONE && trace.activations.fn.at(own) === functionOf(trace, close) ? own : NONE;
  const isAfter = (row: number): boolean => a.position.at(row) > a.position.at(close);
  const all = isProperty(trace, group) ? [group] : factsOf(context).groupsBeside(group.location);
  const beside = isProperty(trace, group) ? all : all.filter((one) => !isProperty(trace, one));
  for (const { rows } of beside) {
    for (const put of rows.slice(-LIMIT).toReversed()) {
      if (!isAfter(put)) break;
      const isNewOne = group.writes.some((row) => a.position.at(row) >= a.position.at(close) && a.position.at(row) < a.position.at(put));
      if (!isPut(trace, put, stores, isNewOne)) continue;
      const call = underWay(trace, put, close, closer);
      const isOfClose = call !== NONE && (isWithin(trace, own, call) || (closer !== NONE && isWithin(trace, call, closer)));
      if (isOfClose || (call === NONE && !isSetGoingBefore(trace, put, close))) continue;
      if (order.isOrdered(a.segment.at(close), a.segment.at(put)) || asksAgain(context, { close, put }, call)) continue;
      if (!all.some((one) => one.writes.some((row) => a.position.at(row) > a.position.at(put) && a.how.at(row) === ACCESS_DELETE))) {
        return { close, put };
      }
    }
  }
  return undefined;
}

/** The call that has begun before the close and stores something after it, or has a helper do that; NONE. */
function underWay(trace: Trace, put: number, close: number, closer: number): number {
  const { accesses: a, activations: acts, segments: s } = trace;
  for (const call of callersUpFrom(trace, a.activation.at(put))) {
    const start = acts.startSegment.at(call);
    // Of two that began in one step, the first has the smaller number.
    if (start === a.segment.at(close) ? call < closer : s.startNs.at(start) < s.startNs.at(a.segment.at(close))) return call;
    if (s.atom.at(start) !== atomOf(trace, put)) break;
  }
  return NONE;
}

/** Callbacks from what stores something back to what had set that going before the close. */
const MAX_STEPS = 16;

/** `fs.stat(path, () => this.links.push(open(path)))`: the same in a callback. */
function isSetGoingBefore(trace: Trace, put: number, close: number): boolean {
  const { accesses: a, segments: s } = trace;
  let at = segmentBehind(trace, a.segment.at(put));
  for (let step = 0; at !== NONE && step < MAX_STEPS; step++, at = segmentBehind(trace, at)) {
    if (s.startNs.at(at) < s.startNs.at(a.segment.at(close))) return true;
  }
  return false;
}

function isProperty({ locations: { kind } }: Trace, { location }: LocationAccesses): boolean {
  return kind.at(location) !== LOCATION_WHOLE && kind.at(location) !== LOCATION_ENTRY;
}

function isPut(trace: Trace, row: number, stores: Stores, isNewOne: boolean): boolean {
  const a = trace.accesses;
  const site = trace.site(a.site.at(row));
  if (site === undefined) return false;
  if (a.write.at(row) === 1 && ADDS.test(site.text)) return true;
  return stores.elements.has(`${site.file}:${site.line}:${site.column}`) || (isNewOne && stores.puts.has(placeInLine(site, site.text)));
}

/** Before it stores, it asks for what the close has said (`if (this.closed) return link.close()`). */
function asksAgain(context: AnalysisContext, { close, put }: Left, call: number): boolean {
  const { trace } = context;
  const a = trace.accesses;
  const { coverage } = factsOf(context);
  const closer = a.activation.at(close);
  const said = new Set<number>();
  for (const row of coverage.accessesNear(close)) {
    if (a.activation.at(row) === closer && a.write.at(row) === 1 && a.value.at(row) < VALUE_OBJECT) said.add(a.location.at(row));
  }
  const isLook = (row: number): boolean =>
    a.write.at(row) === 0 &&
    a.position.at(row) < a.position.at(put) &&
    (call === NONE ? atomOf(trace, row) === atomOf(trace, put) : isWithin(trace, a.activation.at(row), call));
  return coverage.accessesNear(put).some((row) => said.has(a.location.at(row)) && isLook(row));
}

function toDraft({ trace, options }: AnalysisContext, { close, put }: Left): Draft {
  const a = trace.accesses;
  const [closeSite, putSite] = [a.site.at(close), a.site.at(put)];
  const line = (site: number): string => lineText(trace, options, site);
  const place = locationText(trace, a.location.at(put), putSite).replace(ADDS, '');
  const name = taskName(trace, a.activation.at(put));
  const closer = functionLabel(trace, trace.functionAt(closeSite));
  const opens = { lane: 0, text: 'waits for what it opens', site: putSite, access: put };
  const closes = { lane: 1, text: 'closes all that is there', site: closeSite, access: close };
  const keeps = { lane: 0, text: `stores ${place}`, site: putSite, access: put };
  return {
    kind: 'race.order.use-after-close',
    key: `left open ${putSite},${closeSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${name} put what it had opened into \`${place}\` (${line(putSite)}) after ${closer} had closed all that was there (${line(closeSite)}): it was under way then, and nobody closes what came later.`,
    why: [
      'nothing closes what is there after that',
      `no await, callback or message orders ${name} and ${closer}`,
      `${name} does not ask, before it stores it, whether all is closed`,
    ],
    places: [
      { site: putSite, role: 'use', access: put },
      { site: closeSite, role: 'close', access: close },
    ],
    segments: [a.segment.at(put), a.segment.at(close)],
    activations: [...new Set([a.activation.at(put), a.activation.at(close)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, closer],
      happened: [opens, closes, keeps],
      other: [opens, closes, { ...keeps, text: 'asks whether all is closed, and closes what it has opened' }],
      otherTitle: 'What would be safe',
    },
  };
}
