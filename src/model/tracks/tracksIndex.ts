/** The index of one trace that all answers share: lanes, row numbers, locks. Kept per trace, and rebuilt when enough is new. */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../ids.ts';
import type { SourcePlace, TimelineFinding, TimelineReport } from '../requests.ts';
import type { Trace } from '../trace.ts';
import { buildTracks } from './tracks.ts';
import { LANE_CALL, LANE_INTERNAL, LANE_MAIN, LANE_ROOT, LANE_TIMER } from './tracksLanes.ts';
import type { Tracks } from './tracks.ts';

/** Kinds of rows, in the low bits of a row's id. */
export const ROW_PROCESS = 0;
export const ROW_THREAD = 1;
export const ROW_MAIN = 2;
export const ROW_ROOT = 3;
export const ROW_LANE_CALL = 4;
export const ROW_TIMER = 5;
export const ROW_INTERNAL = 6;
export const ROW_GROUP = 7;
export const ROW_CALL = 8;
export const ROW_MORE = 9;
export const ROW_SECTION = 10;
export const ROW_LOCK = 11;
export const ROW_CHANNEL = 12;
const KINDS = 16;

export function rowId(kind: number, index: number): number {
  return index * KINDS + kind;
}
export function rowKind(id: number): number {
  return id % KINDS;
}
export function rowIndex(id: number): number {
  return Math.floor(id / KINDS);
}

const ROW_OF_LANE: readonly number[] = [ROW_MAIN, ROW_ROOT, ROW_LANE_CALL, ROW_TIMER, ROW_INTERNAL];

/** Maps a position in what was loaded to the author's; an empty file: not to be shown. */
export type Locate = (place: SourcePlace) => SourcePlace;

export interface Timeline {
  readonly trace: Trace;
  readonly tracks: Tracks;
  /** Null: not the author's code. */
  readonly locate: (file: number, line: number, column: number) => SourcePlace | null;
  /** What `locate` was made from. */
  readonly locateWith: Locate | undefined;
  /** Grows by one whenever the index was rebuilt. */
  readonly version: number;
  readonly builtEvents: number;
  readonly builtSegments: number;
  readonly ended: boolean;
  /** Requests of each lock in order of time. */
  readonly lockRequests: readonly (readonly number[])[];
  /** Lanes of each group, by thread order. */
  readonly groups: ReadonlyMap<number, Int32Array>;
  readonly mainLane: ReadonlyMap<number, number>;
  readonly internalLane: ReadonlyMap<number, number>;
  /** Caches of other files, dropped with the index. */
  readonly cache: Map<string, unknown>;
}

const timelines = new WeakMap<Trace, Timeline>();
/** Part of the run that must be new before a running program's index is rebuilt: keeps the work linear in the end. */
const GROWTH = 0.02;

/** The index of a trace; built on first use and when the trace has grown by a share of what the index holds (`growth`). */
export function timelineOf(trace: Trace, locateWith?: Locate, growth: number = trace.run.ended ? 0 : GROWTH): Timeline {
  const known = timelines.get(trace);
  const size = trace.segments.length + trace.suspensions.length + trace.requests.length;
  if (known !== undefined && known.locateWith === locateWith) {
    if (size === known.builtSegments && trace.run.ended === known.ended && trace.eventCount === known.builtEvents) return known;
    if (trace.eventCount - known.builtEvents < known.builtEvents * growth) return known;
  }
  const tracks = buildTracks(trace);
  const lockRequests: number[][] = Array.from({ length: trace.locks.length }, () => []);
  for (let r = 0; r < trace.requests.length; r++) lockRequests[trace.requests.lock.at(r)]?.push(r);
  const mainLane = new Map<number, number>();
  const internalLane = new Map<number, number>();
  const members = new Map<number, number[]>();
  for (const list of tracks.threadLanes) {
    for (const lane of list) {
      const kind = tracks.lanes.kind.at(lane);
      if (kind === LANE_MAIN) mainLane.set(tracks.lanes.index.at(lane), lane);
      else if (kind === LANE_INTERNAL) internalLane.set(tracks.lanes.index.at(lane), lane);
      else {
        const group = tracks.lanes.group.at(lane);
        addTo(members, group, lane);
      }
    }
  }
  const groups = new Map([...members].map(([group, lanes]) => [group, Int32Array.from(lanes)]));
  const timeline: Timeline = {
    trace,
    tracks,
    locate: (file, line, column) => {
      const path = trace.files[file]?.path;
      if (path === undefined) return null;
      const loaded = { file: path, line, column: column + 1 };
      const place = locateWith === undefined ? loaded : locateWith(loaded);
      return place.file === '' ? null : place;
    },
    locateWith,
    version: (known?.version ?? 0) + 1,
    builtEvents: trace.eventCount,
    builtSegments: size,
    ended: trace.run.ended,
    lockRequests,
    groups,
    mainLane,
    internalLane,
    cache: new Map(),
  };
  timelines.set(trace, timeline);
  return timeline;
}

/** Until when a thread is known, relative. */
export function endOfThread({ tracks }: Timeline, thread: number): number {
  return tracks.threadEndNs[thread] ?? tracks.endNs;
}

export function threadOfRequest({ trace }: Timeline, request: number): number {
  const segment = trace.requests.requestSegment.at(request);
  return segment === NONE ? NONE : trace.segments.thread.at(segment);
}

/** Looks up what is computed once per index. */
export function cached<T>(timeline: Timeline, key: string, make: () => T): T {
  const known = timeline.cache.get(key);
  if (known !== undefined) return known as T;
  const value = make();
  timeline.cache.set(key, value);
  return value;
}

/** Id of the row that shows a lane. */
export function rowOfLane(tracks: Tracks, lane: number): number {
  if (lane === NONE) return NONE;
  return rowId(ROW_OF_LANE[tracks.lanes.kind.at(lane)] as number, tracks.lanes.index.at(lane));
}

/** Lane of a row; for rows of nested calls, the lane in which they lie. NONE for rows without one. */
export function laneOfRow(timeline: Timeline, id: number): number {
  const { tracks, trace } = timeline;
  const index = rowIndex(id);
  const check = (lane: number | undefined, kind: number): number =>
    lane !== undefined && lane !== NONE && tracks.lanes.kind.at(lane) === kind && tracks.lanes.index.at(lane) === index ? lane : NONE;
  switch (rowKind(id)) {
    case ROW_MAIN:
      return timeline.mainLane.get(index) ?? NONE;
    case ROW_INTERNAL:
      return timeline.internalLane.get(index) ?? NONE;
    case ROW_ROOT:
      return check(tracks.segmentLane[trace.roots[index]?.segment ?? NONE], LANE_ROOT);
    case ROW_LANE_CALL:
      return check(tracks.activationLane[index], LANE_CALL);
    case ROW_TIMER:
      return check(tracks.segmentLane[trace.tasks.firstRun.at(index)], LANE_TIMER);
    case ROW_CALL:
      return tracks.activationLane[index] ?? NONE;
    default:
      return NONE;
  }
}

/** Lanes of the tasks that take part in a finding. */
function lanesOfFinding(timeline: Timeline, finding: TimelineFinding): Set<number> {
  const lanes = new Set<number>();
  for (const activation of finding.window?.activations ?? []) {
    const lane = timeline.tracks.activationLane[activation];
    if (lane !== undefined && lane !== NONE) lanes.add(lane);
  }
  return lanes;
}

/** A finding as the picture shows it: its window begins with the calls that take part, not with the whole callback in which the first was made. */
export function shownFinding(timeline: Timeline, finding: TimelineFinding): TimelineFinding {
  const { window } = finding;
  if (window === undefined || window.activations.length === 0) return finding;
  const { trace, tracks } = timeline;
  let began = Number.POSITIVE_INFINITY;
  for (const activation of window.activations) began = Math.min(began, trace.activations.startNs.at(activation) - tracks.originNs);
  return began > window.fromNs && began < window.toNs ? { ...finding, window: { ...window, fromNs: began } } : finding;
}

/** Locks that the calls of a finding asked for. */
function locksOfFinding(timeline: Timeline, { kind, window }: TimelineFinding): Set<number> {
  const locks = new Set<number>();
  const activations = new Set(window?.activations ?? []);
  if (activations.size === 0 || !/^(lock|deadlock)\./.test(kind)) return locks;
  const { requests } = timeline.trace;
  for (let r = 0; r < requests.lock.length; r++) if (activations.has(requests.activation.at(r))) locks.add(requests.lock.at(r));
  return locks;
}

/** Rows of the calls that take part in a finding: the call itself where it is not the first of its lane; then of the locks that it is about. */
export function rowsOfFinding(timeline: Timeline, finding: TimelineFinding): number[] {
  const { tracks } = timeline;
  const rows = new Set<number>();
  for (const activation of finding.window?.activations ?? []) {
    const lane = tracks.activationLane[activation];
    if (lane === undefined || lane === NONE) continue;
    rows.add(tracks.lanes.activation.at(lane) === activation ? rowOfLane(tracks, lane) : rowId(ROW_CALL, activation));
  }
  for (const lock of locksOfFinding(timeline, finding)) rows.add(rowId(ROW_LOCK, lock));
  return [...rows];
}

/** Findings of each lane. */
export function findingsByLane(timeline: Timeline, report: TimelineReport): Map<number, string[]> {
  const byLane = new Map<number, string[]>();
  for (const finding of report.findings) {
    for (const lane of lanesOfFinding(timeline, finding)) {
      addTo(byLane, lane, finding.id);
    }
  }
  return byLane;
}
