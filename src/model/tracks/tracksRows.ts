/** The tree of rows: process → thread → tasks → awaited calls, then locks and messages; folded, grouped and filtered as the view asks. */
import { addTo } from '../../base/lists.ts';
import { LOCK_SEMAPHORE, ROOT_CONNECTION, WATCHDOG_THREAD } from '../../wire/events.ts';
import { NONE } from '../ids.ts';
import { parseFilter } from '../query/filterText.ts';
import { lanePredicate } from '../query/queryFilter.ts';
import type { Row, RowKind, RowsReply, RowsRequest, SourcePlace, TimelineReport } from '../requests.ts';
import { LANE_INTERNAL, LANE_ROOT } from './tracksLanes.ts';
import {
  ROW_CALL,
  ROW_CHANNEL,
  ROW_GROUP,
  ROW_LANE_CALL,
  ROW_LOCK,
  ROW_MORE,
  ROW_PROCESS,
  ROW_ROOT,
  ROW_SECTION,
  ROW_THREAD,
  ROW_TIMER,
  cached,
  endOfThread,
  findingsByLane,
  laneOfRow,
  rowId,
  rowIndex,
  rowKind,
  rowOfLane,
  threadOfRequest,
} from './tracksIndex.ts';
import type { Timeline } from './tracksIndex.ts';
import {
  baseName,
  commonLabel,
  kindOfLock,
  nameOfActivation,
  entryText,
  waitText,
  nameOfLane,
  nameOfLock,
  nameOfThread,
  placeOfFunction,
  placeOfSite,
  shortPlace,
} from './tracksNames.ts';

/** More lanes of one creation site than this become one grouped row. */
export const MAX_SIBLINGS = 30;
/** Rows of an open group before "more". */
const GROUP_SHOWN = 20;
const MAX_LOCK_ROWS = 30;
/** Members of a group whose names are compared. */
const MAX_LABELS = 200;
const MAX_CALL_DEPTH = 12;

const KIND_NAMES: readonly RowKind[] = [
  'process',
  'thread',
  'main',
  'task',
  'task',
  'timer',
  'internal',
  'group',
  'call',
  'more',
  'section',
  'lock',
  'channel',
];

/** Section rows, by index. */
const SECTION_LOCKS = 0;
const SECTION_MESSAGES = 1;

/** Nested calls, by lane (root calls of the lane) and by activation (keys `-1 - lane`, `activation`). */
export function callsBelow(timeline: Timeline): Map<number, number[]> {
  return cached(timeline, 'calls', () => {
    const { tracks, trace } = timeline;
    const below = new Map<number, number[]>();
    for (let a = 0; a < tracks.activationLane.length; a++) {
      const lane = tracks.activationLane[a] as number;
      if (tracks.nested[a] === 0 || lane === NONE) continue;
      let parent = trace.activations.parent.at(a);
      const job = trace.activations.job.at(a);
      if (parent === NONE && job !== NONE) parent = trace.requests.activation.at(job);
      const key = parent === NONE || tracks.activationLane[parent] !== lane ? -1 - lane : parent;
      addTo(below, key, a);
    }
    return below;
  });
}

/** Calls shown below a lane. The lane of a call shows what it awaits; other lanes show the calls made in them. */
function callsOfLane(timeline: Timeline, lane: number): readonly number[] {
  const { tracks } = timeline;
  const below = callsBelow(timeline);
  const own = tracks.lanes.activation.at(lane);
  const isCall = rowKind(rowOfLane(tracks, lane)) === ROW_LANE_CALL;
  const direct = below.get(-1 - lane) ?? [];
  return isCall ? [...(below.get(own) ?? []), ...direct] : direct;
}

class RowWriter {
  readonly rows: Row[] = [];
  more = 0;
  matches = 0;
  readonly #timeline: Timeline;
  readonly #request: RowsRequest;
  readonly #toggled: ReadonlySet<number>;
  readonly #pinned: ReadonlySet<number>;
  readonly #hidden: ReadonlySet<number>;
  readonly #only: ReadonlySet<number> | null;
  readonly #findings: ReadonlyMap<number, string[]>;
  readonly #matches: ((lane: number) => boolean) | null;

  constructor(
    timeline: Timeline,
    request: RowsRequest,
    findings: ReadonlyMap<number, string[]>,
    matches: ((lane: number) => boolean) | null,
  ) {
    this.#timeline = timeline;
    this.#request = request;
    this.#toggled = new Set(request.toggled);
    this.#pinned = new Set(request.pinned);
    this.#hidden = new Set(request.hidden);
    this.#only = request.only.length === 0 ? null : new Set(request.only);
    this.#findings = findings;
    this.#matches = matches;
  }

  #isOpen(id: number, byDefault: boolean): boolean {
    return this.#toggled.has(id) ? !byDefault : byDefault;
  }

  #add(row: Omit<Row, 'kind' | 'pinned'>): void {
    if (this.rows.length >= this.#request.limit) {
      this.more++;
      return;
    }
    this.rows.push({ ...row, kind: KIND_NAMES[rowKind(row.id)] as RowKind, pinned: this.#pinned.has(row.id) });
  }

  #plain(
    id: number,
    parent: number,
    depth: number,
    label: string,
    detail: string,
    expandable: boolean,
    expanded: boolean,
  ): Omit<Row, 'kind' | 'pinned'> {
    const { endNs } = this.#timeline.tracks;
    return {
      id,
      parent,
      depth,
      label,
      detail,
      place: null,
      expandable,
      expanded,
      count: 1,
      startNs: 0,
      endNs,
      never: false,
      why: '',
      findings: [],
      match: true,
    };
  }

  write(): void {
    const { trace } = this.#timeline;
    for (const id of this.#pinned) this.#writePinned(id);
    trace.processes.forEach((process, p) => {
      const id = rowId(ROW_PROCESS, p);
      const open = this.#isOpen(id, true);
      const script = baseName(process.argv[1] ?? process.argv[0] ?? 'node');
      if (!this.#hidden.has(id)) this.#add(this.#plain(id, NONE, 0, script, `pid ${process.pid}`, true, open));
      if (!open || this.#hidden.has(id)) return;
      trace.threads.forEach((thread, t) => {
        if (thread.process === p && thread.threadId !== WATCHDOG_THREAD) this.#writeThread(t, id);
      });
    });
    this.#writeLocks();
    this.#writeChannels();
  }

  #writePinned(id: number): void {
    const lane = laneOfRow(this.#timeline, id);
    if (rowKind(id) === ROW_LOCK) this.#writeLock(rowIndex(id), NONE, 0);
    else if (lane !== NONE && rowKind(id) === ROW_CALL) this.#writeCall(rowIndex(id), NONE, 0, true, true);
    else if (lane !== NONE) this.#writeLane(lane, NONE, 0, true);
  }

  #writeThread(t: number, parent: number): void {
    const { trace, tracks } = this.#timeline;
    const thread = trace.threads[t]!;
    const id = rowId(ROW_THREAD, t);
    if (this.#hidden.has(id)) return;
    const open = this.#isOpen(id, true);
    const lanes = tracks.threadLanes[t] ?? new Int32Array(0);
    const ended = ['', 'process.exit', 'uncaught error', 'top-level await never settled'][thread.exitReason] ?? '';
    const row = this.#plain(id, parent, 1, nameOfThread(this.#timeline, t), ended, lanes.length > 0, open);
    this.#add({ ...row, startNs: Math.max(0, thread.startNs - tracks.originNs), endNs: thread.endNs - tracks.originNs });
    if (open) this.#writeLanes(lanes, id);
  }

  #writeLanes(lanes: Int32Array, parent: number): void {
    const { tracks } = this.#timeline;
    const done = new Set<number>();
    const internals: number[] = [];
    for (const lane of lanes) {
      const group = tracks.lanes.group.at(lane);
      const members = group === NONE ? undefined : this.#timeline.groups.get(group);
      if (this.#isInternal(lane)) internals.push(lane);
      else if (members === undefined || members.length <= MAX_SIBLINGS || this.#only !== null) this.#writeLane(lane, parent, 2, false);
      else if (!done.has(group)) {
        done.add(group);
        this.#writeGroup(group, members, parent);
      }
    }
    if (!this.#request.justMyCode) for (const lane of internals) this.#writeLane(lane, parent, 2, false);
  }

  /** No code of the user's: Node's own callbacks, sockets that come and go. */
  #isInternal(lane: number): boolean {
    const { lanes } = this.#timeline.tracks;
    if (lanes.kind.at(lane) === LANE_INTERNAL) return true;
    const root = lanes.kind.at(lane) === LANE_ROOT ? this.#timeline.trace.roots[lanes.index.at(lane)] : undefined;
    return root?.kind === ROOT_CONNECTION && lanes.activation.at(lane) === NONE;
  }

  #writeGroup(group: number, members: Int32Array, parent: number): void {
    const id = rowId(ROW_GROUP, group);
    if (this.#hidden.has(id)) return;
    const { tracks } = this.#timeline;
    const open = this.#isOpen(id, false);
    const name = nameOfLane(this.#timeline, members[0] as number);
    let endNs = 0;
    let never = false;
    let match = this.#matches === null;
    const findings = new Set<string>();
    for (const lane of members) {
      endNs = Math.max(endNs, tracks.lanes.endNs.at(lane));
      never ||= tracks.lanes.never.at(lane) !== 0;
      for (const f of this.#findings.get(lane) ?? []) findings.add(f);
      if (this.#matches?.(lane) === true) {
        match = true;
        if (!this.#pinned.has(rowOfLane(tracks, lane))) this.matches++;
      }
    }
    if (!match && this.#request.hideOthers) return;
    const startNs = tracks.lanes.startNs.at(members[0] as number);
    const detail = `×${members.length}  ${name.detail}`;
    const labels = new Set([...members.subarray(0, MAX_LABELS)].map((lane) => nameOfLane(this.#timeline, lane).label));
    const row = this.#plain(id, parent, 2, labels.size > 1 ? commonLabel([...labels]) : name.label, detail, true, open);
    this.#add({ ...row, place: name.place, count: members.length, startNs, endNs, never, findings: [...findings], match });
    if (!open) return;
    const shown = this.#rank(members);
    for (const lane of shown) this.#writeLane(lane, id, 3, false);
    const rest = members.length - shown.length;
    if (rest > 0) {
      this.#add({ ...this.#plain(rowId(ROW_MORE, group), id, 3, `${rest} more`, 'filter to see them', false, false), count: rest });
    }
  }

  /** The members worth a row of their own: with findings, then blocked longest, then longest. In order of time. */
  #rank(members: Int32Array): number[] {
    const { lanes } = this.#timeline.tracks;
    const weight = (lane: number): number => {
      const finding = this.#findings.has(lane) ? 1e18 : 0;
      const match = this.#matches?.(lane) === true ? 1e19 : 0;
      return match + finding + 100 * (lanes.lockNs.at(lane) + lanes.readyNs.at(lane)) + lanes.endNs.at(lane) - lanes.startNs.at(lane);
    };
    return [...members]
      .map((lane) => ({ lane, weight: weight(lane) }))
      .toSorted((a, b) => b.weight - a.weight)
      .slice(0, GROUP_SHOWN)
      .map((m) => m.lane)
      .toSorted((a, b) => lanes.startNs.at(a) - lanes.startNs.at(b) || a - b);
  }

  #writeLane(lane: number, parent: number, depth: number, isPinned: boolean): void {
    const { tracks } = this.#timeline;
    const id = rowOfLane(tracks, lane);
    if (this.#hidden.has(id) || (!isPinned && this.#pinned.has(id))) return;
    if (this.#only !== null && !this.#only.has(id) && !isPinned) return;
    const match = this.#matches === null || this.#matches(lane);
    if (match && this.#matches !== null && depth !== 3) this.matches++; // Members of a group are counted with it.
    if (!match && this.#request.hideOthers) return;
    const name = nameOfLane(this.#timeline, lane);
    const calls = callsOfLane(this.#timeline, lane);
    const open = this.#isOpen(id, false) && calls.length > 0;
    this.#add({
      ...this.#plain(id, parent, depth, name.label, name.detail, calls.length > 0, open),
      place: name.place,
      startNs: tracks.lanes.startNs.at(lane),
      endNs: tracks.lanes.endNs.at(lane),
      never: tracks.lanes.never.at(lane) !== 0,
      why: whyNever(this.#timeline, lane),
      findings: this.#findings.get(lane) ?? [],
      match,
    });
    if (open) for (const call of calls.slice(0, 200)) this.#writeCall(call, id, depth + 1, match);
  }

  #writeCall(activation: number, parent: number, depth: number, match: boolean, isPinned = false): void {
    const { trace, tracks } = this.#timeline;
    const id = rowId(ROW_CALL, activation);
    if (this.#hidden.has(id) || (!isPinned && this.#pinned.has(id))) return;
    const calls = callsBelow(this.#timeline).get(activation) ?? [];
    const open = calls.length > 0 && depth < MAX_CALL_DEPTH && this.#isOpen(id, !isPinned);
    const place: SourcePlace | null = placeOfFunction(this.#timeline, activation);
    const pending = trace.activations.endSegment.at(activation) === NONE;
    const never = pending && tracks.threadIsOver[trace.activations.thread.at(activation)] === 1;
    this.#add({
      ...this.#plain(id, parent, depth, nameOfActivation(this.#timeline, activation), shortPlace(place), calls.length > 0, open),
      place,
      startNs: trace.activations.startNs.at(activation) - tracks.originNs,
      endNs: pending
        ? endOfThread(this.#timeline, trace.activations.thread.at(activation))
        : trace.activations.endNs.at(activation) - tracks.originNs,
      never,
      why: never ? whyCallNever(this.#timeline, activation) : '',
      match,
    });
    if (open) for (const call of calls.slice(0, 200)) this.#writeCall(call, id, depth + 1, match);
  }

  #writeLocks(): void {
    const contended = contendedLocks(this.#timeline).slice(0, MAX_LOCK_ROWS);
    const id = rowId(ROW_SECTION, SECTION_LOCKS);
    if (contended.length === 0 || this.#hidden.has(id)) return;
    const open = this.#isOpen(id, true);
    this.#add({
      ...this.#plain(id, NONE, 0, 'Locks', contended.length === 1 ? '1 waited for' : `${contended.length} waited for`, true, open),
      count: contended.length,
    });
    if (open) for (const lock of contended) if (!this.#pinned.has(rowId(ROW_LOCK, lock))) this.#writeLock(lock, id, 1);
  }

  #writeLock(lock: number, parent: number, depth: number): void {
    const id = rowId(ROW_LOCK, lock);
    if (this.#hidden.has(id)) return;
    const requests = this.#timeline.lockRequests[lock] ?? [];
    const { locks } = this.#timeline.trace;
    const permits = locks.kind.at(lock) === LOCK_SEMAPHORE ? ` of ${locks.permits.at(lock)}` : '';
    const library = this.#timeline.trace.string(locks.library.at(lock));
    this.#add({
      ...this.#plain(
        id,
        parent,
        depth,
        nameOfLock(this.#timeline, lock),
        [kindOfLock(this.#timeline, lock) + permits, library].filter((s) => s !== '').join('  '),
        false,
        false,
      ),
      place: placeOfSite(this.#timeline, locks.site.at(lock)),
      count: requests.length,
    });
  }

  #writeChannels(): void {
    const channels = channelsOf(this.#timeline);
    const id = rowId(ROW_SECTION, SECTION_MESSAGES);
    if (channels.length === 0 || this.#hidden.has(id)) return;
    const open = this.#isOpen(id, true);
    this.#add({
      ...this.#plain(id, NONE, 0, 'Messages', `${channels.length} ${channels.length === 1 ? 'channel' : 'channels'}`, true, open),
      count: channels.length,
    });
    if (!open) return;
    for (const channel of channels.slice(0, MAX_LOCK_ROWS)) {
      const from = nameOfThread(this.#timeline, channel.fromThread);
      const to = channel.toThread === NONE ? 'nobody' : nameOfThread(this.#timeline, channel.toThread);
      const row = this.#plain(
        rowId(ROW_CHANNEL, channel.number),
        id,
        1,
        `${shorten(from)} → ${shorten(to)}`,
        `×${channel.messages.length}`,
        false,
        false,
      );
      this.#add({ ...row, count: channel.messages.length });
    }
  }
}

/** The wait that a lane ends with. */
function whyNever(timeline: Timeline, lane: number): string {
  const { lanes, first } = timeline.tracks;
  return lanes.never.at(lane) === 0 ? '' : entryText(timeline, lane, (first[lane + 1] as number) - 2);
}

/** The wait that a call ends with. */
function whyCallNever(timeline: Timeline, activation: number): string {
  const { waits } = timeline.tracks;
  const last = waits.suspensionsOf(activation).at(-1);
  if (last === undefined || !Number.isNaN(waits.endOf(last))) return '';
  const from = timeline.trace.suspensions.startNs.at(last);
  const wait = waits.readSuspension(last, from);
  return wait.settledNs <= from ? '' : waitText(timeline, wait.state, wait, from);
}

function shorten(thread: string): string {
  return thread === 'main thread' ? 'main' : thread.split(' ').slice(0, 2).join(' ');
}

/** Locks that somebody had to wait for, most waited for first. */
export function contendedLocks(timeline: Timeline): readonly number[] {
  return cached(timeline, 'contended', () => {
    const { requests, locks } = timeline.trace;
    const waited = new Float64Array(locks.length);
    for (let r = 0; r < requests.length; r++) {
      const granted = requests.acquireSegment.at(r) !== NONE;
      if (granted && requests.acquireSegment.at(r) === requests.requestSegment.at(r)) continue;
      const until = granted ? requests.acquireNs.at(r) : endOfThread(timeline, threadOfRequest(timeline, r)) + timeline.tracks.originNs;
      if (holdersBefore(timeline, r) || !granted) waited[requests.lock.at(r)]! += until - requests.requestNs.at(r);
    }
    return [...waited.keys()]
      .filter((lock) => (waited[lock] as number) > 0)
      .toSorted((a, b) => (waited[b] as number) - (waited[a] as number) || a - b);
  });
}

/** Whether a request found the lock taken: granted later than in its own turn. */
function holdersBefore(timeline: Timeline, request: number): boolean {
  const { requests, segments } = timeline.trace;
  return segments.turn.at(requests.acquireSegment.at(request)) !== segments.turn.at(requests.requestSegment.at(request));
}

export interface Channel {
  readonly number: number;
  readonly fromThread: number;
  readonly toThread: number;
  /** Rows of trace.messages, oldest first. */
  readonly messages: readonly number[];
}

export function channelsOf(timeline: Timeline): readonly Channel[] {
  return cached(timeline, 'channels', () => {
    const { messages, segments } = timeline.trace;
    const byNumber = new Map<number, number[]>();
    messages.forEach((message, i) => addTo(byNumber, message.channel, i));
    return [...byNumber].map(([number, list]) => {
      const received = list.find((i) => (messages[i]?.receiveSegment ?? NONE) !== NONE);
      return {
        number,
        fromThread: segments.thread.at(messages[list[0] as number]!.postSegment),
        toThread: received === undefined ? NONE : segments.thread.at(messages[received]!.receiveSegment),
        messages: list,
      };
    });
  });
}

export function answerRows(timeline: Timeline, report: TimelineReport, request: RowsRequest): RowsReply {
  const findings = findingsByLane(timeline, report);
  const filter = parseFilter(request.filter);
  const matches = filter.problem !== null || filter.node === null ? null : lanePredicate(timeline, findings, report, filter.node);
  const writer = new RowWriter(timeline, request, findings, matches);
  writer.write();
  return { rows: writer.rows, more: writer.more, filterProblem: filter.problem, matches: writer.matches, version: timeline.version };
}

/** Rows above a row, outermost first: those that must be open so that it is seen. */
export function parentsOf(timeline: Timeline, row: number): number[] {
  const { tracks, trace } = timeline;
  const kind = rowKind(row);
  if (kind === ROW_LOCK) return [rowId(ROW_SECTION, SECTION_LOCKS)];
  if (kind === ROW_CHANNEL) return [rowId(ROW_SECTION, SECTION_MESSAGES)];
  const lane = laneOfRow(timeline, row);
  if (lane === NONE) return [];
  const thread = tracks.lanes.thread.at(lane);
  const parents = [rowId(ROW_PROCESS, trace.threads[thread]?.process ?? 0), rowId(ROW_THREAD, thread)];
  const group = tracks.lanes.group.at(lane);
  if ([ROW_ROOT, ROW_LANE_CALL, ROW_TIMER, ROW_CALL].includes(kind) && (timeline.groups.get(group)?.length ?? 0) > MAX_SIBLINGS) {
    parents.push(rowId(ROW_GROUP, group));
  }
  if (kind !== ROW_CALL) return parents;
  const chain: number[] = [];
  for (
    let a = trace.activations.parent.at(rowIndex(row));
    a !== NONE && tracks.activationLane[a] === lane && tracks.lanes.activation.at(lane) !== a;
    a = trace.activations.parent.at(a)
  ) {
    chain.unshift(rowId(ROW_CALL, a));
  }
  return [...parents, rowOfLane(tracks, lane), ...chain];
}

/** Whether a row is open unless toggled. */
export function isOpenByDefault(row: number): boolean {
  return [ROW_PROCESS, ROW_THREAD, ROW_SECTION, ROW_CALL].includes(rowKind(row));
}
