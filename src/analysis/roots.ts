/** Which root (request, connection, message) a segment works for. Chains of tasks can be as long as the trace: each is followed once. */
import { addTo } from '../base/lists.ts';
import { NONE } from '../model/ids.ts';
import type { Trace } from '../model/trace.ts';
import { ROOT_CONNECTION, ROOT_HTTP_REQUEST } from '../model/vocabulary.ts';
import { segmentBehind } from './lineage.ts';
import { byEvents, remembered } from './remembered.ts';

/** The root that a segment works for, NONE if it comes from the program itself. Follows creation: a task belongs to the root in whose callback it was made. */
export function rootOf(trace: Trace, segment: number): number {
  return rootsOf(trace).of(segment);
}

/** The request that a segment works for; NONE. The body of a request comes in on its connection. */
export function requestOf(trace: Trace, segment: number): number {
  const root = rootOf(trace, segment);
  const row = trace.roots[root];
  if (row === undefined || row.kind === ROOT_HTTP_REQUEST) return root;
  if (row.channel <= 0) return NONE;
  const ns = trace.segments.startNs.at(trace.segments.atom.at(segment));
  return rootsOf(trace).requestOn(trace.segments.thread.at(row.segment), row.channel, ns);
}

/** Work that came from outside by itself. */
export function isFromOutside(trace: Trace, root: number): boolean {
  const kind = trace.roots[root]?.kind;
  return kind === ROOT_HTTP_REQUEST || kind === ROOT_CONNECTION;
}

/** A connection that a server of the program has accepted has no name. */
export function isAccepted(trace: Trace, task: number): boolean {
  return trace.taskType(task) === 'TCPWRAP' && trace.tasks.label.at(task) === 0;
}

/** Chains of tasks longer than this are cut. */
const MAX_DEPTH = 64;

/** The piece of what came in on a connection that a segment works for, NONE; what is read from one is no part of the callback that accepted it. */
export function pieceOnConnection(trace: Trace, segment: number): number {
  for (let at = segment, depth = 0; at !== NONE && depth < MAX_DEPTH; depth++, at = segmentBehind(trace, at)) {
    const task = trace.segments.task.at(at);
    if (task !== NONE && isAccepted(trace, task)) return at;
  }
  return NONE;
}

class Roots {
  readonly #trace: Trace;
  /** By segment. 0: not known yet; else the root plus two. */
  readonly #found: Int32Array;
  readonly #passed: number[] = [];
  /** By thread and connection: each thread has numbers of its own. */
  #requests: Map<string, number[]> | undefined;

  constructor(trace: Trace) {
    this.#trace = trace;
    this.#found = new Int32Array(trace.segments.length);
  }

  of(segment: number): number {
    const known = this.#found[segment] ?? 0;
    if (known !== 0) return known - 2;
    const passed = this.#passed;
    passed.length = 0;
    let current = segment;
    let root: number = NONE;
    while (current !== NONE && root === NONE) {
      const found = this.#found[current] as number;
      if (found !== 0) {
        root = found - 2;
        break;
      }
      passed.push(current);
      root = this.#ownRoot(current);
      current = segmentBehind(this.#trace, current);
    }
    for (const row of passed) this.#found[row] = root + 2;
    return root;
  }

  /** The newest request on a connection at a time, NONE. */
  requestOn(thread: number, channel: number, ns: number): number {
    const { roots, segments } = this.#trace;
    if (this.#requests === undefined) {
      this.#requests = new Map();
      for (const [i, row] of roots.entries()) {
        if (row.kind === ROOT_HTTP_REQUEST) addTo(this.#requests, `${segments.thread.at(row.segment)} ${row.channel}`, i);
      }
    }
    return this.#requests.get(`${thread} ${channel}`)?.findLast((i) => (roots[i]?.ns ?? Number.POSITIVE_INFINITY) <= ns) ?? NONE;
  }

  /** The root that began in the callback of a segment, at it or before: later pieces of the callback belong to it. */
  #ownRoot(segment: number): number {
    const { segments: s } = this.#trace;
    const atom = s.atom.at(segment);
    for (let piece = segment; piece !== NONE && piece >= atom; piece = s.previous.at(piece)) {
      if (s.atom.at(piece) === atom && s.root.at(piece) !== NONE) return s.root.at(piece);
    }
    return NONE;
  }
}

const rootsOf = remembered(byEvents, (trace) => new Roots(trace));
