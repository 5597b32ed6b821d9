/**
 * Who is pending and why, at the end of a trace: a tree from the functions that nobody waits for down to what would wake them. Equal subtrees are merged, settled
 * promises and those of libraries do not show.
 */
import { NONE } from '../../model/ids.ts';
import { LOCK_POOL, LOCK_QUEUE, MODE_OBSERVE, type BlockRow, type TestTimeoutRow, type Trace } from '../../model/trace.ts';
import { threadEnds } from '../../model/threadEnds.ts';
import { STILL_RUNNING } from '../../model/vocabulary.ts';
import type { AnalysisContext, AnalysisOptions } from '../analyze.ts';
import type { FindingLocation, PendingNode } from '../finding.ts';
import { placeOfFrame } from '../frames.ts';
import { locateSite, locationsOf } from '../locate.ts';
import { standsInWrite } from './childOutput.ts';
import { lineOf } from './keptIn.ts';
import { findOwnWaits, type OwnWait } from './ownLocks.ts';
import { formatMs, peerOfLoop, reasonOfPromise, type PromiseReason } from './pendingReasons.ts';
import { WAIT_ACTIVATION, WAIT_GRANT, WAIT_PROMISE, WaitGraph, waitIndex, waitKind, waitNode } from './waitFor.ts';
import { isKnownToWait, whereItWaits } from './waitForLeaves.ts';
import { waitingChains } from './waitingChains.ts';
import { wakersOf } from './wakers.ts';
import { functionLabel, lockNameAt, requesterName, taskName, threadName } from '../names.ts';
import { endOfRun } from '../runEnd.ts';

/** More than this are left out, the youngest first. */
const MAX_NODES = 50;
const MAX_DEPTH = 8;
/** A thread that has been in one callback for so long is what others wait for. */
const BUSY_MS = 200;

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Node = Writable<PendingNode> & {
  /** The thread or process, where it is not the main one. */
  where?: string;
};

export function pendingAtEnd({ trace, options }: Pick<AnalysisContext, 'trace' | 'options'>): PendingNode[] {
  return new PendingTree(trace, options).build();
}

/** What a test waits for that was just given up. Whatever began to wait in its thread before it is not its own: servers, and tests that were given up earlier. */
export function pendingInTest(trace: Trace, options: AnalysisOptions, test: TestTimeoutRow): PendingNode[] {
  return new PendingTree(trace, { ...options, nowNs: test.ns }, test).build();
}

class PendingTree {
  readonly #trace: Trace;
  readonly #options: AnalysisOptions;
  readonly #graph: WaitGraph;
  readonly #endNs: number;
  readonly #ends: Float64Array;
  readonly #test: TestTimeoutRow | undefined;
  #ownWaits: ReadonlyMap<number, OwnWait> | undefined;

  /** `test`: only what waits for its sake. */
  constructor(trace: Trace, options: AnalysisOptions, test?: TestTimeoutRow) {
    this.#trace = trace;
    this.#test = test;
    this.#options = options;
    this.#graph = new WaitGraph(trace);
    const { run } = trace;
    const ended = run.ended && !Number.isNaN(run.durationMs) ? endOfRun(run) : 0;
    this.#endNs = trace.threads.reduce((max, t) => Math.max(max, t.endNs), run.ended ? ended : (options.nowNs ?? 0));
    this.#ends = threadEnds(trace);
  }

  build(): PendingNode[] {
    const graph = this.#graph;
    const trace = this.#trace;
    const acts = trace.activations;
    const waiting: number[] = [];
    for (let a = 0; a < trace.activations.length; a++) {
      if (graph.isSuspended(a) && isKnownToWait(trace, a) && this.#isOfTest(acts.thread.at(a), acts.startNs.at(a))) waiting.push(a);
    }
    const below = new Set<number>();
    for (const a of waiting) for (const next of this.#nextActivations(a)) below.add(next);
    let roots = waiting.filter((a) => !below.has(a));
    // A ring has no outermost member: its first one stands for it.
    const reached = new Set(roots);
    for (const a of reached) for (const next of this.#nextActivations(a)) reached.add(next);
    roots = [...roots, ...waiting.filter((a) => !reached.has(a)).slice(0, 1)];
    const nodes = [
      ...(this.#test === undefined ? this.#blockedThreads() : []),
      ...roots.map((a) => this.#activation(a, new Set())),
      ...this.#requestsWithoutTask(),
      ...this.#chains(),
    ];
    return limit(merge(nodes));
  }

  #isOfTest(thread: number, startNs: number): boolean {
    return this.#test === undefined || (thread === this.#test.thread && startNs >= this.#test.sinceNs);
  }

  /** Suspended activations that this one waits for. */
  #nextActivations(activation: number): number[] {
    const start = waitNode(WAIT_ACTIVATION, activation);
    const seen = new Set([start]);
    const found: number[] = [];
    for (const node of seen) {
      const needs = this.#graph.needs(node);
      if (!('nodes' in needs)) continue;
      for (const next of needs.nodes) {
        if (waitKind(next) !== WAIT_ACTIVATION) seen.add(next);
        else if (next !== start) found.push(waitIndex(next));
      }
    }
    return found;
  }

  /** Until when something of a thread can have waited. */
  #endOf(thread: number): number {
    return Math.min(this.#endNs, this.#ends[thread] ?? this.#endNs);
  }

  #location(site: number, role: string): FindingLocation[] {
    const at = locateSite(this.#trace, this.#options, site, role);
    return at === undefined ? [] : [at];
  }

  #activation(activation: number, path: Set<number>): Node {
    const { activations: acts, suspensions: s } = this.#trace;
    const last = acts.lastSuspension.at(activation);
    const node: Node = {
      task: taskName(this.#trace, activation),
      reason: 'unknown',
      on: '',
      sinceMs: Math.round((this.#endOf(acts.thread.at(activation)) - s.startNs.at(last)) / 1e6),
      locations: this.#location(whereItWaits(this.#trace, activation), 'await'),
      wokenBy: null,
      count: 1,
      children: [],
      where: this.#whereOf(acts.thread.at(activation)),
    };
    if (path.has(activation)) return { ...node, reason: 'lock', on: 'itself, by the ring above' };
    if (path.size > MAX_DEPTH) return node;
    path.add(activation);
    this.#explain(node, waitNode(WAIT_ACTIVATION, activation), path);
    path.delete(activation);
    return node;
  }

  #whereOf(thread: number): string {
    const row = this.#trace.threads[thread];
    if (row === undefined || (row.process === 0 && row.threadId === 0)) return '';
    return row.threadId === 0 ? `process ${this.#trace.processes[row.process]?.pid ?? ''}` : threadName(this.#trace, thread);
  }

  /** Fills in what the node waits for, following the graph from `from`. */
  #explain(node: Node, from: number, path: Set<number>): void {
    const seen = new Set<number>();
    const waitsAt = waitKind(from) === WAIT_ACTIVATION ? whereItWaits(this.#trace, waitIndex(from)) : NONE;
    let at = from;
    for (;;) {
      if (seen.has(at)) return;
      seen.add(at);
      const index = waitIndex(at);
      if (at !== from && waitKind(at) === WAIT_ACTIVATION) {
        if (node.on === '') node.on = `the result of ${taskName(this.#trace, index)}`;
        const child = this.#activation(index, path);
        node.reason = child.reason;
        node.children = [child];
        return;
      }
      if (waitKind(at) === WAIT_GRANT) {
        this.#explainGrant(node, index, path);
        return;
      }
      const needs = this.#graph.needs(at);
      if (!('nodes' in needs)) {
        if (needs.how === 'done') node.on = 'its turn';
        else if (waitKind(at) === WAIT_PROMISE) {
          this.#explainPromise(node, index, waitsAt);
          if (node.reason === 'unknown' || node.reason === 'promise-lost') this.#explainOwn(node, index, path);
        }
        return;
      }
      const [next] = needs.nodes;
      if (needs.nodes.length > 1 || next === undefined) {
        node.reason = 'combinator';
        node.on = `${needs.how} of ${needs.nodes.length}`;
        node.children = merge(needs.nodes.map((n) => this.#member(n, node, path)));
        return;
      }
      at = next;
    }
  }

  #explainPromise(node: Node, promise: number, at: number): void {
    const found: PromiseReason = reasonOfPromise(this.#trace, this.#graph, promise, this.#endNs);
    node.reason = found.reason;
    node.on = found.on;
    const loop = this.#trace.site(at);
    if (found.reason === 'unknown' && loop?.kind === 'for-await') {
      const peer = peerOfLoop(this.#trace, promise, at, this.#endNs);
      node.reason = peer?.reason ?? 'stream';
      node.on = peer?.on ?? `the next value of ${loop.text}`;
    }
    const site = this.#trace.tasks.site.at(promise);
    const made = locateSite(this.#trace, this.#options, site, 'create');
    const [waker] = wakersOf(this.#trace, site);
    // What is under way ends where it was begun; of a promise that nothing is seen to settle, where it was made says nothing of who should.
    const begun = found.reason === 'unknown' || found.reason === 'promise-lost' ? undefined : made;
    // What stands in a line is woken where it is taken out.
    const wakes = waker === undefined ? NONE : (lineOf(this.#trace, waker)?.taken ?? waker);
    const woken = wakes === NONE ? begun : locateSite(this.#trace, this.#options, wakes, 'wake');
    if (made !== undefined) node.locations = [...node.locations, made];
    if (woken !== undefined) node.wokenBy = { file: woken.file, line: woken.line, column: woken.column };
  }

  #explainGrant(node: Node, request: number, path: Set<number>): void {
    const { requests: r, locks } = this.#trace;
    const lock = r.lock.at(request);
    const kind = locks.kind.at(lock);
    node.reason = kind === LOCK_QUEUE || kind === LOCK_POOL ? 'queue' : 'lock';
    const holder = this.#graph.holders(lock)[0];
    const isForRest = (r.mode.at(request) & MODE_OBSERVE) !== 0;
    const name = `${isForRest ? 'the end of all that is in ' : ''}${lockNameAt(this.#trace, request)}`;
    if (holder === undefined) {
      node.on = `${name}, held by nobody`;
      return;
    }
    // Its place: who asked before it and waits as well.
    const ahead = this.#graph.waiters(lock).indexOf(request);
    const place = ahead <= 0 ? '' : `, ${ahead} ahead`;
    node.on = `${name}, held by ${this.#holder(node, this.#trace, holder)}${place}`;
    const release = this.#graph.needs(waitNode(3, holder));
    const owner = 'nodes' in release ? this.#firstActivation(release.nodes) : NONE;
    if (owner !== NONE) node.children = [this.#activation(owner, path)];
  }

  /** A hand-written lock, as far as the run shows that it is one and who has it. */
  #explainOwn(node: Node, promise: number, path: Set<number>): void {
    const own = (this.#ownWaits ??= findOwnWaits(this.#trace)).get(promise);
    const [holder, ...others] = own?.holders ?? [];
    if (own === undefined || holder === undefined) return;
    node.reason = 'lock';
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    node.on = `${lockNameAt(own.shown, own.waiter)}, held by ${this.#holder(node, own.shown, holder)}${more}`;
    if (own.keeper !== NONE && this.#graph.isSuspended(own.keeper)) node.children = [this.#activation(own.keeper, path)];
  }

  /** Who has a lock, where it was taken, and for how long. `trace`: that of the request. */
  #holder(node: Node, trace: Trace, request: number): string {
    const r = trace.requests;
    const at = locateSite(trace, this.#options, r.site.at(request), 'hold');
    const since = formatMs((this.#endOf(trace.segments.thread.at(r.requestSegment.at(request))) - r.acquireNs.at(request)) / 1e6);
    if (at === undefined) return `${requesterName(trace, request)} for ${since}`;
    node.wokenBy = { file: at.file, line: at.line, column: at.column };
    return `${requesterName(trace, request)} (${at.file.slice(Math.max(at.file.lastIndexOf('/'), at.file.lastIndexOf('\\')) + 1)}:${at.line}) for ${since}`;
  }

  /** The nearest activation that the nodes stand for. */
  #firstActivation(nodes: readonly number[]): number {
    const seen = new Set(nodes);
    for (const node of seen) {
      if (waitKind(node) === WAIT_ACTIVATION) return waitIndex(node);
      const needs = this.#graph.needs(node);
      if (waitKind(node) === WAIT_PROMISE && 'nodes' in needs) for (const next of needs.nodes) seen.add(next);
    }
    return NONE;
  }

  #member(node: number, parent: Node, path: Set<number>): Node {
    const { tasks } = this.#trace;
    const needs = this.#graph.needs(node);
    const first = 'nodes' in needs ? needs.nodes[0] : undefined;
    if (first !== undefined && waitKind(first) === WAIT_ACTIVATION) return this.#activation(waitIndex(first), path);
    const made = waitKind(node) === WAIT_PROMISE ? tasks.site.at(waitIndex(node)) : NONE;
    const member: Node = {
      task: parent.task,
      reason: 'unknown',
      on: '',
      sinceMs: parent.sinceMs,
      locations: this.#location(made, 'create'),
      wokenBy: null,
      count: 1,
      children: [],
    };
    this.#explain(member, node, path);
    return member;
  }

  /** Threads that are stuck in a blocking call, or that have not come out of one callback for long. */
  #blockedThreads(): Node[] {
    const trace = this.#trace;
    const node = (thread: number, task: string, on: string, startNs: number, locations: FindingLocation[]): Node => ({
      task,
      reason: 'thread-blocked',
      on,
      sinceMs: Math.round((this.#endNs - startNs) / 1e6),
      locations,
      wokenBy: null,
      count: 1,
      children: [],
      where: this.#whereOf(thread),
    });
    const blocks = trace.blocks
      .filter((b) => Number.isNaN(b.endNs))
      .map((b) =>
        node(b.thread, functionLabel(trace, trace.functionAt(b.site)), blockedIn(b), b.startNs, this.#location(b.site, 'blocked')),
      );
    const busy = trace.threads.flatMap((row, thread) => {
      const still = trace.stills.findLast((s) => s.thread === thread);
      if (still === undefined || still.stillMs < BUSY_MS || row.endNs > still.ns) return [];
      const written = standsInWrite(trace, thread);
      if (written !== undefined) {
        const { site, isErrors } = written;
        const on = `writing to its standard ${isErrors ? 'errors' : 'output'} until somebody reads that`;
        return [node(thread, functionLabel(trace, trace.functionAt(site)), on, row.endNs, this.#location(site, 'blocked'))];
      }
      if (still.state !== STILL_RUNNING) return [];
      const sample = trace.samples.findLast((s) => s.thread === thread && s.ns >= row.endNs);
      const inUserCode = sample?.frames.find((frame) => this.#options.locateFrame(frame) !== undefined);
      const locations = inUserCode === undefined ? [] : locationsOf(trace, this.#options, [placeOfFrame(trace, inUserCode, 'busy')]);
      const task = locations[0]?.function || 'the main module';
      return [node(thread, task, 'busy in synchronous code', row.endNs, locations)];
    });
    return [...blocks, ...busy];
  }

  /** Callbacks of `.then` that wait, where no async function does. */
  #chains(): Node[] {
    const trace = this.#trace;
    const { tasks } = trace;
    return waitingChains(this.#graph).flatMap((chain) => {
      if (!this.#isOfTest(tasks.thread.at(chain.promise), tasks.initNs.at(chain.promise))) return [];
      const site = tasks.site.at(chain.step === NONE ? (chain.links[0] as number) : chain.step);
      const node: Node = {
        task: `the callback of ${trace.site(site)?.text ?? ''}`,
        reason: 'unknown',
        on: '',
        sinceMs: Math.round((this.#endOf(tasks.thread.at(chain.promise)) - tasks.initNs.at(chain.promise)) / 1e6),
        locations: this.#location(site, 'await'),
        wokenBy: null,
        count: 1,
        children: [],
        where: this.#whereOf(tasks.thread.at(chain.promise)),
      };
      this.#explain(node, waitNode(WAIT_PROMISE, chain.promise), new Set());
      return [node];
    });
  }

  /** Requests made by code that is no async function. */
  #requestsWithoutTask(): Node[] {
    const trace = this.#trace;
    const { requests: r } = trace;
    const found: Node[] = [];
    for (const lock of this.#graph.contendedLocks()) {
      for (const request of this.#graph.waiters(lock)) {
        if (!this.#isOfTest(trace.segments.thread.at(r.requestSegment.at(request)), r.requestNs.at(request))) continue;
        if (r.activation.at(request) !== NONE || this.#graph.dependants(waitNode(WAIT_PROMISE, r.promise.at(request))).length > 0) continue;
        const node: Node = {
          task: requesterName(this.#trace, request),
          reason: 'lock',
          on: '',
          sinceMs: Math.round((this.#endOf(trace.segments.thread.at(r.requestSegment.at(request))) - r.requestNs.at(request)) / 1e6),
          locations: this.#location(r.site.at(request), 'wait'),
          wokenBy: null,
          count: 1,
          children: [],
        };
        this.#explainGrant(node, request, new Set());
        found.push(node);
      }
    }
    return found;
  }
}

function blockedIn({ api, waitsFor }: BlockRow): string {
  if (waitsFor === undefined || waitsFor.buffer === 0) return api;
  return `${api} for byte ${waitsFor.from} of the shared memory${waitsFor.isLimited ? ', with a time limit' : ''}`;
}

/** Merges nodes that differ in nothing but time. */
function merge(nodes: readonly Node[]): Node[] {
  const byKey = new Map<string, Node>();
  for (const node of nodes) {
    const key = shape(node);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { ...node });
    else {
      known.count += node.count;
      known.sinceMs = Math.max(known.sinceMs, node.sinceMs);
    }
  }
  return [...byKey.values()].sort((a, b) => b.sinceMs - a.sinceMs);
}

function shape(node: PendingNode): string {
  const at = node.locations.map((l) => `${l.file}:${l.line}:${l.column}`).join();
  return `${node.task}|${node.reason}|${node.on.replaceAll(/\d+(\.\d+)? m?s\b|, \d+ ahead$/g, '')}|${at}|${node.children.map(shape).join(';')}`;
}

/** At most MAX_NODES in all. A thread is named where it is another than that of the node above. */
function limit(nodes: readonly Node[]): PendingNode[] {
  let left = MAX_NODES;
  const cut = (list: readonly Node[], above: string): PendingNode[] => {
    const kept: PendingNode[] = [];
    for (const { where = above, ...node } of list) {
      if (left-- <= 0) break;
      const task = where === above || node.count > 1 ? node.task : `${node.task} in ${where || 'the main thread'}`;
      kept.push({ ...node, task, children: cut(node.children, where) });
    }
    return kept;
  };
  return cut(nodes, '');
}
