/**
 * Builds a Trace from chunks in any arrival order that keeps each thread's own order: feed `append` as they come (live) and read `trace` at any time;
 * `settle` brings the cross-thread tables (messages, worker edges, derived lock grants) up to date. The only writer of a Trace.
 */
import * as F from '../../wire/format.ts';
import { IPC_CHANNELS, MODE_BY_PROMISE, WATCHDOG_THREAD } from '../../wire/events.ts';
import { isMetaRecord, type MetaRecord } from '../../wire/meta.ts';
import { decodeUtf8, ThreadReader, type Chunk } from '../../wire/reader.ts';
import { isSiteTable, SiteNumbers } from './catalog.ts';
import { exitSegments } from './eventRows.ts';
import { NONE } from '../ids.ts';
import { PartBuilder } from './partBuilder.ts';
import { ThreadBuilder } from './threadBuilder.ts';
import { Trace, type ChildRow, type EdgeRow, type MessageRow, type ThreadRow } from '../trace.ts';

interface Posted {
  readonly segment: number;
  readonly ns: number;
  readonly bytes: number;
  readonly site: number;
}
interface Received {
  readonly segment: number;
  readonly ns: number;
}
interface ChannelEnds {
  readonly posts: Posted[];
  readonly receives: Received[];
  /** How many there were before the part of the run that is read. */
  earlierPosts: number;
  earlierReceives: number;
  /** Pairs so far, those before that part included. */
  paired: number;
}

interface ThreadEntry {
  readonly reader: ThreadReader;
  readonly builder: ThreadBuilder;
  /** Only a part of the run is read. */
  readonly part: PartBuilder | undefined;
}

export class TraceBuilder {
  readonly trace = new Trace();
  readonly #threads = new Map<string, ThreadEntry>();
  readonly #processes = new Map<number, { readonly index: number; readonly numbers: SiteNumbers }>();
  readonly #strings = new Map<string, number>([['', 0]]);
  readonly #lockRows = new Map<string, number>();
  /** Time between the preparation of the run and the start of its first process, nanoseconds. */
  #launchNs = 0;
  readonly #channels = new Map<string, ChannelEnds>();
  #derivedRequests = 0;
  readonly #workersLinked = new Set<object>();
  /** Threads of processes that have ended → how many events they had when that was linked. */
  readonly #exitsLinked = new Map<ThreadRow, number>();
  #untilMs: number;
  #isCut = false;

  /** The part of the run that is read, in milliseconds since it began: what happens later is left out, and so is what happens earlier, but for what is still there then. */
  constructor(untilMs = Number.POSITIVE_INFINITY, fromMs = 0) {
    const { run } = this.trace;
    this.#untilMs = untilMs;
    run.fromMs = fromMs;
    if (fromMs > 0) run.incomplete.push(`The first ${fromMs / 1000} s of the run are not looked at.`);
  }

  /** What happens later than so long after the run began is left out; Infinity: nothing is. */
  get untilMs(): number {
    return this.#untilMs;
  }

  /** What happens later than all that is known by now is left out. */
  stop(): void {
    const latestNs = this.trace.threads.reduce((max, thread) => Math.max(max, thread.endNs), this.trace.run.originNs);
    this.#untilMs = Math.min(this.#untilMs, Math.ceil((latestNs - this.trace.run.originNs) / 1e6));
  }

  /** The time at which the trace was cut off; undefined when nothing had to be left out. */
  get cutNs(): number | undefined {
    return this.#isCut ? this.#untilNs : undefined;
  }

  get #fromNs(): number {
    const { fromMs, originNs } = this.trace.run;
    return fromMs === 0 ? Number.NEGATIVE_INFINITY : originNs + fromMs * 1e6;
  }

  get #untilNs(): number {
    return this.trace.run.originNs + this.#untilMs * 1e6;
  }

  /** The record is of a later time than the trace is wanted up to. */
  #isLater(record: MetaRecord): boolean {
    if (this.#untilMs === Number.POSITIVE_INFINITY || this.trace.processes.length === 0) return false;
    switch (record.type) {
      case 'end':
        return this.#isCut;
      case 'process':
      case 'thread':
        return record.startNs > this.#untilNs;
      case 'pause':
        return record.fromNs > this.#untilNs;
      case 'gone':
        return record.ns > this.#untilNs;
      default:
        return record.type === 'told';
    }
  }

  /** Adds one chunk. Returns the number of new events. */
  append(chunk: Chunk): number {
    if (chunk.kind === F.CHUNK_EVENTS) {
      // Threads that began later are not known.
      const isKnown = this.#threads.has(`${chunk.pid}:${chunk.thread}`) || chunk.thread === WATCHDOG_THREAD;
      if (this.#untilMs !== Number.POSITIVE_INFINITY && !isKnown) return 0;
      const entry = this.#thread(chunk.pid, chunk.thread);
      const count = entry.reader.decode(chunk.payload, entry.part ?? entry.builder, this.#untilNs, this.#fromNs);
      this.#isCut ||= entry.reader.isCut;
      this.trace.eventCount += count;
      return count;
    }
    if (chunk.kind !== F.CHUNK_META && chunk.kind !== F.CHUNK_SITES) return 0;
    let value: unknown;
    try {
      value = JSON.parse(decodeUtf8(chunk.payload, 0, chunk.payload.length));
    } catch {
      this.trace.run.incomplete.push('damaged');
      return 0;
    }
    if (chunk.kind === F.CHUNK_SITES) {
      if (isSiteTable(value)) {
        const process = this.#process(chunk.pid);
        process.numbers.add(this.trace, process.index, value, chunk.thread);
      }
    } else if (isMetaRecord(value)) this.#meta(value, chunk);
    else this.trace.run.incomplete.push('damaged');
    return 0;
  }

  /** Index of a string in the trace, added if new. */
  readonly intern = (text: string): number => {
    let index = this.#strings.get(text);
    if (index === undefined) {
      index = this.trace.strings.push(text) - 1;
      this.#strings.set(text, index);
    }
    return index;
  };

  #meta(record: MetaRecord, chunk: Chunk): void {
    const run = this.trace.run;
    if (record.type === 'end') run.wholeMs = this.#lengthOf(record.durationMs);
    if (this.#isLater(record)) {
      this.#isCut = true;
      return;
    }
    switch (record.type) {
      case 'run':
        Object.assign(run, {
          id: record.id,
          command: record.command,
          cwd: record.cwd,
          startedAt: record.startedAt,
          level: record.level,
          values: record.values === true,
          originNs: record.originNs,
          recordedNs: record.originNs,
        });
        return;
      case 'end':
        Object.assign(run, {
          // A debugger does not tell how its program ended; the program itself did.
          exitCode: record.exitCode ?? (record.signal === null ? this.#ownExitCode() : null),
          signal: record.signal,
          durationMs: run.wholeMs,
          timedOut: record.timedOut,
          ended: true,
        });
        for (const reason of record.incomplete) if (!run.incomplete.includes(reason)) run.incomplete.push(reason);
        return;
      case 'process': {
        const isFirst = this.trace.processes.length === 0;
        const { index } = this.#process(chunk.pid);
        const { type: _type, ...row } = record;
        this.trace.processes[index] = { ...row, cores: row.cores ?? 0 };
        this.#thread(chunk.pid, 0);
        // The run begins with its first process: what went before is its launcher's time, and a debugger takes a second.
        if (isFirst && record.startNs > run.originNs) {
          if (run.originNs > 0) this.#launchNs = record.startNs - run.originNs;
          run.originNs = record.startNs;
        }
        return;
      }
      case 'thread': {
        // Written by the thread that makes it, before anything of it can be read.
        const { builder } = this.#thread(chunk.pid, record.thread);
        const parent = this.#threads.get(`${chunk.pid}:${record.parent}`);
        builder.startAt(record.startNs);
        Object.assign(builder.row, { name: record.name, ...(parent === undefined ? {} : { parent: parent.builder.index }) });
        return;
      }
      case 'told':
        run.told++;
        return;
      case 'gone': {
        const process = this.trace.processes.findLastIndex(({ pid }) => pid === record.pid);
        if (process >= 0) this.trace.gone.push({ process, ns: record.ns });
        return;
      }
      case 'pause':
        this.trace.pauses.push({ fromNs: record.fromNs, toNs: record.toNs, why: record.why });
        return;
      default:
    }
  }

  /** Without the time that the run took to start. */
  #lengthOf(durationMs: number): number {
    return Math.max(0, durationMs - Math.round(this.#launchNs / 1e6));
  }

  /** Exit code that the first process gave for itself; null when it was not seen to end. */
  #ownExitCode(): number | null {
    const main = this.trace.threads.find((thread) => thread.process === 0 && thread.threadId === 0);
    return main === undefined || main.exitReason === -1 ? null : main.exitCode;
  }

  #process(pid: number): { readonly index: number; readonly numbers: SiteNumbers } {
    let entry = this.#processes.get(pid);
    if (entry === undefined) {
      entry = { index: this.trace.processes.length, numbers: new SiteNumbers() };
      this.#processes.set(pid, entry);
      this.trace.processes.push({
        pid,
        ppid: 0,
        node: '',
        argv: [],
        cwd: '',
        startNs: 0,
        transformed: false,
        debugged: false,
        poolSize: 4,
        cores: 0,
      });
    }
    return entry;
  }

  #thread(pid: number, threadId: number): ThreadEntry {
    const key = `${pid}:${threadId}`;
    let entry = this.#threads.get(key);
    if (entry === undefined) {
      const process = this.#process(pid);
      const index = this.trace.threads.length;
      const startNs = this.trace.processes[process.index]?.startNs ?? 0;
      const row: ThreadRow = {
        process: process.index,
        threadId,
        parent: NONE,
        name: '',
        startNs,
        endNs: startNs,
        readyNs: Number.NaN,
        cpuNs: Number.NaN,
        processCpuNs: Number.NaN,
        exitReason: -1,
        exitCode: 0,
        gaps: [],
        main: NONE,
        earlier: NONE,
        exiting: NONE,
        eventCount: 0,
      };
      this.trace.threads.push(row);
      const builder = new ThreadBuilder(this.trace, index, row, process.numbers, this.intern, {
        lockRow: (lockKey) => this.#lockRows.get(lockKey) ?? NONE,
        keepLockRow: (lockKey, lock) => void this.#lockRows.set(lockKey, lock),
        // Channels between processes have one number at both ends.
        channel: (number) => this.#channel(`${number >= IPC_CHANNELS ? '*' : pid}:${number}`),
      });
      entry = { reader: new ThreadReader(), builder, part: this.trace.run.fromMs > 0 ? new PartBuilder(builder) : undefined };
      this.#threads.set(key, entry);
    }
    return entry;
  }

  #channel(key: string): ChannelEnds {
    let ends = this.#channels.get(key);
    if (ends === undefined) this.#channels.set(key, (ends = { posts: [], receives: [], earlierPosts: 0, earlierReceives: 0, paired: 0 }));
    return ends;
  }

  /** Completes what needs both ends: messages, worker and child edges, grants of promise-returning locks. Cheap when nothing is new. */
  settle(): void {
    for (const { builder } of this.#threads.values()) builder.settle();
    for (const [key, ends] of this.#channels) this.#pair(Number(key.split(':')[1]), ends);
    this.trace.undelivered = [...this.#channels].flatMap(([key, ends]) =>
      ends.posts
        .slice(Math.max(0, ends.paired - ends.earlierPosts))
        .map(({ segment, site }) => ({ channel: Number(key.split(':')[1]), postSegment: segment, site })),
    );
    this.#linkWorkers();
    this.#linkChildren();
    this.#deriveGrants();
  }

  /** Nothing more will come: what only further events would need is given back. */
  close(): void {
    for (const { part } of this.#threads.values()) part?.end();
    this.settle();
    this.#threads.clear();
    this.#strings.clear();
  }

  #pair(channel: number, ends: ChannelEnds): void {
    const { posts, receives, earlierPosts, earlierReceives } = ends;
    if (posts.length > 0 && receives.length > 0) ends.paired = Math.max(ends.paired, earlierPosts, earlierReceives);
    for (; ends.paired < posts.length + earlierPosts && ends.paired < receives.length + earlierReceives; ends.paired++) {
      const post = posts[ends.paired - earlierPosts];
      const receive = receives[ends.paired - earlierReceives];
      if (post === undefined || receive === undefined) return;
      const row: MessageRow = {
        channel,
        postSegment: post.segment,
        postNs: post.ns,
        receiveSegment: receive.segment,
        receiveNs: receive.ns,
        bytes: post.bytes,
        site: post.site,
      };
      this.trace.messages.push(row);
      this.#edge({ kind: 'message', from: post.segment, to: receive.segment });
    }
  }

  #edge(edge: EdgeRow): void {
    if (edge.from !== NONE && edge.to !== NONE) this.trace.edges.push(edge);
  }

  #linkWorkers(): void {
    for (const worker of this.trace.workers) {
      const process = this.trace.threads[worker.thread]?.process;
      if (worker.child === NONE) {
        worker.child = this.trace.threads.findIndex((t) => t.process === process && t.threadId === worker.workerThreadId);
        if (worker.child !== NONE) {
          const child = this.trace.threads[worker.child] as ThreadRow;
          if (child.parent === NONE) (child as { parent: number }).parent = worker.thread;
          const first = this.#firstSegment(worker.child);
          if (first !== NONE) this.#edge({ kind: 'worker-start', from: worker.segment, to: first });
          else worker.child = NONE;
        }
      }
      const exitSegment = exitSegments.get(worker);
      if (worker.child !== NONE && exitSegment !== undefined && !this.#workersLinked.has(worker)) {
        this.#workersLinked.add(worker);
        this.#edge({ kind: 'worker-exit', from: this.#lastSegment(worker.child), to: exitSegment });
      }
    }
  }

  #linkChildren(): void {
    for (const child of this.trace.children) {
      const process = this.trace.processes.findIndex((p) => p.pid === child.pid);
      this.#linkChildExit(child, process);
      if (this.#workersLinked.has(child)) continue;
      const thread = this.trace.threads.findIndex((t) => t.process === process && t.threadId === 0);
      const first = thread < 0 ? NONE : this.#firstSegment(thread);
      if (first === NONE) continue;
      this.#workersLinked.add(child);
      this.#edge({ kind: 'child-start', from: child.segment, to: first });
    }
  }

  /** All that a process did comes before its exit is seen. Its log may arrive later than what its parent says, so its last segment is asked for again while it grows. */
  #linkChildExit(child: ChildRow, process: number): void {
    const exitSegment = exitSegments.get(child);
    if (exitSegment === undefined || process < 0) return;
    for (const [thread, row] of this.trace.threads.entries()) {
      if (row.process !== process || this.#exitsLinked.get(row) === row.eventCount) continue;
      this.#exitsLinked.set(row, row.eventCount);
      this.#edge({ kind: 'child-exit', from: this.#lastSegment(thread), to: exitSegment });
    }
  }

  #firstSegment(thread: number): number {
    const column = this.trace.segments.thread;
    for (let i = 0; i < column.length; i++) if (column.at(i) === thread) return i;
    return NONE;
  }
  #lastSegment(thread: number): number {
    const column = this.trace.segments.thread;
    for (let i = column.length - 1; i >= 0; i--) if (column.at(i) === thread) return i;
    return NONE;
  }

  /** Requests whose grant nobody sees (MODE_BY_PROMISE) were granted when their promise was resolved. */
  #deriveGrants(): void {
    const r = this.trace.requests;
    const { tasks } = this.trace;
    let complete = true;
    for (let i = this.#derivedRequests; i < r.length; i++) {
      const promise = r.promise.at(i);
      if ((r.mode.at(i) & MODE_BY_PROMISE) === 0 || r.acquireSegment.at(i) !== NONE || r.cancelled.at(i) >= 0 || promise === NONE) {
        if (complete) this.#derivedRequests = i + 1;
        continue;
      }
      const resolved = tasks.resolveSegment.at(promise);
      if (resolved === NONE) {
        complete = false;
        continue;
      }
      r.acquireSegment.set(i, resolved);
      r.acquireNs.set(i, tasks.resolveNs.at(promise));
      if (complete) this.#derivedRequests = i + 1;
    }
  }
}
