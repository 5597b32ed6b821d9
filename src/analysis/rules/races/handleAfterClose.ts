/**
 * race.order.use-after-close, what is opened for a collection that has been closed: a call that was under way opens something and puts it where `close()` would have ended it
 * (`stat(path, () => this.watchers.push(watch(path)))`), but that has ended all that was there by then, and nobody looks there any more. Nobody asks whether it was closed meanwhile. Only what happened
 * is reported: the watcher, server, socket or interval was made after the close.
 */
import { LOCATION_ENTRY, LOCATION_WHOLE, MORE_EMPTIES } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { addTo } from '../../../base/lists.ts';
import { ADDS, atomOf, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isInnerFunction, isSetOffBy, isWithin, segmentBehind } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, isLedBy, lastName, taskName } from '../../names.ts';
import { hasSite, sitesIn } from '../../siteIndex.ts';

export const handleAfterCloseRule: Rule = { kinds: ['race.order.use-after-close'], run: findHandlesAfterClose };

const IS_CLOSER = /^[#_]*(?:close|stop|end|quit|shut_?down|tear_?down|dispose|destroy|terminate|disconnect)/i;
const CLOSES = /^(?:close|destroy|end|terminate|disconnect|stop|kill|unref|clearInterval|clearTimeout)$/;
const EMPTIES = /\.(?:clear|splice|length)$/;
const HANDLES = new Set([
  'TCPWRAP',
  'TCPSERVERWRAP',
  'TLSWRAP',
  'UDPWRAP',
  'PIPEWRAP',
  'PIPESERVERWRAP',
  'FSEVENTWRAP',
  'STATWATCHER',
  'PROCESSWRAP',
  'WORKER',
]);
/** Accesses of a location that are looked at. */
const LIMIT = 256;

interface Late {
  readonly emptied: number;
  readonly put: number;
}

function findHandlesAfterClose(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const a = trace.accesses;
  const known = sitesOfRaces(context.earlier);
  let made: ReadonlyMap<number, readonly number[]> | undefined;
  const drafts: Draft[] = [];
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    if (trace.locations.kind.at(group.location) === LOCATION_ENTRY) continue;
    const emptied = group.writes.findLast((row) => empties(trace, row) && closesEach(trace, row));
    if (emptied === undefined) continue;
    made ??= handlesBySegment(trace);
    const found = putAfter(context, group, emptied, made);
    if (found === undefined || known.has(a.site.at(found.put))) continue;
    known.add(a.site.at(found.put));
    drafts.push(toDraft(context, group.location, found));
  }
  return drafts;
}

/** What may keep the process alive, and was made in a segment. */
function handlesBySegment(trace: Trace): Map<number, number[]> {
  const { tasks } = trace;
  const found = new Map<number, number[]>();
  for (let task = 0; task < tasks.length; task++) {
    const made = tasks.initSegment.at(task);
    if (made === NONE || trace.isPromise(task)) continue;
    const type = trace.taskType(task);
    if ((type === 'Timeout' && trace.repeats(task)) || HANDLES.has(type)) addTo(found, made, task);
  }
  return found;
}

/** `this.watchers = []`, `this.watchers.clear()` */
function empties(trace: Trace, row: number): boolean {
  const site = trace.accesses.site.at(row);
  return trace.hasMore(site, MORE_EMPTIES) || EMPTIES.test(trace.site(site)?.text ?? '');
}

/** The function says by its name that it ends all, and ends what stood there: itself, or by a function within it. */
function closesEach(trace: Trace, row: number): boolean {
  const fn = functionOf(trace, row);
  const { name = '' } = trace.functions[fn] ?? {};
  if (!isLedBy(IS_CLOSER, lastName(name))) return false;
  const place = (trace.site(trace.accesses.site.at(row))?.text ?? '').replace(EMPTIES, '');
  if (!hasSite(trace, fn, ({ text }) => text === place || text.startsWith(`${place}.`))) return false;
  return trace.sites.some(
    (site) =>
      site.kind === 'call' && CLOSES.test(lastName(site.text)) && (site.function === fn || isInnerFunction(trace, site.function, fn)),
  );
}

function putAfter(
  context: AnalysisContext,
  group: LocationAccesses,
  emptied: number,
  made: ReadonlyMap<number, readonly number[]>,
): Late | undefined {
  const { trace, order } = context;
  const { accesses: a, tasks } = trace;
  const later = group.rows.slice(-LIMIT).filter((row) => a.position.at(row) > a.position.at(emptied));
  const [put] = later;
  const isContent = trace.locations.kind.at(group.location) === LOCATION_WHOLE;
  // Whoever looks there later may end it.
  if (put === undefined || later.length > 1 || !isPut(trace, put, isContent)) return undefined;
  const site = trace.site(a.site.at(put));
  const isMadeHere = (task: number): boolean => {
    const at = trace.site(tasks.site.at(task));
    return at !== undefined && at.function === site?.function;
  };
  if (made.get(a.segment.at(put))?.some(isMadeHere) !== true) return undefined;
  const [closed, opened] = [a.segment.at(emptied), a.segment.at(put)];
  if (order.isOrdered(closed, opened) || isSetOffBy(trace, opened, closed) || !beganBefore(trace, put, emptied)) return undefined;
  const [user, closer] = [a.activation.at(put), a.activation.at(emptied)];
  const isOne = user !== NONE && closer !== NONE && (isWithin(trace, closer, user) || isWithin(trace, user, closer));
  return isOne || isAsked(context, emptied, put) ? undefined : { emptied, put };
}

/** Something is put in: on the line where it is read which collection is there now, or into it. */
function isPut(trace: Trace, row: number, isContent: boolean): boolean {
  const a = trace.accesses;
  const site = trace.site(a.site.at(row));
  if (site === undefined) return false;
  if (isContent) return a.write.at(row) === 1 && ADDS.test(site.text);
  const isIt = (at: number): boolean => {
    const { kind, line, text = '' } = trace.site(at) ?? {};
    return kind !== 'read' && line === site.line && ADDS.test(text) && text.replace(ADDS, '') === site.text;
  };
  return a.write.at(row) === 0 && sitesIn(trace, site.function).some(isIt);
}

/** The call, or one whose callback it is, was under way when all was closed; or what has set it off was. */
function beganBefore(trace: Trace, put: number, close: number): boolean {
  const { accesses: a, activations: acts, segments: s } = trace;
  const closed = s.startNs.at(a.segment.at(close));
  const behind = segmentBehind(trace, a.segment.at(put));
  if (behind !== NONE && s.startNs.at(behind) < closed) return true;
  for (let at = a.activation.at(put); at !== NONE;) {
    if (s.startNs.at(acts.startSegment.at(at)) < closed) return true;
    const around = acts.parent.at(at);
    at = around !== NONE && isInnerFunction(trace, acts.fn.at(at), acts.fn.at(around)) ? around : NONE;
  }
  return false;
}

/** The call has looked since at something that the close had set. */
function isAsked(context: AnalysisContext, emptied: number, put: number): boolean {
  const { trace } = context;
  const a = trace.accesses;
  const facts = factsOf(context);
  const user = a.activation.at(put);
  const isOwn = (row: number): boolean => {
    const by = a.activation.at(row);
    if (user === NONE || by === NONE) return atomOf(trace, row) === atomOf(trace, put);
    return isWithin(trace, by, user) || isWithin(trace, user, by);
  };
  const set = facts.coverage
    .accessesOfStep(emptied)
    .filter((row) => a.write.at(row) === 1 && a.location.at(row) !== a.location.at(emptied));
  const isLook = (row: number, write: number): boolean => a.write.at(row) === 0 && a.position.at(row) > a.position.at(write) && isOwn(row);
  return set.some((write) => facts.groupAt(a.location.at(write))?.rows.some((row) => isLook(row, write)));
}

function toDraft({ trace, options }: AnalysisContext, location: number, { emptied, put }: Late): Draft {
  const a = trace.accesses;
  const [emptiedSite, putSite] = [a.site.at(emptied), a.site.at(put)];
  const line = (site: number): string => lineText(trace, options, site);
  const list = locationText(trace, location, putSite).replace(ADDS, '');
  const user = a.activation.at(put);
  const name = user === NONE ? functionLabel(trace, functionOf(trace, put)) : taskName(trace, user);
  const closer = functionLabel(trace, functionOf(trace, emptied));
  const closes = { lane: 1, text: `ends all in ${list}, and empties it`, site: emptiedSite, access: emptied };
  const keeps = { lane: 0, text: `opens something, and puts it into ${list}`, site: putSite, access: put };
  return {
    kind: 'race.order.use-after-close',
    key: `handle ${putSite},${emptiedSite}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${name} opened something and put it into \`${list}\` (${line(putSite)}) after ${closer} had ended what was there and emptied it (${line(emptiedSite)}): it stays open.`,
    why: ['nobody looks there any more', `it was under way before, and does not look whether ${closer} was called meanwhile`],
    places: [
      { site: putSite, role: 'use', access: put },
      { site: emptiedSite, role: 'close', access: emptied },
    ],
    segments: [a.segment.at(put), a.segment.at(emptied)],
    activations: [...new Set([a.activation.at(put), a.activation.at(emptied)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, closer],
      happened: [closes, keeps],
      other: [closes, { ...keeps, text: 'looks whether it was closed meanwhile, and opens nothing' }],
      otherTitle: 'What would be safe',
    },
  };
}
