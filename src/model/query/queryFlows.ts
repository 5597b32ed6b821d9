/** What caused a state and what it caused: settled by, started by, locks handed over, messages. */
import { NONE } from '../ids.ts';
import type { FlowItem, SourcePlace } from '../requests.ts';
import { ROW_CALL, rowId, rowOfLane } from '../tracks/tracksIndex.ts';
import type { Timeline } from '../tracks/tracksIndex.ts';
import {
  activationIn,
  laneOfRequest,
  nameOfActivation,
  nameOfLock,
  nameOfRequest,
  nameOfThread,
  placeOfFunction,
  placeOfSite,
  titleOfLane,
} from '../tracks/tracksNames.ts';
import { channelsOf } from '../tracks/tracksRows.ts';

/** Flows of one state that are returned. */
export const MAX_FLOWS = 64;

/** Flows into a wait, or out of a piece of execution. */
export function flowsOf(
  timeline: Timeline,
  lane: number,
  row: number,
  suspension: number,
  segment: number,
  onThread: boolean,
  startNs: number,
  endNs: number,
): FlowItem[] {
  const { trace, tracks } = timeline;
  const flows: FlowItem[] = [];
  const add = (
    direction: 'in' | 'out',
    kind: FlowItem['kind'],
    text: string,
    fromRow: number,
    fromNs: number,
    toRow: number,
    toNs: number,
    place: SourcePlace | null,
  ): void => {
    if (flows.length < MAX_FLOWS) {
      flows.push({ direction, kind, text, row: direction === 'in' ? fromRow : toRow, fromRow, fromNs, toRow, toNs, place });
    }
  };
  if (suspension !== NONE) {
    const wait = { ...tracks.waits.readSuspension(suspension, startNs + tracks.originNs) };
    if (wait.request !== NONE && wait.child === NONE) addHandOff(timeline, wait.request, row, add);
    else if (wait.segment !== NONE) {
      const from = tracks.segmentLane[wait.segment] ?? NONE;
      const by = from === NONE ? NONE : activationIn(timeline, from, wait.segment, 0);
      const settled = Math.min(
        endNs,
        (Number.isNaN(wait.settledNs) ? trace.segments.startNs.at(wait.segment) : wait.settledNs) - tracks.originNs,
      );
      const name = by === NONE ? (from === NONE ? 'code outside' : titleOfLane(timeline, from)) : nameOfActivation(timeline, by);
      if (from !== NONE && from !== lane) {
        add('in', 'resolved', `settled by ${name}`, rowOfLane(tracks, from), settled, row, endNs, placeOfFunction(timeline, by));
      }
    } else if (wait.child !== NONE) {
      const from = tracks.activationLane[wait.child] ?? NONE;
      const ended = trace.activations.endSegment.at(wait.child) !== NONE;
      const ns = ended ? trace.activations.endNs.at(wait.child) - tracks.originNs : endNs;
      const childRow = from !== lane ? rowOfLane(tracks, from) : rowId(ROW_CALL, wait.child);
      if (from !== NONE) {
        add(
          'in',
          'resolved',
          `${ended ? 'settled by' : 'waits for'} ${nameOfActivation(timeline, wait.child)}`,
          childRow,
          ns,
          row,
          endNs,
          placeOfFunction(timeline, wait.child),
        );
      }
    }
  }
  const first = tracks.lanes.activation.at(lane);
  const creator = first === NONE ? NONE : trace.activations.parent.at(first);
  const creatorLane = creator === NONE ? NONE : (tracks.activationLane[creator] ?? NONE);
  const began = tracks.lanes.startNs.at(lane);
  if (creatorLane !== NONE && creatorLane !== lane && Math.abs(startNs - began) < 1) {
    add(
      'in',
      'created',
      `started by ${nameOfActivation(timeline, creator)}`,
      rowOfLane(tracks, creatorLane),
      began,
      row,
      began,
      placeOfFunction(timeline, creator),
    );
  }
  if (onThread) addOutgoing(timeline, lane, row, segment, startNs, endNs, add);
  return flows;
}

type AddFlow = (
  direction: 'in' | 'out',
  kind: FlowItem['kind'],
  text: string,
  fromRow: number,
  fromNs: number,
  toRow: number,
  toNs: number,
  place: SourcePlace | null,
) => void;

/** Who gave the lock to a request. */
function addHandOff(timeline: Timeline, request: number, row: number, add: AddFlow): void {
  const { requests } = timeline.trace;
  const { tracks } = timeline;
  const lock = requests.lock.at(request);
  const acquired = requests.acquireSegment.at(request) === NONE ? Number.POSITIVE_INFINITY : requests.acquireNs.at(request);
  let best = NONE as number;
  for (const r of timeline.lockRequests[lock] ?? []) {
    if (r === request || requests.acquireSegment.at(r) === NONE || requests.acquireNs.at(r) > acquired) continue;
    const released = requests.releaseSegment.at(r) === NONE ? Number.POSITIVE_INFINITY : requests.releaseNs.at(r);
    if (
      acquired === Number.POSITIVE_INFINITY
        ? released === acquired
        : released <= acquired && (best === NONE || released >= requests.releaseNs.at(best))
    ) {
      best = r;
    }
  }
  if (best === NONE) return;
  const lane = laneOfRequest(timeline, best);
  if (lane === NONE) return;
  const given = Number.isFinite(acquired);
  const name = nameOfRequest(timeline, best);
  const from = given ? requests.releaseNs.at(best) - tracks.originNs : requests.acquireNs.at(best) - tracks.originNs;
  const to = given ? acquired - tracks.originNs : requests.requestNs.at(request) - tracks.originNs;
  const text = given ? `${nameOfLock(timeline, lock)} released by ${name}` : `${nameOfLock(timeline, lock)} held by ${name}`;
  add(
    'in',
    'lock',
    text,
    rowOfLane(tracks, lane),
    from,
    row,
    to,
    placeOfSite(timeline, given ? requests.releaseSite.at(best) : requests.site.at(best)),
  );
}

/** What a piece of execution caused elsewhere: locks handed over, tasks started, messages sent. */
function addOutgoing(timeline: Timeline, lane: number, row: number, segment: number, startNs: number, endNs: number, add: AddFlow): void {
  const { trace, tracks } = timeline;
  const { requests, messages, activations } = trace;
  const turn = segment === NONE ? NONE : trace.segments.turn.at(segment);
  for (let r = 0; r < requests.length; r++) {
    const released = requests.releaseSegment.at(r);
    if (released === NONE || laneOfRequest(timeline, r) !== lane) continue;
    const ns = requests.releaseNs.at(r);
    if (ns - tracks.originNs < startNs || ns - tracks.originNs > endNs) continue;
    const next = (timeline.lockRequests[requests.lock.at(r)] ?? []).find(
      (o) => o !== r && requests.acquireSegment.at(o) !== NONE && requests.acquireNs.at(o) >= ns && requests.requestNs.at(o) < ns,
    );
    const to = next === undefined ? NONE : laneOfRequest(timeline, next);
    if (next !== undefined && to !== NONE) {
      add(
        'out',
        'lock',
        `gives ${nameOfLock(timeline, requests.lock.at(r))} to ${nameOfRequest(timeline, next)}`,
        row,
        ns - tracks.originNs,
        rowOfLane(tracks, to),
        requests.acquireNs.at(next) - tracks.originNs,
        placeOfSite(timeline, requests.releaseSite.at(r)),
      );
    }
  }
  for (let a = 0; a < activations.length; a++) {
    const at = activations.startNs.at(a) - tracks.originNs;
    const own = tracks.activationLane[a] as number;
    if (at < startNs || at > endNs || own === lane || tracks.lanes.activation.at(own) !== a) continue;
    const parent = activations.parent.at(a);
    if (parent !== NONE ? tracks.activationLane[parent] === lane : tracks.segmentLane[activations.startSegment.at(a)] === lane) {
      add('out', 'created', `starts ${titleOfLane(timeline, own)}`, row, at, rowOfLane(tracks, own), at, placeOfFunction(timeline, a));
    }
  }
  messages.forEach((message, i) => {
    if (
      message.postSegment === NONE ||
      trace.segments.turn.at(message.postSegment) !== turn ||
      tracks.segmentLane[message.postSegment] !== lane
    ) {
      return;
    }
    const ns = message.postNs - tracks.originNs;
    if (ns < startNs || ns > endNs || message.receiveSegment === NONE) return;
    const to = tracks.segmentLane[message.receiveSegment] ?? NONE;
    const channel = channelsOf(timeline).find((c) => c.messages.includes(i));
    const name = channel === undefined ? '' : ` to ${nameOfThread(timeline, channel.toThread)}`;
    add(
      'out',
      'message',
      `message${name}`,
      row,
      ns,
      rowOfLane(tracks, to),
      message.receiveNs - tracks.originNs,
      placeOfSite(timeline, message.site),
    );
  });
}
