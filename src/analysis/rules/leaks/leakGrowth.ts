/**
 * timer.leak and handle.leak, second half: one place in the code makes timers or connections again and again and (almost) never takes them back, until the end.
 * A crowd that is made at once (a pool, a set of sensors) is no leak, and neither is one that stops growing.
 */
import { addTo } from '../../../base/lists.ts';
import { type Change, mostAtOnce } from '../../../base/spans.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_CLEARED, TASK_UNREF, type FsRow, type Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { FLAG_OWN, FLAG_PROBES, ROOT_HTTP_REQUEST } from '../../../model/vocabulary.ts';
import { segmentBehind } from '../../lineage.ts';
import { areOfTests } from '../../order/testTurns.ts';
import { requestOf } from '../../roots.ts';
import { replacedIntervals } from './replacedIntervals.ts';
import { forgottenDraft, isCallOver, MIN_FORGOTTEN, MIN_REOPENED, timesOpenedAgain } from './openedAgain.ts';

export const leakGrowthRule: Rule = { kinds: ['timer.leak', 'handle.leak'], run: findGrowth };

/** So many must be left over. */
const MIN_NET = 20;
/** The time from the first one to the end is cut into so many parts, and it must grow in nearly all of them. */
const SAMPLES = 8;
const MIN_GROWING = 6;
/** What is left over of all that were made. */
const MIN_SHARE = 0.8;
/** Chains of tasks longer than this are cut. */
const MAX_DEPTH = 64;
/** A handful of parts of a program may each watch the same file for themselves. */
const MIN_WATCHED = 12;
/** Growth during less time than this is one burst, unless requests that came one after the other made it: how long those take says more of the machine than of the program. */
const MIN_SPAN_NS = 40e6;

interface Crowd {
  made: number;
  /** Tasks that were never taken back. */
  readonly left: number[];
}

function findGrowth({ trace, earlier }: AnalysisContext): Draft[] {
  const known = new Set(
    earlier
      .filter((d) => d.kind === 'timer.leak' || d.kind === 'handle.leak')
      .flatMap((d) => d.places.map((p) => ('site' in p ? p.site : NONE))),
  );
  const crowds = new Map<number, Crowd>();
  const { tasks } = trace;
  for (let task = 0; task < tasks.length; task++) {
    const site = trace.isPromise(task) || !isCounted(trace, task) ? NONE : siteOf(trace, task);
    if (site === NONE) continue;
    let crowd = crowds.get(site);
    if (crowd === undefined) crowds.set(site, (crowd = { made: 0, left: [] }));
    crowd.made++;
    if ((tasks.flags.at(task) & TASK_CLEARED) === 0) crowd.left.push(task);
  }
  const drafts: Draft[] = [];
  for (const [site, crowd] of crowds) {
    if (known.has(site)) continue;
    const forgotten =
      forgottenFiles(trace, site, crowd) ??
      forgottenConnections(trace, site, crowd) ??
      forgottenIntervals(trace, site, crowd) ??
      replacedIntervals(trace, site, crowd.made, crowd.left);
    if (forgotten !== undefined) {
      drafts.push(forgotten);
      continue;
    }
    if (crowd.left.length < MIN_REOPENED || crowd.left.length < crowd.made * MIN_SHARE) continue;
    if (isKeptForNext(trace, site, crowd) || !areSpare(trace, crowd)) continue;
    const draft =
      (crowd.left.length < MIN_NET ? undefined : judge(trace, site, crowd)) ??
      reopened(trace, site, crowd) ??
      watchedAgain(trace, site, crowd);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

/** The requests for the files that are left. */
function openingsOf(trace: Trace, site: number, crowd: Crowd): FsRow[] {
  if (trace.taskType(crowd.left[0] ?? NONE) !== FILE) return [];
  const opens = new Map<number, FsRow>();
  for (const row of trace.fs) if (row.site === site && row.doneSegment !== NONE) opens.set(row.doneSegment, row);
  return crowd.left.flatMap((task) => opens.get(requestSegment(trace, task)) ?? []);
}

/** Files that functions opened for themselves alone, and left open when they ended: nobody can close them any more. */
function forgottenFiles(trace: Trace, site: number, crowd: Crowd): Draft | undefined {
  const [first] = crowd.left;
  if (first === undefined || !trace.hasFlag(site, FLAG_OWN)) return undefined;
  const left = openingsOf(trace, site, crowd).filter((row) => isCallOver(trace, row));
  if (left.length < MIN_FORGOTTEN || trace.threads[trace.tasks.thread.at(first)]?.gaps.length !== 0) return undefined;
  return forgottenDraft(trace, site, crowd.made, left);
}

/** Connections that functions opened for one answer, or to see whether there is anyone: they know, and nobody can close them any more. */
function forgottenConnections(trace: Trace, site: number, crowd: Crowd): Draft | undefined {
  const { tasks, segments: s } = trace;
  const flags = trace.site(site)?.flags ?? 0;
  if ((flags & FLAG_OWN) === 0 || !/^(?:TCP|PIPE)WRAP$/.test(trace.taskType(crowd.left[0] ?? NONE))) return undefined;
  const isProbe = (flags & FLAG_PROBES) !== 0;
  const standing = isProbe ? connectedOf(trace) : undefined;
  // The answer has come: something was done for the connection since it stands.
  const left = crowd.left.filter((task) => (standing === undefined ? tasks.firstRun.at(task) !== NONE : standing.has(task)));
  const [first, last] = [left[0], left.at(-1)];
  if (first === undefined || last === undefined || trace.threads[tasks.thread.at(first)]?.gaps.length !== 0) return undefined;
  const turns = new Set(left.map((task) => s.turn.at(tasks.initSegment.at(task))));
  if (left.length < MIN_REOPENED || turns.size < MIN_REOPENED) return undefined;
  const purpose = isProbe ? 'only to see whether it can be, which is known' : 'for one answer, which has come';
  return {
    kind: 'handle.leak',
    key: `${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${left.length} of the ${crowd.made} connections made by \`${trace.site(site)?.text ?? ''}\` were never closed: each was opened ${purpose}, and nobody else has them.`,
    why: [
      'no end() or destroy() closed them',
      isProbe ? 'destroy() ends it as soon as it stands' : 'end() says that there is nothing more to ask; or keep one connection for all',
    ],
    places: [{ site, role: 'create' }],
    segments: left.slice(0, 8).map((task) => tasks.initSegment.at(task)),
    activations: [],
  };
}

/** Intervals that requests started and whose handle nobody has: `setInterval(tick, 1000);` in a handler. Each request leaves one, and none can ever be cleared. */
function forgottenIntervals(trace: Trace, site: number, { made, left }: Crowd): Draft | undefined {
  const { tasks } = trace;
  const [first] = left;
  const row = trace.site(site);
  if (first === undefined || made !== left.length || trace.taskType(first) !== 'Timeout' || row?.floating !== true) return undefined;
  if (trace.threads[tasks.thread.at(first)]?.gaps.length !== 0) return undefined;
  const requests = new Set(left.map((task) => requestOf(trace, tasks.initSegment.at(task))));
  requests.delete(NONE);
  if (requests.size < MIN_REOPENED || requests.size < made) return undefined;
  return {
    kind: 'timer.leak',
    key: `${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `Each of ${made} requests started an interval by \`${row.text}\` that nobody can stop: what it gives, with which it could be cleared, is thrown away.`,
    why: ['none of them was cleared', 'keep what it gives, and clear it when the request or its connection ends'],
    places: [{ site, role: 'create' }],
    segments: left.slice(0, 8).map((task) => tasks.initSegment.at(task)),
    activations: [],
  };
}

/** Connections that came to stand. */
function connectedOf(trace: Trace): Set<number> {
  const { tasks } = trace;
  const found = new Set<number>();
  for (let task = 0; task < tasks.length; task++) {
    if (isConnect(trace, task) && tasks.firstRun.at(task) !== NONE) found.add(tasks.parent.at(task));
  }
  return found;
}

/** One file that is opened again and again and left open each time. */
function reopened(trace: Trace, site: number, crowd: Crowd): Draft | undefined {
  const { tasks } = trace;
  const openings = openingsOf(trace, site, crowd).filter((row) => row.path !== '');
  const times = timesOpenedAgain(
    trace,
    openings.map((row) => ({ file: row.path, call: row.activation, ns: row.startNs })),
  );
  if (times < MIN_REOPENED) return undefined;
  return {
    kind: 'handle.leak',
    key: `${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `The file opened by \`${trace.site(site)?.text ?? ''}\` is never closed: the call ends and leaves it open, and the next one opens it again (${times} times in a row, ${crowd.left.length} files were left open).`,
    why: ['close() was not called for them, on the path that was taken', 'a finally block, or `await using`, closes it on every path'],
    places: [{ site, role: 'create' }],
    segments: crowd.left.slice(0, 8).map((task) => tasks.initSegment.at(task)),
    activations: [],
  };
}

/** One file or folder that is watched again by each call, while the watchers of the calls before are still open. */
function watchedAgain(trace: Trace, site: number, crowd: Crowd): Draft | undefined {
  const { tasks, activations: acts } = trace;
  if (trace.taskType(crowd.left[0] ?? NONE) !== WATCHER) return undefined;
  const times = timesOpenedAgain(
    trace,
    crowd.left.map((task) => {
      const call = tasks.creator.at(task);
      return { file: tasks.label.at(task), call, ns: call === NONE ? 0 : acts.startNs.at(call) };
    }),
  );
  if (times < MIN_WATCHED) return undefined;
  return {
    kind: 'handle.leak',
    key: `${site}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `\`${trace.site(site)?.text ?? ''}\` watches the same file again and again, and the watchers before are still there: ${crowd.left.length} of ${crowd.made} were never closed.`,
    why: [
      `${times} calls, one after the other, watched it and left the watcher open`,
      'one watcher is enough for all of them; or close() the old one first',
    ],
    places: [{ site, role: 'create' }],
    segments: crowd.left.slice(0, 8).map((task) => tasks.initSegment.at(task)),
    activations: [],
  };
}

const FETCHES = /(?:^|\.)fetch$/;
/** So many connections for each request that was under way with others are what keep-alive is for: while some wait to be closed, others are opened. */
const KEPT_EACH = 2;

/** `fetch` keeps its connections for the next requests: as many as were under way at once, no leak. */
function isKeptForNext(trace: Trace, site: number, crowd: Crowd): boolean {
  if (!FETCHES.test(trace.site(site)?.text ?? '')) return false;
  const { tasks } = trace;
  const thread = tasks.thread.at(crowd.left[0] ?? NONE);
  const changes: Change[] = [];
  for (let task = 0; task < tasks.length; task++) {
    if (!trace.isPromise(task) || tasks.thread.at(task) !== thread || tasks.parent.at(task) !== NONE) continue;
    if (!FETCHES.test(trace.site(tasks.site.at(task))?.text ?? '')) continue;
    const settled = tasks.resolveNs.at(task);
    changes.push({ ns: tasks.initNs.at(task), by: 1 }, { ns: Number.isNaN(settled) ? Infinity : settled, by: -1 });
  }
  return crowd.left.length <= mostAtOnce(changes) * KEPT_EACH;
}

/** The call that made it: of a file, the one that asked for it. */
function siteOf(trace: Trace, task: number): number {
  const { tasks, segments } = trace;
  if (trace.taskType(task) !== FILE) return tasks.site.at(task);
  const segment = requestSegment(trace, task);
  const request = segment === NONE ? NONE : segments.task.at(segment);
  const site = request === NONE ? NONE : tasks.site.at(request);
  // Whatever else opens a file for itself closes it.
  return /(?:^|\.)open$/.test(trace.site(site)?.text ?? '') ? site : NONE;
}

/** Node makes a file right before the callback of the request for it; NONE. */
function requestSegment({ tasks, segments }: Trace, task: number): number {
  let segment = tasks.initSegment.at(task) + 1;
  while (segment < segments.length && segments.thread.at(segment) !== tasks.thread.at(task)) segment++;
  return segment < segments.length ? segment : NONE;
}

const FILE = 'FILEHANDLE';
const WATCHER = 'FSEVENTWRAP';
const PORT = 'MESSAGEPORT';

/** Intervals, connections that were opened to somewhere, datagram sockets, ports of channels, watched files, and files that were opened with a promise. */
function isCounted(trace: Trace, task: number): boolean {
  const type = trace.taskType(task);
  if (type === FILE) return true;
  if (type === 'Timeout') return trace.repeats(task);
  if (type === WATCHER || type === 'UDPWRAP') return trace.tasks.label.at(task) !== 0;
  // One that nobody listens at, or that was given away, is collected.
  if (type === PORT) return (trace.tasks.flags.at(task) & TASK_UNREF) === 0 && isOfChannel(trace, task);
  if (type !== 'TCPWRAP' && type !== 'PIPEWRAP') return false;
  const label = trace.string(trace.tasks.label.at(task));
  return label.startsWith('connect ') || serverOf(label) !== undefined;
}

/** The server of a connection that `node:http` opened for a request (`GET http://127.0.0.1/orders`). */
function serverOf(label: string): string | undefined {
  return /^[A-Z]+ (https?:\/\/[^/]*)/.exec(label)?.[1];
}

const CHANNEL = /(?:^|\.)MessageChannel$/;

/** Of a channel, and no thread that may have had its other end was gone when it was made: with that thread the port is closed, without a word. */
function isOfChannel(trace: Trace, task: number): boolean {
  const site = trace.site(trace.tasks.site.at(task));
  if (site?.kind !== 'new' || !CHANNEL.test(site.text)) return false;
  return !trace.workers.some((worker) => worker.exitNs < trace.tasks.initNs.at(task));
}

function isConnect(trace: Trace, task: number): boolean {
  return !trace.isPromise(task) && /^(?:TCP|PIPE)CONNECTWRAP$/.test(trace.taskType(task));
}

/** Connections of `node:http` that no agent keeps for the next request: it needs as many to a server as requests were under way at once. */
function areSpare(trace: Trace, crowd: Crowd): boolean {
  const { tasks, segments } = trace;
  if (crowd.left.every((task) => serverOf(trace.string(tasks.label.at(task))) === undefined)) return true;
  const left = new Map<string, number>();
  const connected = new Set<number>();
  for (let task = 0; task < tasks.length; task++) if (isConnect(trace, task)) connected.add(tasks.parent.at(task));
  for (const task of crowd.left) {
    const server = serverOf(trace.string(tasks.label.at(task)));
    if (server === undefined) continue;
    // A kept connection that serves another request gets a new number: it was kept for that.
    if (!connected.has(task)) return false;
    left.set(server, (left.get(server) ?? 0) + 1);
  }
  const until = new Map<number, number>();
  for (let i = 0; i < segments.length; i++) {
    const task = segments.task.at(i);
    if (task !== NONE && trace.taskType(task) === 'HTTPCLIENTREQUEST') until.set(task, segments.endNs.at(i));
  }
  const changes = new Map<string, Change[]>();
  for (const [task, end] of until) {
    const server = serverOf(trace.string(tasks.label.at(task)));
    if (server === undefined) continue;
    addTo(changes, server, { ns: tasks.initNs.at(task), by: 1 });
    addTo(changes, server, { ns: end, by: -1 });
  }
  let spare = 0;
  for (const [server, count] of left) spare += Math.max(0, count - KEPT_EACH * mostAtOnce(changes.get(server) ?? []));
  return spare >= MIN_NET;
}

const NAMES: Readonly<Record<string, string>> = {
  Timeout: 'intervals',
  UDPWRAP: 'sockets',
  [WATCHER]: 'file watchers',
  [PORT]: 'message ports, which have listeners,',
  [FILE]: 'files',
};

function judge(trace: Trace, site: number, crowd: Crowd): Draft | undefined {
  const { tasks, segments } = trace;
  const times = crowd.left.map((task) => tasks.initNs.at(task));
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  const thread = trace.threads[tasks.thread.at(crowd.left[0] ?? NONE)];
  if (thread === undefined || thread.gaps.length > 0) return undefined;
  if (last - first < MIN_SPAN_NS && !areOfAnswered(trace, crowd.left)) return undefined;
  const turns = new Set(crowd.left.map((task) => segments.turn.at(tasks.initSegment.at(task))));
  if (turns.size < SAMPLES) return undefined;
  // What grew early and stayed has found its size: it must still grow in the last part of the program's activity.
  const end = lastActivity(trace, crowd.left, tasks.thread.at(crowd.left[0] ?? NONE));
  const step = (Math.max(last, end) - first) / SAMPLES;
  const parts = Array.from({ length: SAMPLES }, () => 0);
  for (const ns of times) {
    const part = Math.min(SAMPLES - 1, Math.floor((ns - first) / step));
    parts[part] = (parts[part] ?? 0) + 1;
  }
  if (parts.filter((n) => n > 0).length < MIN_GROWING || (parts.at(-1) === 0 && parts.at(-2) === 0)) return undefined;
  const type = trace.taskType(crowd.left[0] ?? NONE);
  const isTimer = type === 'Timeout';
  const isClosed = type === WATCHER || type === 'UDPWRAP' || type === PORT || type === FILE;
  const what = NAMES[type] ?? 'connections';
  const row = trace.site(site);
  const made = crowd.left.map((task) => tasks.initSegment.at(task));
  return {
    kind: isTimer ? 'timer.leak' : 'handle.leak',
    key: `${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    ...(areOfTests(trace, made) ? { ceiling: 'info' as const } : {}),
    message: `The ${what} ${type === FILE ? 'opened' : 'made'} by \`${row?.text ?? ''}\` pile up: ${crowd.left.length} of ${crowd.made} were never ${isTimer ? 'cleared' : 'closed'}, and it was still growing at the end.`,
    why: [
      `${crowd.left.length} were alive at the end, made over ${Math.round((last - first) / 1e6)} ms`,
      `live ${what.replace(/,.*/, '')} over time: ${curve(parts)}`,
      isTimer
        ? 'clearInterval was not called for them'
        : isClosed
          ? 'close() was not called for them'
          : 'no end() or destroy() closed them',
    ],
    places: [{ site, role: 'create' }],
    segments: made.slice(0, 8),
    activations: [],
  };
}

/** Nearly each of them was made for a request of its own, which has been answered: the next one came on its connection. */
function areOfAnswered(trace: Trace, left: readonly number[]): boolean {
  const { segments, roots } = trace;
  // Each thread has numbers of its own.
  const thread = trace.tasks.thread.at(left[0] ?? NONE);
  const newest = new Map<number, number>();
  for (const [i, { kind, channel, segment }] of roots.entries()) {
    if (kind === ROOT_HTTP_REQUEST && segments.thread.at(segment) === thread) newest.set(channel, i);
  }
  const answered = new Set<number>();
  for (const task of left) {
    const request = requestOf(trace, trace.tasks.initSegment.at(task));
    const channel = roots[request]?.channel ?? 0;
    if (channel > 0 && (newest.get(channel) ?? NONE) > request) answered.add(request);
  }
  return answered.size >= left.length * MIN_SHARE;
}

/**
 * When code of the program was last at work in the thread. What the intervals of the crowd set off is their own, and the end of the program by a signal is no work; what comes in on a
 * connection of the crowd is: then it is in use.
 */
function lastActivity(trace: Trace, crowd: readonly number[], thread: number): number {
  const { segments: s, tasks, accesses, activations } = trace;
  const isTimer = trace.taskType(crowd[0] ?? NONE) === 'Timeout';
  const own = new Set(isTimer ? crowd : []);
  const isWork = (segment: number): boolean => {
    if (segment === NONE || s.thread.at(segment) !== thread) return false;
    let current = segment;
    for (let depth = 0; current !== NONE && depth < MAX_DEPTH; depth++) {
      const task = s.task.at(current);
      if (task !== NONE && (own.has(task) || trace.taskType(task) === 'SIGNALWRAP')) return false;
      current = segmentBehind(trace, current);
    }
    return true;
  };
  const lastOf = (length: number, segmentOf: (row: number) => number): number => {
    for (let row = length - 1; row >= 0; row--) {
      const segment = segmentOf(row);
      if (isWork(segment)) return s.startNs.at(segment);
    }
    return 0;
  };
  return Math.max(
    lastOf(tasks.length, (task) => (tasks.site.at(task) === NONE ? NONE : tasks.initSegment.at(task))),
    lastOf(accesses.length, (access) => accesses.segment.at(access)),
    lastOf(activations.length, (activation) => activations.startSegment.at(activation)),
  );
}

function curve(parts: readonly number[]): string {
  let sum = 0;
  return parts.map((n) => (sum += n)).join(', ');
}
