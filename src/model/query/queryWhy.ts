/** Why a task does not go on: a chain of one line per hop, from the wait that was asked about to the code that is to blame. */
import { NONE } from '../ids.ts';
import { STATE_AWAIT, STATE_IO, STATE_LOCK, STATE_MASK, STATE_MESSAGE, STATE_READY, STATE_TIMER } from '../requests.ts';
import type { SourcePlace, WhyStep } from '../requests.ts';
import { entryAt } from '../tracks/tracks.ts';
import { ROW_CALL, rowId, rowOfLane } from '../tracks/tracksIndex.ts';
import type { Timeline } from '../tracks/tracksIndex.ts';
import {
  activationIn,
  blockAt,
  holdersAt,
  laneOfRequest,
  nameOfActivation,
  nameOfLock,
  nameOfRequest,
  nameOfResource,
  placeOfFunction,
  placeOfSite,
  runningText,
  titleOfLane,
} from '../tracks/tracksNames.ts';
import { firstWhere } from '../../base/search.ts';

const MAX_STEPS = 16;
/** Ready for less than this is how an event loop works, not a problem. */
const READY_WORTH_NS = 1e6;
/** A thread busy for less than this during a wait is not worth a word. */
const BUSY_WORTH_NS = 20e6;

/** What had the thread while something was ready: the lane that ran longest between two relative times. */
export function whoRan(
  timeline: Timeline,
  thread: number,
  fromNs: number,
  toNs: number,
): { lane: number; segment: number; ns: number; atNs: number } | null {
  const { trace, tracks } = timeline;
  const list = tracks.threadSegments[thread] ?? new Int32Array(0);
  const { segments } = trace;
  const first = firstWhere(0, list.length, (i) => segments.endNs.at(list[i] as number) - tracks.originNs > fromNs);
  const sums = new Map<number, { ns: number; segment: number; longest: number; atNs: number }>();
  for (let i = first, walked = 0; i < list.length && walked < 20_000; i++, walked++) {
    const s = list[i] as number;
    const from = Math.max(fromNs, segments.startNs.at(s) - tracks.originNs);
    const to = Math.min(toNs, segments.endNs.at(s) - tracks.originNs);
    if (segments.startNs.at(s) - tracks.originNs >= toNs) break;
    if (to <= from) continue;
    const lane = tracks.segmentLane[s] as number;
    const sum = sums.get(lane) ?? { ns: 0, segment: s, longest: 0, atNs: from };
    sum.ns += to - from;
    if (to - from > sum.longest) {
      sum.longest = to - from;
      sum.segment = s;
      sum.atNs = from;
    }
    sums.set(lane, sum);
  }
  let best: { lane: number; segment: number; ns: number; atNs: number } | null = null;
  for (const [lane, sum] of sums) if (best === null || sum.ns > best.ns) best = { lane, segment: sum.segment, ns: sum.ns, atNs: sum.atNs };
  return best;
}

/** Builds the chain for an activation at a relative time. */
export function whyOf(timeline: Timeline, activation: number, lane: number, ns: number): WhyStep[] {
  const chain = new WhyChain(timeline);
  if (activation === NONE) chain.followLane(lane, ns);
  else chain.followActivation(activation, ns);
  return chain.steps;
}

class WhyChain {
  readonly steps: WhyStep[] = [];
  readonly #timeline: Timeline;
  readonly #seen = new Set<number>();
  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  #add(text: string, durationNs: number, place: SourcePlace | null, row: number, ns: number, root: boolean): void {
    if (this.steps.length < MAX_STEPS) this.steps.push({ text, durationNs, place, row, ns, root });
  }

  /** A lane without async functions: only its states are known. */
  followLane(lane: number, ns: number): void {
    const { tracks } = this.#timeline;
    const entry = entryAt(tracks, lane, ns);
    if (entry === NONE) return;
    const state = (tracks.state[entry] as number) & STATE_MASK;
    const from = tracks.startNs[entry] as number;
    const to = tracks.startNs[entry + 1] as number;
    if (state === STATE_READY) this.#addBusy(lane, from, to);
    else if (state === STATE_TIMER) {
      this.#add(`${titleOfLane(this.#timeline, lane)} waits for its timer`, to - from, null, rowOfLane(tracks, lane), ns, true);
    }
  }

  followActivation(start: number, ns: number): void {
    const timeline = this.#timeline;
    const { trace, tracks } = timeline;
    const absolute = ns + tracks.originNs;
    let activation = start;
    while (this.steps.length < MAX_STEPS) {
      const lane = tracks.activationLane[activation] ?? NONE;
      const name = nameOfActivation(timeline, activation);
      const row =
        tracks.lanes.activation.at(lane) === activation || tracks.nested[activation] === 0
          ? rowOfLane(tracks, lane)
          : rowId(ROW_CALL, activation);
      if (this.#seen.has(activation)) {
        this.#add(`which is ${name} again: the circle is closed, none of them can go on`, 0, null, row, ns, true);
        return;
      }
      this.#seen.add(activation);
      const suspension = tracks.waits.suspensionAt(activation, absolute);
      if (suspension === NONE) {
        const ended = trace.activations.endSegment.at(activation) !== NONE && trace.activations.endNs.at(activation) <= absolute;
        if (!ended) this.#addRunning(activation, lane, row, ns);
        return;
      }
      const from = trace.suspensions.startNs.at(suspension) - tracks.originNs;
      const ended = tracks.waits.endOf(suspension);
      const to = Number.isNaN(ended) ? tracks.endNs : ended - tracks.originNs;
      const place = placeOfSite(timeline, trace.suspensions.site.at(suspension));
      const { wait } = tracks.waits;
      tracks.waits.readSuspension(suspension, absolute);
      const settled = wait.settledNs - tracks.originNs;
      const waited = (Number.isNaN(settled) ? to : Math.min(settled, to)) - from;
      if (wait.state === STATE_LOCK && wait.request !== NONE && !(wait.settledNs <= absolute)) {
        const lock = trace.requests.lock.at(wait.request);
        this.#add(`${name} waits for lock ${nameOfLock(timeline, lock)}`, waited, place, row, from, false);
        const next = this.#addHolder(lock, wait.request, from, absolute, ns);
        if (next === NONE) return;
        activation = next;
        continue;
      }
      if (wait.child !== NONE && !(wait.settledNs <= absolute)) {
        const words = wait.combine === NONE ? '' : `Promise of ${trace.combines[wait.combine]?.members.length ?? 0}, last is `;
        this.#add(`${name} awaits ${words}${nameOfActivation(timeline, wait.child)}`, waited, place, row, from, false);
        activation = wait.child;
        continue;
      }
      const { state } = wait;
      this.#addLeaf(name, state, waited, place, row, from);
      if (state === STATE_IO || state === STATE_TIMER) this.#addBusyWithin(lane, from, from + waited);
      if (!Number.isNaN(settled) && settled < to && to - Math.max(settled, from) > READY_WORTH_NS) {
        this.#addBusy(lane, Math.max(settled, from), to);
      }
      return;
    }
  }

  #addRunning(activation: number, lane: number, row: number, ns: number): void {
    const timeline = this.#timeline;
    const { tracks } = timeline;
    const name = nameOfActivation(timeline, activation);
    const block = blockAt(timeline, tracks.lanes.thread.at(lane), ns + tracks.originNs);
    const place = block === undefined ? placeOfFunction(timeline, activation) : placeOfSite(timeline, block.site);
    const text = block === undefined ? `${name} runs` : `${name} is in ${block.api}, which blocks the thread`;
    const entry = entryAt(tracks, lane, ns);
    const duration = entry === NONE ? 0 : (tracks.startNs[entry + 1] as number) - (tracks.startNs[entry] as number);
    this.#add(text, duration, place, row, ns, true);
  }

  /** Adds who holds the lock; returns the activation to follow, NONE at the end of the chain. */
  #addHolder(lock: number, request: number, fromNs: number, absoluteNs: number, ns: number): number {
    const timeline = this.#timeline;
    const { trace, tracks } = timeline;
    // At the moment of the question; when it is free right then, at the moment the wait began.
    let holders = holdersAt(timeline, lock, absoluteNs);
    if (holders.length === 0) holders = holdersAt(timeline, lock, fromNs + tracks.originNs);
    const holder = holders.find((r) => r !== request);
    if (holder === undefined) {
      this.#add('nobody holds it: it is being handed over', 0, null, NONE, ns, true);
      return NONE;
    }
    const { requests } = trace;
    const since = requests.acquireNs.at(holder) - tracks.originNs;
    const until = requests.releaseSegment.at(holder) === NONE ? tracks.endNs : requests.releaseNs.at(holder) - tracks.originNs;
    const asked = requests.job.at(holder) === NONE ? requests.activation.at(holder) : requests.job.at(holder);
    const lane = laneOfRequest(timeline, holder);
    const others = holders.length > 1 ? ` and ${holders.length - 1} more` : '';
    const ended = asked !== NONE && trace.activations.endSegment.at(asked) !== NONE && trace.activations.endNs.at(asked) <= absoluteNs;
    const row = lane === NONE ? NONE : rowOfLane(tracks, lane);
    const tail = ended && until > ns ? ', which ended without giving it back' : '';
    this.#add(
      `held by ${nameOfRequest(timeline, holder)}${others}${tail}`,
      until - since,
      placeOfSite(timeline, requests.site.at(holder)),
      row,
      since,
      ended,
    );
    return ended ? NONE : asked;
  }

  #addLeaf(name: string, state: number, waited: number, place: SourcePlace | null, row: number, ns: number): void {
    const timeline = this.#timeline;
    const { trace } = timeline;
    const { wait } = timeline.tracks.waits;
    switch (state) {
      case STATE_TIMER: {
        const delay = wait.task === NONE ? -1 : trace.tasks.delayMs.at(wait.task);
        this.#add(`${name} waits for a timer${delay < 0 ? '' : ` of ${delay} ms`}`, waited, place, row, ns, true);
        return;
      }
      case STATE_IO:
        this.#add(`${name} waits for ${wait.task === NONE ? 'I/O' : nameOfResource(timeline, wait.task)}`, waited, place, row, ns, true);
        return;
      case STATE_LOCK: {
        const lock = wait.request === NONE ? 'a lock' : `lock ${nameOfLock(timeline, trace.requests.lock.at(wait.request))}`;
        this.#add(`${name} waited for ${lock} and has it`, waited, place, row, ns, false);
        return;
      }
      case STATE_MESSAGE:
        this.#add(`${name} waits for a message`, waited, place, row, ns, true);
        return;
      case STATE_AWAIT: {
        const by = wait.segment === NONE ? NONE : (timeline.tracks.segmentLane[wait.segment] ?? NONE);
        const who = by === NONE ? '' : `, settled by ${runningText(timeline, by, wait.segment, 0)}`;
        const tail = who === '' && Number.isNaN(timeline.tracks.waits.wait.settledNs) ? ' that nothing has settled' : who;
        this.#add(`${name} awaits a promise${tail}`, waited, place, row, ns, true);
        return;
      }
      default:
        this.#add(
          Number.isNaN(wait.settledNs) ? `${name} awaits a promise that nothing has settled` : `${name} awaits something that was not seen`,
          waited,
          place,
          row,
          ns,
          true,
        );
    }
  }

  /** When a reply came is not known to the program: a thread that was busy until it was taken in may have kept it waiting. */
  #addBusyWithin(lane: number, fromNs: number, toNs: number): void {
    const timeline = this.#timeline;
    const { tracks } = timeline;
    const busy = whoRan(timeline, tracks.lanes.thread.at(lane), fromNs, toNs);
    if (busy === null || busy.lane === lane || busy.ns < BUSY_WORTH_NS || busy.ns < (toNs - fromNs) / 5) return;
    const name = runningText(timeline, busy.lane, busy.segment, busy.atNs);
    const place = placeOfFunction(timeline, activationIn(timeline, busy.lane, busy.segment, busy.atNs));
    this.#add(
      `meanwhile the thread was busy with ${name}, so that it could not be taken in`,
      busy.ns,
      place,
      rowOfLane(tracks, busy.lane),
      busy.atNs,
      true,
    );
  }

  #addBusy(lane: number, fromNs: number, toNs: number): void {
    const timeline = this.#timeline;
    const { tracks } = timeline;
    const busy = whoRan(timeline, tracks.lanes.thread.at(lane), fromNs, toNs);
    this.#add('was ready, but not let in', toNs - fromNs, null, rowOfLane(tracks, lane), fromNs, busy === null);
    if (busy === null) return;
    const activation = activationIn(timeline, busy.lane, busy.segment, busy.atNs);
    const block = blockAt(timeline, tracks.lanes.thread.at(lane), busy.atNs + tracks.originNs);
    const name = runningText(timeline, busy.lane, busy.segment, busy.atNs);
    const text = block === undefined ? `the thread ran ${name}` : `the thread was in ${block.api} of ${name}`;
    const place = block === undefined ? placeOfFunction(timeline, activation) : placeOfSite(timeline, block.site);
    this.#add(text, busy.ns, place, rowOfLane(tracks, busy.lane), busy.atNs, true);
  }
}
