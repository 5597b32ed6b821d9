/** Everything about one place of the timeline: summary, why, stack, flows, locks. */
import { NONE } from '../ids.ts';
import { STATE_COUNT, STATE_MASK, STATE_NAMES, STATE_NATIVE, STATE_NEVER, STATE_NONE, STATE_RUNNING } from '../requests.ts';
import type { Details, FlowItem, HitRequest, LockItem, StackItem, TimelineReport } from '../requests.ts';
import { listOfRow, lockEntries } from '../tracks/tiles.ts';
import type { RowList } from '../tracks/tiles.ts';
import {
  ROW_CALL,
  ROW_CHANNEL,
  ROW_LOCK,
  endOfThread,
  findingsByLane,
  laneOfRow,
  rowIndex,
  rowKind,
  rowOfLane,
  threadOfRequest,
} from '../tracks/tracksIndex.ts';
import type { Timeline } from '../tracks/tracksIndex.ts';
import {
  activationIn,
  blockAt,
  kindOfLock,
  laneOfRequest,
  nameOfActivation,
  nameOfLane,
  nameOfLock,
  nameOfRequest,
  nameOfThread,
  placeOfFunction,
  placeOfSite,
  titleOfLane,
} from '../tracks/tracksNames.ts';
import { MAX_FLOWS, flowsOf } from './queryFlows.ts';
import { whyOf } from './queryWhy.ts';
import { firstWhere } from '../../base/search.ts';

/** `1.23 s`, `12.3 ms`, `45 µs`. */
export function formatNs(ns: number): string {
  const abs = Math.abs(ns);
  if (abs < 0.5) return '0';
  if (abs >= 100e9) return `${Math.round(ns / 1e9)} s`;
  if (abs >= 1e9) return `${(ns / 1e9).toFixed(2)} s`;
  if (abs >= 100e6) return `${Math.round(ns / 1e6)} ms`;
  if (abs >= 1e6) return `${(ns / 1e6).toFixed(1)} ms`;
  if (abs >= 1e3) return `${Math.round(ns / 1e3)} µs`;
  return `${Math.round(ns)} ns`;
}

/** The entry of a list at a time, or the nearest one within the slack that is not empty. NONE if there is none. */
export function entryNear({ list }: RowList, ns: number, slackNs: number): number {
  const high = firstWhere(list.from, list.to, (i) => (list.startNs[i] as number) > ns) - 1;
  const isSome = (i: number): boolean => i >= list.from && i < list.to - 1 && ((list.state[i] as number) & STATE_MASK) !== STATE_NONE;
  if (isSome(high)) return high;
  const after = high + 1;
  let best = NONE as number;
  let distance = slackNs;
  if (isSome(after) && (list.startNs[after] as number) - ns <= distance) {
    best = after;
    distance = (list.startNs[after] as number) - ns;
  }
  if (isSome(high - 1) && ns - (list.startNs[high] as number) <= distance) best = high - 1;
  return best;
}

export function answerDetails(timeline: Timeline, report: TimelineReport, request: HitRequest): Details | null {
  const kind = rowKind(request.row);
  if (kind === ROW_LOCK) return detailsOfLock(timeline, request);
  const found = listOfRow(timeline, request.row);
  if (found === null) return null;
  const entry = entryNear(found, request.ns, request.slackNs);
  if (entry === NONE) return null;
  if (kind === ROW_CHANNEL) return detailsOfMessage(timeline, request.row, found, entry);
  return detailsOfTask(timeline, report, request, found, entry);
}

function statesOf({ list }: RowList): number[] {
  const states = Array.from({ length: STATE_COUNT }, () => 0);
  for (let i = list.from; i < list.to - 1; i++) {
    states[(list.state[i] as number) & STATE_MASK]! += (list.startNs[i + 1] as number) - (list.startNs[i] as number);
  }
  states[STATE_NONE] = 0;
  return states;
}

function detailsOfTask(timeline: Timeline, report: TimelineReport, request: HitRequest, found: RowList, entry: number): Details {
  const { tracks, trace } = timeline;
  const { list } = found;
  const lane = laneOfRow(timeline, request.row);
  const full = list.state[entry] as number;
  const state = full & STATE_MASK;
  const startNs = list.startNs[entry] as number;
  const endNs = list.startNs[entry + 1] as number;
  const reference = found.reference[entry] as number;
  const onThread = state === STATE_RUNNING || state === STATE_NATIVE;
  const isCall = rowKind(request.row) === ROW_CALL;
  const call = isCall
    ? rowIndex(request.row)
    : onThread
      ? activationIn(timeline, lane, reference, startNs)
      : tracks.lanes.activation.at(lane);
  const suspension = onThread ? NONE : reference;
  const leaf = suspension === NONE ? call : trace.suspensions.activation.at(suspension);
  const name = isCall ? nameOfActivation(timeline, call) : titleOfLane(timeline, lane);
  const place = isCall ? placeOfFunction(timeline, call) : nameOfLane(timeline, lane).place;
  const block = state === STATE_NATIVE ? blockAt(timeline, tracks.lanes.thread.at(lane), startNs + tracks.originNs) : undefined;
  const statePlace =
    suspension !== NONE
      ? placeOfSite(timeline, trace.suspensions.site.at(suspension))
      : block !== undefined
        ? placeOfSite(timeline, block.site)
        : placeOfFunction(timeline, call);
  const never = (full & STATE_NEVER) !== 0;
  const text = found.text(entry);
  const stateText = state === STATE_RUNNING ? 'running' : never ? `${text}, never settled` : text;
  // The middle of the state: its ends belong to the neighbours.
  const at = Math.min(Math.max(request.ns, startNs), startNs + (endNs - startNs) * 0.999);
  const why = onThread && call === NONE ? [] : whyOf(timeline, isCall ? call : tracks.lanes.activation.at(lane), lane, at);
  const flows = flowsOf(timeline, lane, request.row, suspension, reference, onThread, startNs, endNs);
  const states = statesOf(found);
  const facts: [string, string][] = [['Thread', nameOfThread(timeline, tracks.lanes.thread.at(lane))]];
  if (onThread && reference !== NONE) facts.push(['Loop turn', String(trace.segments.turn.at(reference))]);
  if (leaf !== NONE && leaf !== call) facts.push(['Waits in', nameOfActivation(timeline, leaf)]);
  facts.push(
    ['Began', formatNs(list.startNs[list.from] as number)],
    ['Lasted', formatNs((list.startNs[list.to - 1] as number) - (list.startNs[list.from] as number))],
  );
  const blockerStep = why.find((step, i) => i > 0 && step.row !== NONE && step.row !== request.row);
  const blockedFlow = flows.find((f) => f.direction === 'out' && f.toRow !== NONE);
  const duration = endNs - startNs;
  const tail = why.length > 1 ? `, ${why[why.length - 1]!.text}` : '';
  return {
    row: request.row,
    title: name,
    place,
    statePlace: statePlace ?? place,
    state: full,
    stateText,
    startNs,
    endNs,
    taskStartNs: list.startNs[list.from] as number,
    taskEndNs: list.startNs[list.to - 1] as number,
    states,
    facts,
    why,
    stack: stackOf(timeline, leaf, suspension),
    flows,
    locks: locksOf(timeline, lane, at),
    findings: findingsByLane(timeline, report).get(lane) ?? [],
    sentence: `${name}, ${stateText === '' ? STATE_NAMES[state] : stateText}, ${formatNs(duration)}${tail}${blockerStep === undefined ? '' : '; press B to go there'}`,
    blocker: blockerStep === undefined ? null : { row: blockerStep.row, ns: blockerStep.ns },
    blocked: blockedFlow === undefined ? null : { row: blockedFlow.toRow, ns: blockedFlow.toNs },
  };
}

/** Where it waits, through the calls that await it, up to what created it. */
function stackOf(timeline: Timeline, activation: number, suspension: number): StackItem[] {
  const { trace, tracks } = timeline;
  const items: StackItem[] = [];
  let at = activation;
  if (at !== NONE) {
    const place = suspension === NONE ? placeOfFunction(timeline, at) : placeOfSite(timeline, trace.suspensions.site.at(suspension));
    const text = suspension === NONE ? '' : (trace.site(trace.suspensions.site.at(suspension))?.text ?? '');
    items.push({
      heading: suspension === NONE ? '' : 'waits here',
      text: `${nameOfActivation(timeline, at)}${text === '' ? '' : `  ${text}`}`,
      place,
    });
  }
  for (let depth = 0; depth < 32 && at !== NONE; depth++) {
    const parent = trace.activations.parent.at(at);
    const promise = trace.activations.promise.at(at);
    const site = promise === NONE ? NONE : trace.tasks.site.at(promise);
    if (parent === NONE) {
      const lane = tracks.activationLane[at] ?? NONE;
      if (site !== NONE) {
        items.push({
          heading: 'called from',
          text: lane === NONE || tracks.lanes.activation.at(lane) === at ? 'plain code' : titleOfLane(timeline, lane),
          place: placeOfSite(timeline, site),
        });
      }
      break;
    }
    const awaited = tracks.nested[at] !== 0;
    items.push({
      heading: awaited ? 'awaited by' : 'started by, not awaited',
      text: nameOfActivation(timeline, parent),
      place: placeOfSite(timeline, site) ?? placeOfFunction(timeline, parent),
    });
    at = parent;
  }
  if (suspension !== NONE) {
    const wait = tracks.waits.readSuspension(suspension, trace.suspensions.startNs.at(suspension));
    if (wait.segment !== NONE) {
      const lane = tracks.segmentLane[wait.segment] ?? NONE;
      const by = activationIn(timeline, lane, wait.segment, 0);
      items.push({
        heading: 'settled by',
        text: by === NONE ? titleOfLane(timeline, lane) : nameOfActivation(timeline, by),
        place: placeOfFunction(timeline, by),
      });
    }
  }
  return items;
}

/** Locks that a lane holds or waits for at a relative time, then those it used. */
function locksOf(timeline: Timeline, lane: number, ns: number): LockItem[] {
  const { requests } = timeline.trace;
  const { tracks } = timeline;
  const items: LockItem[] = [];
  for (let r = 0; r < requests.length && items.length < MAX_FLOWS; r++) {
    if (laneOfRequest(timeline, r) !== lane) continue;
    items.push(itemOfRequest(timeline, r, ns, nameOfLock(timeline, requests.lock.at(r))));
  }
  const rank = { held: 0, waits: 1, cancelled: 2, released: 3 };
  return items.filter((item) => item.fromNs <= tracks.endNs).toSorted((a, b) => rank[a.state] - rank[b.state] || a.fromNs - b.fromNs);
}

/** One use of a lock at a relative time. */
export function itemOfRequest(timeline: Timeline, r: number, ns: number, name: string): LockItem {
  const { requests } = timeline.trace;
  const { tracks } = timeline;
  const asked = requests.requestNs.at(r) - tracks.originNs;
  const end = endOfThread(timeline, threadOfRequest(timeline, r));
  const granted = requests.acquireSegment.at(r) === NONE ? Number.POSITIVE_INFINITY : requests.acquireNs.at(r) - tracks.originNs;
  const released = requests.releaseSegment.at(r) === NONE ? end : requests.releaseNs.at(r) - tracks.originNs;
  const lane = laneOfRequest(timeline, r);
  const isHeld = ns >= granted && ns < released;
  const isWaiting = ns >= asked && ns < granted;
  const state = requests.cancelled.at(r) !== NONE ? 'cancelled' : isHeld ? 'held' : isWaiting ? 'waits' : 'released';
  const waited = Math.min(granted, end) - asked;
  const held = Number.isFinite(granted) ? released - granted : 0;
  const open = requests.releaseSegment.at(r) === NONE && Number.isFinite(granted) ? ', never given back' : '';
  const text = `${name}: waited ${formatNs(waited)}, ${Number.isFinite(granted) ? `held ${formatNs(held)}${open}` : 'never got it'}`;
  return {
    text,
    state,
    row: lane === NONE ? NONE : rowOfLane(tracks, lane),
    fromNs: asked,
    toNs: Math.max(asked, Number.isFinite(granted) ? released : end),
    place: placeOfSite(timeline, requests.site.at(r)),
  };
}

const EMPTY = { stack: [], flows: [], findings: [], blocked: null } as const;

function detailsOfLock(timeline: Timeline, request: HitRequest): Details | null {
  const lock = rowIndex(request.row);
  const { trace, tracks } = timeline;
  if (lock >= trace.locks.length) return null;
  const entries = lockEntries(timeline, lock);
  const found: RowList = {
    list: entries.list,
    reference: entries.reference,
    text: (e) => nameOfRequest(timeline, entries.reference[e] as number),
  };
  const entry = entryNear(found, request.ns, request.slackNs);
  const rows = timeline.lockRequests[lock] ?? [];
  const locks = rows
    .map((r) => itemOfRequest(timeline, r, request.ns, nameOfRequest(timeline, r)))
    .filter((item) => item.state === 'held' || item.state === 'waits');
  const startNs = entry === NONE ? request.ns : (entries.list.startNs[entry] as number);
  const endNs = entry === NONE ? request.ns : (entries.list.startNs[entry + 1] as number);
  const holder = entry === NONE ? NONE : (entries.reference[entry] as number);
  const lane = holder === NONE ? NONE : laneOfRequest(timeline, holder);
  const waiting = locks.filter((l) => l.state === 'waits').length;
  const stateText = holder === NONE ? 'free' : `held by ${nameOfRequest(timeline, holder)}`;
  const asked =
    holder === NONE ? NONE : trace.requests.job.at(holder) === NONE ? trace.requests.activation.at(holder) : trace.requests.job.at(holder);
  const place = placeOfSite(timeline, trace.locks.site.at(lock));
  return {
    ...EMPTY,
    row: request.row,
    title: nameOfLock(timeline, lock),
    place,
    statePlace: holder === NONE ? place : placeOfSite(timeline, trace.requests.site.at(holder)),
    state: entry === NONE ? STATE_NONE : (entries.list.state[entry] as number),
    stateText,
    startNs,
    endNs,
    taskStartNs: 0,
    taskEndNs: tracks.endNs,
    states: [],
    facts: [
      ['Kind', kindOfLock(timeline, lock)],
      ['Library', trace.string(trace.locks.library.at(lock)) || 'built in'],
      ['Asked for', `${rows.length} times`],
      ['Waiting here', String(waiting)],
    ],
    why: asked === NONE ? [] : whyOf(timeline, asked, lane, Math.max(startNs, Math.min(request.ns, endNs))),
    locks,
    sentence: `lock ${nameOfLock(timeline, lock)}, ${stateText}, ${waiting} waiting`,
    blocker: lane === NONE ? null : { row: rowOfLane(tracks, lane), ns: startNs },
  };
}

function detailsOfMessage(timeline: Timeline, row: number, found: RowList, entry: number): Details {
  const { trace, tracks } = timeline;
  const message = trace.messages[found.reference[entry] as number]!;
  const from = tracks.segmentLane[message.postSegment] ?? NONE;
  const to = message.receiveSegment === NONE ? NONE : (tracks.segmentLane[message.receiveSegment] ?? NONE);
  const startNs = found.list.startNs[entry] as number;
  const endNs = found.list.startNs[entry + 1] as number;
  const place = placeOfSite(timeline, message.site);
  const flow = (direction: 'in' | 'out', lane: number, ns: number, text: string): FlowItem[] =>
    lane === NONE
      ? []
      : [
          {
            direction,
            kind: 'message',
            text,
            row: rowOfLane(tracks, lane),
            fromRow: direction === 'in' ? rowOfLane(tracks, lane) : row,
            fromNs: ns,
            toRow: direction === 'in' ? row : rowOfLane(tracks, lane),
            toNs: ns,
            place,
          },
        ];
  const stateText = to === NONE ? 'posted, never received' : 'on its way';
  return {
    ...EMPTY,
    row,
    title: `message ${nameOfThread(timeline, trace.segments.thread.at(message.postSegment))} → ${to === NONE ? 'nobody' : nameOfThread(timeline, tracks.lanes.thread.at(to))}`,
    place,
    statePlace: place,
    state: found.list.state[entry] as number,
    stateText,
    startNs,
    endNs,
    taskStartNs: startNs,
    taskEndNs: endNs,
    states: [],
    facts: [
      ['Size', `${message.bytes} B`],
      ['Posted by', titleOfLane(timeline, from)],
      ['Received by', to === NONE ? 'nobody' : titleOfLane(timeline, to)],
    ],
    why: [],
    locks: [],
    flows: [
      ...flow('in', from, startNs, `posted by ${titleOfLane(timeline, from)}`),
      ...flow('out', to, endNs, `received by ${titleOfLane(timeline, to)}`),
    ],
    sentence: `message, ${stateText}, ${formatNs(endNs - startNs)}`,
    blocker: null,
  };
}
