/** Names and words for what the timeline shows: by the user's functions and lines, never by the kind of promise. */
import { Callbacks } from './tracksCallbacks.ts';
import { stallsOf } from './stalls.ts';
import {
  COMBINE_ALL,
  COMBINE_ALL_SETTLED,
  COMBINE_ANY,
  COMBINE_RACE,
  LOCK_FILE,
  LOCK_INFERRED,
  LOCK_POOL,
  LOCK_QUEUE,
  LOCK_SEMAPHORE,
} from '../../wire/events.ts';
import { heldName } from '../heldNames.ts';
import { NONE } from '../ids.ts';
import {
  STATE_AWAIT,
  STATE_IO,
  STATE_LOCK,
  STATE_MASK,
  STATE_MESSAGE,
  STATE_NATIVE,
  STATE_READY,
  STATE_RUNNING,
  STATE_TIMER,
  STATE_UNKNOWN,
} from '../requests.ts';
import type { SourcePlace } from '../requests.ts';
import { TASK_REPEAT } from '../trace.ts';
import type { BlockRow } from '../trace.ts';
import { LANE_CALL, LANE_INTERNAL, LANE_MAIN, LANE_ROOT } from './tracksLanes.ts';
import { cached } from './tracksIndex.ts';
import type { Timeline } from './tracksIndex.ts';
import type { Trace } from '../trace.ts';
import type { Wait } from './tracksWaits.ts';

export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** Where the code of a site is, in the author's source. */
export function placeOfSite(timeline: Timeline, site: number): SourcePlace | null {
  const row = timeline.trace.site(site);
  return row === undefined ? null : timeline.locate(row.file, row.line, row.column);
}

export function placeOfFunction(timeline: Timeline, activation: number): SourcePlace | null {
  if (activation === NONE) return null;
  const row = timeline.trace.functions[timeline.trace.activations.fn.at(activation)];
  return row === undefined ? null : timeline.locate(row.file, row.line, row.column);
}

/** `cart.ts:12`, '' for null. */
export function shortPlace(place: SourcePlace | null): string {
  return place === null ? '' : `${baseName(place.file)}:${place.line}`;
}

export function nameOfActivation(timeline: Timeline, activation: number): string {
  if (activation === NONE) return '';
  const name = timeline.trace.activationName(activation);
  if (name !== '' && name !== '(anonymous)') return name;
  const place = placeOfFunction(timeline, activation);
  return name === '' ? `module ${shortPlace(place)}`.trim() : `callback ${shortPlace(place)}`.trim();
}

/** The name that the program gave to a worker, and that of its file, without what is not known or says the same. */
function namesOfWorker(trace: Trace, thread: number): string[] {
  const given = trace.threads[thread]?.name ?? '';
  const worker = trace.workers.find((w) => w.child === thread);
  if (worker === undefined) return given === '' ? [] : [baseName(given)];
  const file = baseName(worker.file);
  const says = given !== worker.file && given !== file && given !== file.replace(/\.\w+$/, '');
  return given !== '' && says ? [given, file] : [file];
}

export function nameOfThread(timeline: Timeline, thread: number): string {
  const row = timeline.trace.threads[thread];
  if (row === undefined) return '';
  if (row.threadId === 0) return 'main thread';
  return `worker ${row.threadId} ${namesOfWorker(timeline.trace, thread).join(' ')}`.trimEnd();
}

export interface LaneName {
  readonly label: string;
  readonly detail: string;
  readonly place: SourcePlace | null;
}

/** Name of a lane: the user's function, or what came in and the function. */
export function nameOfLane(timeline: Timeline, lane: number): LaneName {
  const { tracks, trace } = timeline;
  const index = tracks.lanes.index.at(lane);
  const activation = tracks.lanes.activation.at(lane);
  const place = placeOfFunction(timeline, activation);
  switch (tracks.lanes.kind.at(lane)) {
    case LANE_MAIN: {
      const thread = trace.threads[index];
      const worker = trace.workers.find((w) => w.child === index);
      const argv = thread === undefined ? undefined : trace.processes[thread.process]?.argv;
      const script = worker === undefined ? (argv?.[1] ?? argv?.[0] ?? '') : worker.file;
      return {
        label: script === '' ? 'main script' : baseName(script),
        detail: 'main script',
        place: script === '' ? null : { file: script, line: 1, column: 1 },
      };
    }
    case LANE_INTERNAL:
      return { label: 'Node internals', detail: 'no user code', place: null };
    case LANE_ROOT: {
      const label = trace.roots[index]?.label ?? 'request';
      return { label, detail: [nameOfHandler(timeline, activation), shortPlace(place)].filter((part) => part !== '').join('  '), place };
    }
    case LANE_CALL:
      return { label: nameOfActivation(timeline, activation), detail: shortPlace(place), place };
    default: {
      const type = trace.taskType(index);
      const site = trace.site(trace.tasks.site.at(index));
      const repeat = (trace.tasks.flags.at(index) & TASK_REPEAT) !== 0;
      const timer = type === 'Immediate' ? 'setImmediate' : type !== 'Timeout' ? 'callback' : repeat ? 'setInterval' : 'setTimeout';
      // A timer that was set through a library is one all the same.
      const api = type === 'Timeout' || site === undefined || site.text === '' ? timer : site.text;
      const at = placeOfSite(timeline, trace.tasks.site.at(index));
      const asked = activation === NONE ? trace.tasks.creator.at(index) : activation;
      const caller = trace.functions[site?.function ?? NONE]?.name ?? '';
      const name = asked !== NONE ? nameOfActivation(timeline, asked) : caller === '(anonymous)' ? '' : caller;
      return { label: `${api} ${name}`.trim(), detail: shortPlace(at ?? place), place: at ?? place };
    }
  }
}

/** One label for requests of different paths: `GET /products/…/thumbnail`. */
export function commonLabel(labels: readonly string[]): string {
  const first = labels[0]?.split('/') ?? [];
  const parts = labels.map((label) => label.split('/'));
  if (parts.some((p) => p.length !== first.length)) {
    let same = 0;
    while (same < first.length && parts.every((p) => p[same] === first[same])) same++;
    return `${first.slice(0, same).join('/')}/…`;
  }
  return first.map((part, i) => (parts.every((p) => p[i] === part) ? part : '…')).join('/');
}

/** One name for a lane: `POST /cart handleA`. */
export function titleOfLane(timeline: Timeline, lane: number): string {
  if (lane === NONE) return 'code that is not recorded';
  const { tracks } = timeline;
  const name = nameOfLane(timeline, lane);
  if (tracks.lanes.kind.at(lane) !== LANE_ROOT) return name.label;
  return `${name.label} ${nameOfHandler(timeline, tracks.lanes.activation.at(lane))}`.trim();
}

/** The name of what serves a request; '' where its function has none, or only the words that it was registered for: the request tells those. */
function nameOfHandler(timeline: Timeline, activation: number): string {
  const name = nameOfActivation(timeline, activation);
  return name.startsWith('callback ') || name.endsWith("')") ? '' : name;
}

const LOCK_WORDS: Readonly<Record<number, string>> = {
  [LOCK_SEMAPHORE]: 'semaphore',
  [LOCK_QUEUE]: 'queue',
  [LOCK_POOL]: 'pool',
  [LOCK_FILE]: 'file lock',
  [LOCK_INFERRED]: 'promise chain',
};

export function kindOfLock(timeline: Timeline, lock: number): string {
  return LOCK_WORDS[timeline.trace.locks.kind.at(lock)] ?? 'lock';
}

/** Calls of lock libraries, at the end of the text of a site: what is before them is the lock. */
const LOCK_CALL =
  /(?:\?)?\.(?:acquire|runExclusive|lock|tryLock|request|wait\w*|use|add|push|enqueue|schedule|run|take|enter)(?:<.*>)?\(?.*$/;

/** What the user calls a lock: its own name, the expression it is asked for by, or where it was made. */
function baseNameOfLock(timeline: Timeline, lock: number): string {
  const { locks, requests } = timeline.trace;
  const name = timeline.trace.string(locks.name.at(lock));
  if (name !== '') return name;
  const asked = new Set(
    (timeline.lockRequests[lock] ?? []).slice(0, 50).map(
      (r) =>
        timeline.trace
          .site(requests.site.at(r))
          ?.text.replace(LOCK_CALL, '')
          .replace(/^await\s+/, '') ?? '',
    ),
  );
  const [expression = ''] = asked;
  if (asked.size === 1 && /^[\w$#.[\]'"]+$/.test(expression)) return expression.slice(0, 40);
  const held = heldName(timeline.trace, lock);
  if (held !== '') return held;
  const made = timeline.trace.site(locks.site.at(lock))?.text.replace(/^new\s+/, '') ?? '';
  if (made !== '') return made.slice(0, 40);
  const place = placeOfSite(timeline, locks.site.at(lock));
  return place === null ? kindOfLock(timeline, lock) : `${kindOfLock(timeline, lock)} ${shortPlace(place)}`;
}

function countEach(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Name of a lock; locks of one name are numbered. */
export function nameOfLock(timeline: Timeline, lock: number): string {
  const names = cached(timeline, 'locks', () => {
    const { trace } = timeline;
    const asked = Array.from({ length: trace.locks.length }, (_, i) => baseNameOfLock(timeline, i));
    const shared = countEach(asked);
    // Names that several go by, as those of parameters, give way to what each was made for.
    const bases = asked.map((name, i) =>
      shared.get(name) === 1 || trace.string(trace.locks.name.at(i)) !== '' ? name : heldName(trace, i) || name,
    );
    const total = countEach(bases);
    const seen = new Map<string, number>();
    return bases.map((base) => {
      if (total.get(base) === 1) return base;
      const n = (seen.get(base) ?? 0) + 1;
      seen.set(base, n);
      return `${base} #${n}`;
    });
  });
  return names[lock] ?? '';
}

/** Requests that hold a lock at an absolute time. */
export function holdersAt(timeline: Timeline, lock: number, ns: number): number[] {
  const { requests } = timeline.trace;
  return (timeline.lockRequests[lock] ?? []).filter(
    (r) =>
      requests.acquireSegment.at(r) !== NONE &&
      requests.acquireNs.at(r) <= ns &&
      (requests.releaseSegment.at(r) === NONE || requests.releaseNs.at(r) > ns),
  );
}

/** The lane that asked for a lock. */
export function laneOfRequest(timeline: Timeline, request: number): number {
  const { requests } = timeline.trace;
  const asked = requests.activation.at(request) === NONE ? requests.job.at(request) : requests.activation.at(request);
  if (asked !== NONE) return timeline.tracks.activationLane[asked] ?? NONE;
  return timeline.tracks.segmentLane[requests.requestSegment.at(request)] ?? NONE;
}

/** The function that asked for a lock: says more than its lane when several calls of one lane ask. */
export function nameOfRequest(timeline: Timeline, request: number): string {
  const { requests } = timeline.trace;
  const asked = requests.activation.at(request) === NONE ? requests.job.at(request) : requests.activation.at(request);
  return asked === NONE ? titleOfLane(timeline, laneOfRequest(timeline, request)) : nameOfActivation(timeline, asked);
}

const TYPE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^FS|^FILEHANDLE/, 'file'],
  [/^TCPCONNECT|^PIPECONNECT/, 'connect'],
  [/^GETADDRINFO|^QUERY|^GETNAMEINFO/, 'DNS'],
  [/^HTTPCLIENT/, 'HTTP response'],
  [/^HTTPINCOMING|^HTTPSERVER/, 'HTTP request'],
  [/^STREAM_END/, 'stream'],
  [/^(TCP|TLS|STREAM|SHUTDOWN|WRITE|LIBUVSTREAM|JSSTREAM)/, 'socket'],
  [/^PIPE/, 'pipe'],
  [/^PROCESS/, 'child process'],
  [/^UDP/, 'datagram'],
  [/^ZLIB/, 'zlib'],
  [/^(PBKDF2|SCRYPT|ARGON2|HKDF|CHECKPRIME|RANDOM|KEY|SIGN|CIPHER|DERIVE|HASH)/, 'crypto'],
  [/^TTY/, 'terminal'],
  [/^SIGNAL/, 'signal'],
];

/** `file`, `socket db:5432`, ... */
export function nameOfResource(timeline: Timeline, task: number): string {
  const { trace } = timeline;
  const type = trace.taskType(task);
  // The pipes of a child process are known by it.
  const named = type === 'PIPEWRAP' && trace.tasks.label.at(task) === 0 ? new Callbacks(trace).leader(task) : task;
  const label = trace.string(trace.tasks.label.at(named));
  const word = TYPE_WORDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'I/O';
  return label === '' ? word : `${word} ${label}`;
}

const COMBINE_WORDS: Readonly<Record<number, string>> = {
  [COMBINE_ALL]: 'all',
  [COMBINE_ALL_SETTLED]: 'allSettled',
  [COMBINE_RACE]: 'race',
  [COMBINE_ANY]: 'any',
};

/** What a wait is for, in a few words. */
export function waitText(timeline: Timeline, state: number, wait: Wait, absoluteNs: number): string {
  const { trace } = timeline;
  switch (state) {
    case STATE_LOCK: {
      if (wait.request === NONE) return 'waits for a lock';
      const lock = trace.requests.lock.at(wait.request);
      const holders = holdersAt(timeline, lock, absoluteNs);
      const names = [...new Set(holders.map((r) => nameOfRequest(timeline, r)))];
      const held = names.length === 0 ? '' : ` ← held by ${names.length > 2 ? `${names.length} others` : names.join(', ')}`;
      return `waits ${nameOfLock(timeline, lock)}${held}`;
    }
    case STATE_TIMER: {
      const delay = wait.task === NONE ? -1 : trace.tasks.delayMs.at(wait.task);
      return delay < 0 ? 'timer' : `timer ${formatMs(delay)}`;
    }
    case STATE_IO:
      return wait.task === NONE ? 'I/O' : nameOfResource(timeline, wait.task);
    case STATE_MESSAGE:
      return 'message';
    case STATE_READY:
      return 'ready, not let in';
    case STATE_AWAIT: {
      if (wait.combine !== NONE) {
        const combine = trace.combines[wait.combine];
        return `Promise.${COMBINE_WORDS[combine?.kind ?? 0] ?? 'all'} of ${combine?.members.length ?? 0}`;
      }
      if (wait.yields) return 'stopped at a yield';
      if (wait.child !== NONE) return `await ${nameOfActivation(timeline, wait.child)}`;
      return 'promise';
    }
    default:
      return 'cause not seen';
  }
}

function formatMs(ms: number): string {
  return ms >= 10_000 ? `${Math.round(ms / 100) / 10} s` : `${ms} ms`;
}

/** The blocking call of a thread at an absolute time. */
export function blockAt(timeline: Timeline, thread: number, ns: number): BlockRow | undefined {
  return stallsOf(timeline.trace).find((b) => b.thread === thread && b.startNs <= ns + 1 && !(b.endNs <= ns));
}

/** The words on an entry of a lane. */
export function entryText(timeline: Timeline, lane: number, entry: number): string {
  const { tracks } = timeline;
  const state = (tracks.state[entry] as number) & STATE_MASK;
  const reference = tracks.reference[entry] as number;
  const ns = (tracks.startNs[entry] as number) + tracks.originNs;
  if (state === STATE_RUNNING) return runningText(timeline, lane, reference, ns);
  if (state === STATE_NATIVE) return blockAt(timeline, tracks.lanes.thread.at(lane), ns)?.api ?? 'blocking call';
  if (state === STATE_READY) return 'ready, not let in';
  if (reference === NONE) return state === STATE_UNKNOWN ? 'cause not seen' : waitText(timeline, state, EMPTY_WAIT, ns);
  return waitText(timeline, state, tracks.waits.readSuspension(reference, ns), ns);
}

const EMPTY_WAIT: Wait = {
  state: STATE_UNKNOWN,
  settledNs: Number.NaN,
  request: NONE,
  child: NONE,
  task: NONE,
  segment: NONE,
  combine: NONE,
  yields: false,
};

/** The user's function that runs in a segment. */
export function runningText(timeline: Timeline, lane: number, segment: number, absoluteNs: number): string {
  const activation = activationIn(timeline, lane, segment, absoluteNs);
  if (activation !== NONE) return nameOfActivation(timeline, activation);
  return timeline.tracks.lanes.kind.at(lane) === LANE_MAIN ? 'main script' : nameOfLane(timeline, lane).label;
}

/** The activation of a lane that a segment resumes, or whose request or timer it answers; else the lane's first one. */
export function activationIn(timeline: Timeline, lane: number, segment: number, _absoluteNs: number): number {
  const { trace, tracks } = timeline;
  const task = segment === NONE ? NONE : trace.segments.task.at(segment);
  if (task !== NONE) {
    const suspension = trace.tasks.suspension.at(task);
    if (suspension !== NONE) {
      const activation = trace.suspensions.activation.at(suspension);
      if (tracks.activationLane[activation] === lane) return activation;
    }
    const creator = trace.tasks.creator.at(task);
    if (creator !== NONE && tracks.activationLane[creator] === lane) return creator;
  }
  return tracks.lanes.activation.at(lane);
}
