/** Which lanes and states a filter means. */
import { type FilterKey, type FilterNode, type Term, statesOf } from './filterText.ts';
import { NONE } from '../ids.ts';
import { STATE_AWAIT, STATE_MASK, STATE_NONE, STATE_READY } from '../requests.ts';
import type { TimelineReport } from '../requests.ts';
import { LANE_TIMER } from '../tracks/tracksLanes.ts';
import { cached } from '../tracks/tracksIndex.ts';
import type { Timeline } from '../tracks/tracksIndex.ts';
import {
  laneOfRequest,
  nameOfActivation,
  nameOfLock,
  nameOfRequest,
  nameOfThread,
  placeOfFunction,
  placeOfSite,
  titleOfLane,
} from '../tracks/tracksNames.ts';

/** Tasks above a task that are counted. */
const MAX_ABOVE = 1000;

function matchText(term: Term, text: string): boolean {
  return term.pattern === null ? text.toLowerCase().includes(term.value) : term.pattern.test(text);
}

/** Whether terms of this key are about single states, not about the task. */
function isEntryKey(key: FilterKey): boolean {
  return key === 'state' || key === 'cause' || key === 'wait' || key === 'ready' || key === 'time' || key === 'site';
}

/** Whether an entry of a lane satisfies a term about states. */
function matchEntry(timeline: Timeline, entry: number, term: Term): boolean {
  const { tracks } = timeline;
  const { startNs, state } = tracks;
  const s = (state[entry] as number) & STATE_MASK;
  if (s === STATE_NONE) return false;
  if (term.key === 'state' || term.key === 'cause') return (statesOf(term.value) & (1 << s)) !== 0;
  if (term.key === 'time') return (startNs[entry] as number) <= term.range[1] && (startNs[entry + 1] as number) > term.range[0];
  if (term.key === 'site') return s >= STATE_AWAIT && matchText(term, siteOf(timeline, tracks.reference[entry] as number));
  const isKind = term.key === 'ready' ? s === STATE_READY : s >= STATE_AWAIT;
  const duration = (startNs[entry + 1] as number) - (startNs[entry] as number);
  return isKind && (term.operator === '>' ? duration > term.limit : duration < term.limit);
}

/** `src/cart.ts:21` of the await that a wait is, '' if it is not known. */
function siteOf(timeline: Timeline, suspension: number): string {
  if (suspension === NONE) return '';
  const names = cached(timeline, 'filter.sites', (): Map<number, string> => new Map());
  const site = timeline.trace.suspensions.site.at(suspension);
  let name = names.get(site);
  if (name === undefined) {
    const place = placeOfSite(timeline, site);
    names.set(site, (name = place === null ? '' : `${place.file}:${place.line}`));
  }
  return name;
}

/** The call that a task was begun by: its caller, or who set the timer; NONE if that is no code of the user. */
function callerOf({ tracks, trace }: Timeline, lane: number): number {
  const { lanes } = tracks;
  if (lanes.kind.at(lane) === LANE_TIMER) return trace.tasks.creator.at(lanes.index.at(lane));
  const activation = lanes.activation.at(lane);
  return activation === NONE ? NONE : trace.activations.parent.at(activation);
}

/** How many tasks one after another began this one. */
function depthOf(timeline: Timeline, lane: number): number {
  const { activationLane } = timeline.tracks;
  let depth = 0;
  for (let at = lane; depth < MAX_ABOVE; depth++) {
    const caller = callerOf(timeline, at);
    const above = caller === NONE ? NONE : (activationLane[caller] ?? NONE);
    if (above === NONE || above === at) break;
    at = above;
  }
  return depth;
}

function compare({ operator, limit }: Term, value: number): boolean {
  return operator === '>' ? value > limit : operator === '<' ? value < limit : value === limit;
}

/** Decides by lane. Terms about states hold when some state of the lane satisfies all of them (in one `and`). */
export function lanePredicate(
  timeline: Timeline,
  findings: ReadonlyMap<number, readonly string[]>,
  report: TimelineReport,
  node: FilterNode,
): (lane: number) => boolean {
  const kinds = new Map(report.findings.map((f) => [f.id, f.kind]));
  const locks = () => cached(timeline, 'filter.locks', () => lockNames(timeline));
  const holders = () => cached(timeline, 'filter.holders', () => holderNames(timeline));
  const term = (lane: number, t: Term): boolean => {
    const { tracks, trace } = timeline;
    switch (t.key) {
      case 'name':
      case 'task':
        return matchText(t, titleOfLane(timeline, lane));
      case 'file':
        return matchText(t, placeOfFunction(timeline, tracks.lanes.activation.at(lane))?.file ?? '');
      case 'line':
        return compare(t, placeOfFunction(timeline, tracks.lanes.activation.at(lane))?.line ?? Number.NaN);
      case 'parent': {
        const caller = callerOf(timeline, lane);
        return (
          caller !== NONE &&
          (matchText(t, nameOfActivation(timeline, caller)) || matchText(t, titleOfLane(timeline, tracks.activationLane[caller] ?? NONE)))
        );
      }
      case 'depth':
        return compare(t, depthOf(timeline, lane));
      case 'pid':
        return compare(t, trace.processes[trace.threads[tracks.lanes.thread.at(lane)]?.process ?? NONE]?.pid ?? Number.NaN);
      case 'lock':
        return [...(locks().get(lane) ?? [])].some((name) => matchText(t, name));
      case 'holder':
        return [...(holders().get(lane) ?? [])].some((name) => matchText(t, name));
      case 'thread':
        return matchText(t, nameOfThread(timeline, tracks.lanes.thread.at(lane)));
      case 'finding':
        return (findings.get(lane) ?? []).some((id) => id === t.value || matchText(t, kinds.get(id) ?? ''));
      case 'status':
        return (
          (tracks.lanes.never.at(lane) !== 0 || (!trace.run.ended && tracks.lanes.endNs.at(lane) >= tracks.endNs)) ===
          (t.value === 'pending')
        );
      case 'dur': {
        const duration = tracks.lanes.endNs.at(lane) - tracks.lanes.startNs.at(lane);
        return t.operator === '>' ? duration > t.limit : duration < t.limit;
      }
      default: {
        const activation = tracks.lanes.activation.at(lane);
        return (
          matchText(t, titleOfLane(timeline, lane)) ||
          matchText(t, nameOfActivation(timeline, activation)) ||
          matchText(t, placeOfFunction(timeline, activation)?.file ?? '')
        );
      }
    }
  };
  const evaluate = (lane: number, n: FilterNode): boolean => {
    switch (n.kind) {
      case 'or':
        return n.parts.some((part) => evaluate(lane, part));
      case 'not':
        return !evaluate(lane, n.part);
      case 'and': {
        const aboutStates = n.parts.filter((part): part is Term => part.kind === 'term' && isEntryKey(part.key));
        if (!n.parts.every((part) => (aboutStates as readonly FilterNode[]).includes(part) || evaluate(lane, part))) return false;
        return aboutStates.length === 0 || someEntry(timeline, lane, aboutStates);
      }
      default:
        return isEntryKey(n.key) ? someEntry(timeline, lane, [n]) : term(lane, n);
    }
  };
  return (lane) => evaluate(lane, node);
}

function someEntry(timeline: Timeline, lane: number, terms: readonly Term[]): boolean {
  const { first } = timeline.tracks;
  for (let i = first[lane] as number; i < (first[lane + 1] as number) - 1; i++) {
    if (terms.every((t) => matchEntry(timeline, i, t))) return true;
  }
  return false;
}

/** Decides by entry, given that its lane matches: terms about states that are not negated must hold for the entry itself. */
export function entryPredicate(timeline: Timeline, node: FilterNode | null): (entry: number) => boolean {
  if (node === null) return () => true;
  const evaluate = (entry: number, n: FilterNode): boolean => {
    switch (n.kind) {
      case 'or':
        return n.parts.some((part) => evaluate(entry, part));
      case 'and':
        return n.parts.every((part) => evaluate(entry, part));
      case 'not':
        return n.part.kind === 'term' && isEntryKey(n.part.key) ? !matchEntry(timeline, entry, n.part) : true;
      default:
        return isEntryKey(n.key) ? matchEntry(timeline, entry, n) : true;
    }
  };
  return (entry) => evaluate(entry, node);
}

type Names = ReadonlyMap<number, ReadonlySet<string>>;

/** Names of the locks that each lane asked for. */
function lockNames(timeline: Timeline): Names {
  const names = new Map<number, Set<string>>();
  const { requests } = timeline.trace;
  for (let r = 0; r < requests.length; r++) addName(names, laneOfRequest(timeline, r), nameOfLock(timeline, requests.lock.at(r)));
  return names;
}

/** For whom each lane waited: who held a lock when it asked for that, and who gave it back just before it got it. */
function holderNames(timeline: Timeline): Names {
  const names = new Map<number, Set<string>>();
  const { requests } = timeline.trace;
  for (const list of timeline.lockRequests) {
    // At one time what is given back comes first, and what is asked for last.
    const moments: (readonly [ns: number, what: number, request: number])[] = [];
    for (const r of list) {
      moments.push([requests.requestNs.at(r), ASKED, r]);
      if (requests.acquireSegment.at(r) !== NONE) moments.push([requests.acquireNs.at(r), GOT, r]);
      if (requests.releaseSegment.at(r) !== NONE) moments.push([requests.releaseNs.at(r), GAVE_BACK, r]);
    }
    moments.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const holding = new Set<number>();
    let newest = NONE;
    const add = (waiter: number, holder: number): void => {
      const lane = laneOfRequest(timeline, waiter);
      addName(names, lane, nameOfRequest(timeline, holder));
      addName(names, lane, titleOfLane(timeline, laneOfRequest(timeline, holder)));
    };
    for (const [ns, what, r] of moments) {
      if (what === GAVE_BACK) {
        holding.delete(r);
        newest = r;
      } else if (what === GOT) {
        if (newest !== NONE && requests.requestNs.at(r) < requests.releaseNs.at(newest)) add(r, newest);
        holding.add(r);
      } else if (requests.acquireSegment.at(r) === NONE || requests.acquireNs.at(r) > ns) {
        // Those with many permits are all alike: a few say enough.
        let told = 0;
        for (const holder of holding) if (told++ < MAX_HOLDERS) add(r, holder);
      }
    }
  }
  return names;
}
const GAVE_BACK = 0;
const GOT = 1;
const ASKED = 2;
const MAX_HOLDERS = 16;

function addName(names: Map<number, Set<string>>, lane: number, name: string): void {
  if (lane === NONE) return;
  const known = names.get(lane);
  if (known === undefined) names.set(lane, new Set([name]));
  else known.add(name);
}
