/**
 * The timeline's engine on a big trace (2.5 M segments, 10 M events, unless SEGMENTS says otherwise), and the script time of frames in a real browser. Budgets are in the
 * design: tile reply p95 ≤ 10 ms, first picture ≤ 1 s, complete ≤ 5 s, script time of a frame p95 ≤ 8 ms. Prints JSON; gates nothing.
 */
import { TASK_AWAIT, TASK_OBSERVED, TASK_PROMISE, Trace } from '../src/model/trace.ts';
import { NONE } from '../src/model/ids.ts';
import { answer } from '../src/model/query/query.ts';
import type { EngineRequest, RowsReply, TimelineReport } from '../src/model/requests.ts';
import { demoTrace } from '../test/support/demoTrace.ts';
import { random } from '../test/support/random.ts';
import { ALL_ROWS } from '../test/support/rows.ts';
import { launch, openView } from '../test/support/viewHarness.ts';

const SEGMENTS = Number(process.env['SEGMENTS'] ?? 2_500_000);
const LANES = 20_000;
const FUNCTIONS = 60;
const EMPTY: TimelineReport = { findings: [], notes: [], suppressed: 0 };

/** Tasks that run, await and run again; few of them do most of the work, as in real programs. */
function bigTrace(segmentCount: number): Trace {
  const trace = new Trace();
  const next = random(42);
  trace.run.originNs = 1;
  trace.run.ended = true;
  trace.processes.push({
    pid: 1,
    ppid: 0,
    node: 'v22',
    argv: ['node', 'big.js'],
    cwd: '/',
    startNs: 1,
    transformed: true,
    debugged: false,
    poolSize: 4,
    cores: 4,
  });
  const thread = {
    process: 0,
    threadId: 0,
    parent: NONE,
    name: 'main',
    startNs: 1,
    endNs: 1,
    readyNs: 1,
    exitReason: 0,
    exitCode: 0,
    gaps: [],
    main: 0,
    eventCount: 0,
  };
  trace.threads.push(thread as never);
  trace.files.push({ path: '/big.js', hash: '', map: '', ignores: [], process: 0 });
  trace.strings.push('PROMISE', 'TCPWRAP', 'Timeout');
  for (let f = 0; f < FUNCTIONS; f++) {
    trace.functions.push({
      name: `work${f}`,
      line: f + 1,
      column: 0,
      async: true,
      generator: false,
      parent: 0,
      file: 0,
      parentFunction: NONE,
    });
  }
  const { segments, tasks, activations, suspensions } = trace;
  const task = (type: number, flags: number, parent: number, segment: number, ns: number): number => {
    tasks.thread.push(0);
    tasks.type.push(type);
    tasks.flags.push(flags);
    tasks.site.push(NONE);
    tasks.parent.push(parent);
    tasks.initSegment.push(segment);
    tasks.initNs.push(ns);
    tasks.resolveSegment.push(NONE);
    tasks.resolveNs.push(Number.NaN);
    tasks.firstResolve.push(NONE);
    tasks.activation.push(NONE);
    tasks.suspension.push(NONE);
    tasks.firstRun.push(NONE);
    tasks.lastRun.push(NONE);
    tasks.delayMs.push(NONE);
    tasks.label.push(0);
    return tasks.creator.push(NONE);
  };
  let ns = 1;
  const begin = (of: number): number => {
    const s = segments.thread.push(0);
    segments.task.push(of);
    segments.startNs.push(ns);
    segments.turn.push(s);
    segments.atom.push(s);
    segments.outer.push(NONE);
    segments.previous.push(s - 1);
    segments.root.push(NONE);
    segments.jobOf.push(NONE);
    return s;
  };
  const waiting = new Int32Array(LANES).fill(NONE);
  const main = begin(NONE);
  for (let a = 0; a < LANES; a++) {
    activations.thread.push(0);
    activations.fn.push(a % FUNCTIONS);
    activations.startSegment.push(main);
    activations.startNs.push((ns += 50));
    activations.parent.push(NONE);
    activations.promise.push(NONE);
    activations.endSegment.push(NONE);
    activations.endNs.push(Number.NaN);
    activations.lastSuspension.push(NONE);
    activations.job.push(NONE);
    activations.sync.push(0);
    suspend(a, main);
  }
  segments.endNs.push(ns);
  function suspend(a: number, s: number): void {
    const awaited = task(1, TASK_PROMISE | TASK_OBSERVED, NONE, s, ns);
    const reaction = task(1, TASK_PROMISE | TASK_AWAIT, awaited, s, ns);
    const suspension = suspensions.activation.push(a);
    suspensions.site.push(NONE);
    suspensions.segment.push(s);
    suspensions.startNs.push(ns);
    suspensions.reaction.push(reaction);
    suspensions.awaited.push(awaited);
    suspensions.resumeSegment.push(NONE);
    suspensions.resumeNs.push(Number.NaN);
    suspensions.previous.push(activations.lastSuspension.at(a));
    tasks.suspension.set(reaction, suspension);
    activations.lastSuspension.set(a, suspension);
    waiting[a] = suspension;
  }
  const io = task(2, 0, NONE, main, ns);
  while (segments.length < segmentCount) {
    const a = Math.min(LANES - 1, Math.floor(LANES * next() ** 6));
    const suspension = waiting[a] as number;
    const awaited = suspensions.awaited.at(suspension);
    ns += 200 + next() * 2000;
    const settler = begin(io);
    tasks.resolveSegment.set(awaited, settler);
    tasks.firstResolve.set(awaited, settler);
    tasks.resolveNs.set(awaited, ns);
    segments.endNs.push((ns += 100));
    const s = begin(suspensions.reaction.at(suspension));
    suspensions.resumeSegment.set(suspension, s);
    suspensions.resumeNs.set(suspension, ns);
    ns += 300 + next() * 5000;
    suspend(a, s);
    segments.endNs.push(ns);
  }
  thread.endNs = ns;
  trace.eventCount = segments.length * 4;
  return trace;
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;
}

/** Processor time of this process, so that neighbours on the machine do not count. */
function timed<T>(run: () => T): [ms: number, value: T] {
  const begin = process.cpuUsage();
  const value = run();
  return [process.cpuUsage(begin).user / 1000, value];
}

const MB = 1 << 20;
const memory = (): number => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / MB;
};

async function benchFrames(): Promise<Record<string, number>> {
  const { trace, report } = demoTrace(600);
  const browser = await launch();
  try {
    const view = await openView(browser, trace, report);
    const frames = (): Promise<number[]> =>
      view.page.evaluate(() => (window as unknown as { interleaveFrames: number[] }).interleaveFrames.splice(0));
    await view.page.locator('.surface').focus();
    await frames();
    for (const key of ['w', 'w', 'd', 'a', 's', 'PageDown', 'PageDown', 'w', 'd', 'd', 's', 's', 'PageUp', '0', 'x', 'x', 'w', 'Escape']) {
      for (let i = 0; i < 3; i++) await view.page.keyboard.press(key);
      await view.settle();
    }
    for (let i = 0; i < 60; i++) await view.page.mouse.move(400 + i * 8, 250 + (i % 20) * 20);
    await view.settle();
    const times = await frames();
    const heap = await view.page.evaluate(
      () => (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0,
    );
    return {
      frames: times.length,
      frameP50: percentile(times, 0.5),
      frameP95: percentile(times, 0.95),
      frameMax: percentile(times, 1),
      heapMB: Math.round(heap / MB),
    };
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  const [buildTraceMs, trace] = timed(() => bigTrace(SEGMENTS));
  const before = memory();
  const ask = (request: EngineRequest): unknown => answer(trace, EMPTY, request);
  const [indexMs] = timed(() => ask({ type: 'parents', row: 0, toggled: [] }));
  const after = memory();
  const [summaryMs] = timed(() => ask({ type: 'summary', bins: 1200 }));
  const rowsRequest = { ...ALL_ROWS, limit: 5000 };
  const [rowsMs, rows] = timed(() => ask(rowsRequest) as RowsReply);
  const groups = rows.rows.filter((r) => r.kind === 'group').map((r) => r.id);
  const open = ask({ ...rowsRequest, toggled: groups }) as RowsReply;
  const tasks = open.rows.filter((r) => r.kind === 'task').map((r) => r.id);
  const end = trace.threads[0]?.endNs ?? 1;
  const next = random(7);
  const tile = (ids: readonly number[], zoom: number): number => {
    const from = next() * end * (1 - zoom);
    return timed(() =>
      ask({ type: 'tiles', rows: ids, pieces: [{ t0: from, t1: from + end * zoom, x0: 0, x1: 3200 }], labelPx: 40, hiddenStates: 0 }),
    )[0];
  };
  const [firstGroupsMs] = timed(() => tile(groups, 1));
  // Compiled once, as in a worker that has answered before.
  for (let i = 0; i < 20; i++) tile(tasks.slice(0, 40), 0.3);
  const tiles: Record<string, { p50: number; p95: number }> = {};
  for (const zoom of [1, 0.1, 0.01, 0.0001]) {
    for (const [name, ids] of [
      ['tasks', tasks],
      ['groups', groups],
    ] as const) {
      const times = Array.from({ length: 40 }, (_, i) =>
        tile(ids.slice((i * 40) % Math.max(1, ids.length - 40)).slice(0, name === 'tasks' ? 40 : 20), zoom),
      );
      tiles[`${name} at ${zoom}`] = { p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
    }
  }
  const [stripsMs] = timed(() => ask({ type: 'strips', pieces: [{ t0: 0, t1: end, x0: 0, x1: 2000 }] }));
  const stripTimes = Array.from(
    { length: 20 },
    () => timed(() => ask({ type: 'strips', pieces: [{ t0: end * 0.4, t1: end * 0.41, x0: 0, x1: 2000 }] }))[0],
  );
  const result = {
    segments: trace.segments.length,
    events: trace.eventCount,
    buildTraceMs: Math.round(buildTraceMs),
    indexMs: Math.round(indexMs),
    indexMB: Math.round(after - before),
    indexBytesPerEvent: Math.round(((after - before) * MB) / trace.eventCount),
    summaryMs: Math.round(summaryMs),
    rowsMs: Math.round(rowsMs),
    firstGroupsMs: Math.round(firstGroupsMs),
    tiles,
    stripsMs: Math.round(stripsMs),
    stripsP95: percentile(stripTimes, 0.95),
    browser: await benchFrames(),
  };
  console.log(JSON.stringify(result, null, 2));
}

void main();
