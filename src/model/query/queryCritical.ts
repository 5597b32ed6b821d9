/**
 * The critical path of a task: who did the work, or kept it waiting, at each moment of its life. An await is replaced by the path of the call that it waited for,
 * a wait for a lock by the path of who held it; what is left is execution, timers, I/O, and time in which it was ready and not let in.
 */
import { NONE } from '../ids.ts';
import { STATE_LOCK, STATE_READY, STATE_RUNNING } from '../requests.ts';
import type { CriticalPiece, CriticalReply, CriticalRequest, SourcePlace } from '../requests.ts';
import { ROW_CALL, laneOfRow, rowId, rowIndex, rowKind, rowOfLane } from '../tracks/tracksIndex.ts';
import type { Timeline } from '../tracks/tracksIndex.ts';
import { holdersAt, nameOfActivation, nameOfLock, nameOfResource, placeOfFunction, placeOfSite } from '../tracks/tracksNames.ts';

const MAX_DEPTH = 24;
const MAX_PIECES = 4000;

export function answerCritical(timeline: Timeline, request: CriticalRequest): CriticalReply | null {
  const { trace, tracks } = timeline;
  const lane = laneOfRow(timeline, request.row);
  if (lane === NONE) return null;
  const activation = rowKind(request.row) === ROW_CALL ? rowIndex(request.row) : tracks.lanes.activation.at(lane);
  if (activation === NONE) return null;
  const { activations } = trace;
  const from = activations.startNs.at(activation);
  const to = activations.endSegment.at(activation) === NONE ? tracks.endNs + tracks.originNs : activations.endNs.at(activation);
  const walk = new Walk(timeline);
  walk.follow(activation, from, to, 0);
  return {
    title: nameOfActivation(timeline, activation),
    durationNs: to - from,
    pieces: walk.pieces,
    whole: walk.pieces.length < MAX_PIECES,
  };
}

class Walk {
  readonly pieces: CriticalPiece[] = [];
  readonly #timeline: Timeline;
  /** Activations above: a circle is not followed twice. */
  readonly #above = new Set<number>();

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** [from, to) of one activation, absolute; in order of time. */
  follow(activation: number, from: number, to: number, depth: number): void {
    const { trace, tracks } = this.#timeline;
    const { suspensions } = trace;
    this.#above.add(activation);
    let at = from;
    for (const s of tracks.waits.suspensionsOf(activation)) {
      const start = Math.max(at, suspensions.startNs.at(s));
      const ended = tracks.waits.endOf(s);
      const end = Math.min(to, Number.isNaN(ended) ? to : ended);
      if (end <= at) continue;
      if (start >= to) break;
      this.#run(activation, at, start);
      this.#wait(activation, s, start, end, depth);
      at = end;
    }
    this.#run(activation, at, to);
    this.#above.delete(activation);
  }

  #run(activation: number, from: number, to: number): void {
    const name = nameOfActivation(this.#timeline, activation);
    this.#add(activation, from, to, STATE_RUNNING, `${name} runs`, placeOfFunction(this.#timeline, activation));
  }

  #wait(activation: number, suspension: number, from: number, to: number, depth: number): void {
    const timeline = this.#timeline;
    const { trace, tracks } = timeline;
    // Copied: the reader uses one object.
    const wait = { ...tracks.waits.readSuspension(suspension, from) };
    const place = placeOfSite(timeline, trace.suspensions.site.at(suspension));
    const name = nameOfActivation(timeline, activation);
    const settled = Number.isNaN(wait.settledNs) ? to : Math.min(to, Math.max(from, wait.settledNs));
    const canFollow = depth < MAX_DEPTH;
    if (wait.state === STATE_LOCK && wait.request !== NONE) {
      const lock = trace.requests.lock.at(wait.request);
      const holder = canFollow ? this.#holder(lock, wait.request, from) : NONE;
      if (holder === NONE) this.#add(activation, from, settled, STATE_LOCK, `${name} waits for lock ${nameOfLock(timeline, lock)}`, place);
      else this.follow(holder, from, settled, depth + 1);
    } else if (wait.child !== NONE && canFollow && !this.#above.has(wait.child)) {
      // A call that had begun before is on the path from where it was waited for.
      this.follow(wait.child, from, settled, depth + 1);
    } else {
      const on = wait.task === NONE ? 'a promise' : nameOfResource(timeline, wait.task);
      this.#add(activation, from, settled, wait.state, `${name} waits for ${on}`, place);
    }
    if (to > settled) this.#add(activation, settled, to, STATE_READY, `${name} is ready, and not let in`, place);
  }

  /** Who held the lock when the wait began. */
  #holder(lock: number, request: number, atNs: number): number {
    const { requests } = this.#timeline.trace;
    const held = holdersAt(this.#timeline, lock, atNs).find((r) => r !== request);
    if (held === undefined) return NONE;
    const holder = requests.job.at(held) === NONE ? requests.activation.at(held) : requests.job.at(held);
    return holder === NONE || this.#above.has(holder) ? NONE : holder;
  }

  #add(activation: number, from: number, to: number, state: number, text: string, place: SourcePlace | null): void {
    if (to <= from || this.pieces.length >= MAX_PIECES) return;
    const { tracks } = this.#timeline;
    const lane = tracks.activationLane[activation] ?? NONE;
    const isLane = lane !== NONE && (tracks.lanes.activation.at(lane) === activation || tracks.nested[activation] === 0);
    this.pieces.push({
      row: isLane ? rowOfLane(tracks, lane) : rowId(ROW_CALL, activation),
      laneRow: lane === NONE ? NONE : rowOfLane(tracks, lane),
      fromNs: from - tracks.originNs,
      toNs: to - tracks.originNs,
      state,
      text,
      place,
    });
  }
}
