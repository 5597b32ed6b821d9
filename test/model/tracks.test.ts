// Which lanes a run has, what they are called, in which state they are, and why.
import assert from 'node:assert/strict';
import { answer, isEngineRequest } from '../../src/model/query/query.ts';
import { parseDuration, parseFilter } from '../../src/model/query/filterText.ts';
import {
  STATE_AWAIT,
  STATE_IO,
  STATE_LOCK,
  STATE_MASK,
  STATE_NATIVE,
  STATE_NEVER,
  STATE_READY,
  STATE_RUNNING,
  STATE_TIMER,
} from '../../src/model/requests.ts';
import type {
  Details,
  EngineReply,
  EngineRequest,
  Row,
  RowsReply,
  RowsRequest,
  SearchHit,
  SearchReply,
  SourcePlace,
  StatisticsReply,
  StripsReply,
  SummaryReply,
  TimelineReport,
} from '../../src/model/requests.ts';
import type { Trace } from '../../src/model/trace.ts';
import { demoTrace } from '../support/demoTrace.ts';
import { ALL_ROWS } from '../support/rows.ts';
import { Simulation } from '../support/simulate.ts';
import type { Fn, Step } from '../support/simulate.ts';

const EMPTY: TimelineReport = { findings: [], notes: [], suppressed: 0 };

function fn(name: string, line: number, body: () => Generator<Step, void, void>): Fn {
  return { name, file: '/app/main.js', line, body };
}
function simulate(build: (sim: Simulation, thread: number) => void, endMs: number): Trace {
  const sim = new Simulation();
  const process = sim.process(1, ['node', '/app/main.js'], 0);
  const thread = sim.thread(process, 0, 'main', 0);
  build(sim, thread);
  return sim.finish(endMs, 0);
}
class Asked {
  readonly trace: Trace;
  readonly report: TimelineReport;
  constructor(trace: Trace, report: TimelineReport = EMPTY) {
    this.trace = trace;
    this.report = report;
  }
  ask<R extends EngineRequest>(request: R): EngineReply<R['type']> {
    return answer(this.trace, this.report, request) as EngineReply<R['type']>;
  }
  rows(change: Partial<RowsRequest> = {}): readonly Row[] {
    return (this.ask({ ...ALL_ROWS, ...change }) as RowsReply).rows;
  }
  row(label: string, change: Partial<RowsRequest> = {}): Row {
    const row = this.rows(change).find((r) => r.label === label);
    assert.ok(
      row,
      `no row ${label} in ${this.rows(change)
        .map((r) => r.label)
        .join(', ')}`,
    );
    return row;
  }
  states(label: string): readonly SearchHit[] {
    return (this.ask({ type: 'search', query: '', row: this.row(label).id, limit: 100 }) as SearchReply).hits;
  }
  details(row: Row, ms: number): Details {
    const details = this.ask({ type: 'details', row: row.id, ns: ms * 1e6, slackNs: 1000 }) as Details | null;
    assert.ok(details, `nothing at ${ms} ms of ${row.label}`);
    return details;
  }
}

describe('lanes', () => {
  it('has one per call that nobody awaits, and awaited calls below it', () => {
    const inner = fn('inner', 5, function* () {
      yield { op: 'sleep', ms: 10, line: 6 };
    });
    const floating = fn('floating', 9, function* () {
      yield { op: 'sleep', ms: 30, line: 10 };
    });
    const outer = fn('outer', 1, function* () {
      yield { op: 'run', ms: 2 };
      yield { op: 'spawn', fn: floating, line: 2 };
      yield { op: 'call', fn: inner, line: 3 };
    });
    const asked = new Asked(simulate((sim, t) => sim.main(t, 0, 1, outer), 100));
    const labels = asked.rows().map((r) => r.label);
    assert.deepEqual(labels, ['main.js', 'main thread', 'main.js', 'outer', 'floating']);
    const open = asked.rows({ toggled: [asked.row('outer').id] }).map((r) => `${' '.repeat(r.depth)}${r.label}`);
    assert.deepEqual(open, ['main.js', ' main thread', '  main.js', '  outer', '   inner', '  floating']);
  });

  it('is contiguous and ordered for every lane', () => {
    const { trace, report } = demoTrace();
    const asked = new Asked(trace, report);
    for (const row of asked.rows()) {
      const hits = (asked.ask({ type: 'search', query: '', row: row.id, limit: 5000 }) as SearchReply).hits;
      for (let i = 1; i < hits.length; i++) {
        assert.ok((hits[i] as SearchHit).startNs >= (hits[i - 1] as SearchHit).endNs - 1, `${row.label} overlaps itself`);
      }
      for (const hit of hits) assert.ok(hit.endNs >= hit.startNs);
    }
  });

  it('shows what a task really waits for: the leaf, not the call in between', () => {
    const query = fn('query', 20, function* () {
      yield { op: 'io', ms: 40, type: 'TCPWRAP', label: 'db:5432', line: 21 };
      yield { op: 'run', ms: 1 };
    });
    const handler = fn('handler', 1, function* () {
      yield { op: 'run', ms: 2 };
      yield { op: 'call', fn: query, line: 2 };
      yield { op: 'sleep', ms: 15, line: 3 };
    });
    const asked = new Asked(simulate((sim, t) => sim.main(t, 0, 1, handler), 100));
    const states = asked.states('handler').filter((s) => s.endNs - s.startNs > 5e5);
    assert.deepEqual(
      states.map((s) => [s.state, s.stateText]),
      [
        [STATE_RUNNING, 'handler'],
        [STATE_IO, 'socket db:5432'],
        [STATE_RUNNING, 'query'],
        [STATE_TIMER, 'timer 15 ms'],
      ],
    );
    assert.equal(states[1]?.place?.line, 21);
  });

  it('says who holds the lock, and that a task was ready but not let in', () => {
    let lock = -1;
    const holder = fn('holder', 1, function* () {
      yield { op: 'lock', lock, line: 2 };
      yield { op: 'sleep', ms: 50, line: 3 };
      yield { op: 'unlock', lock };
      yield { op: 'run', ms: 30 };
    });
    const waiter = fn('waiter', 10, function* () {
      yield { op: 'lock', lock, line: 11 };
      yield { op: 'run', ms: 1 };
      yield { op: 'unlock', lock };
    });
    const main = fn('main', 20, function* () {
      yield { op: 'spawn', fn: holder, line: 21 };
      yield { op: 'spawn', fn: waiter, line: 22 };
    });
    const asked = new Asked(
      simulate((sim, t) => {
        lock = sim.lock('dbLock', '/app/main.js', 0);
        sim.main(t, 0, 1, main);
      }, 200),
    );
    const states = asked.states('waiter').filter((s) => s.endNs - s.startNs > 5e5);
    assert.deepEqual(
      states.map((s) => s.state),
      [STATE_LOCK, STATE_READY, STATE_RUNNING],
    );
    assert.equal(states[0]?.stateText, 'waits dbLock ← held by holder');
    const details = asked.details(asked.row('waiter'), 20);
    assert.deepEqual(
      details.why.map((step) => step.text),
      ['waiter waits for lock dbLock', 'held by holder', 'holder waits for a timer of 50 ms'],
    );
    assert.ok(details.why.at(-1)?.root);
    assert.equal(details.blocker?.row, asked.row('holder').id);
    const ready = asked.details(asked.row('waiter'), 70);
    assert.equal(ready.state, STATE_READY);
    assert.match(ready.why.map((s) => s.text).join('; '), /was ready, but not let in; the thread ran holder/);
    assert.ok(asked.rows().some((r) => r.kind === 'lock' && r.label === 'dbLock'));
  });

  it('closes the circle of a deadlock and marks it as never settled', () => {
    const { trace, report } = demoTrace();
    const asked = new Asked(trace, report);
    const row = asked.row('POST /settle');
    assert.ok(row.never);
    assert.deepEqual([...row.findings], ['f1', 'f4']);
    const details = asked.details(row, 10_000);
    assert.equal(details.state, STATE_LOCK | STATE_NEVER);
    assert.match(details.why.at(-1)?.text ?? '', /the circle is closed/);
  });

  it('shows a blocking call as such, inside of what runs', () => {
    const reader = fn('reader', 1, function* () {
      yield { op: 'run', ms: 2 };
      yield { op: 'block', ms: 20, api: 'fs.readFileSync', line: 3 };
      yield { op: 'run', ms: 2 };
    });
    const asked = new Asked(simulate((sim, t) => sim.main(t, 0, 1, reader), 60));
    assert.deepEqual(
      asked.states('reader').map((s) => s.state),
      [STATE_RUNNING, STATE_NATIVE, STATE_RUNNING],
    );
    assert.equal(asked.states('reader')[1]?.stateText, 'fs.readFileSync');
    const why = asked.details(asked.row('reader'), 10).why;
    assert.equal(why[0]?.text, 'reader is in fs.readFileSync, which blocks the thread');
    assert.equal(why[0]?.place?.line, 3);
  });

  it('waits for the slowest of Promise.all', () => {
    const part = (name: string, line: number, ms: number): Fn =>
      fn(name, line, function* () {
        yield { op: 'sleep', ms, line: line + 1 };
      });
    const all = fn('all', 1, function* () {
      yield { op: 'all', fns: [part('fast', 10, 5), part('slow', 20, 50)], line: 2 };
    });
    const asked = new Asked(simulate((sim, t) => sim.main(t, 0, 1, all), 100));
    assert.equal(asked.states('all').find((s) => s.state === STATE_TIMER)?.stateText, 'timer 50 ms');
    assert.match(asked.details(asked.row('all'), 20).why[0]?.text ?? '', /all awaits .*last is slow/);
  });

  it('groups more than thirty tasks of one place, and shows the worst of them when opened', () => {
    const { trace, report } = demoTrace(200);
    const asked = new Asked(trace, report);
    const group = asked.rows().find((r) => r.kind === 'group' && r.label === 'POST /cart');
    assert.ok(group && group.count > 30);
    const open = asked.rows({ toggled: [group.id] }).filter((r) => r.parent === group.id);
    assert.equal(open.length, 21);
    assert.match(open.at(-1)?.label ?? '', /^\d+ more$/);
    assert.ok(
      open.some((r) => r.findings.includes('f3')),
      'those with findings come first',
    );
    const matches = (change: Partial<RowsRequest>): number => asked.ask({ ...ALL_ROWS, filter: 'name:"POST /cart"', ...change }).matches;
    assert.equal(matches({}), group.count);
    assert.equal(matches({ toggled: [group.id] }), group.count, 'opened, too');
    assert.equal(matches({ toggled: [group.id], pinned: [open[0]?.id ?? -1] }), group.count, 'with one on top, too');
  });
});

describe('filter', () => {
  it('parses words, keys, durations, patterns, not, or and parentheses', () => {
    for (const good of [
      '',
      'abc',
      'state:lock',
      '-name:x',
      'wait>50ms',
      '(a | b) c',
      'name:"two words"',
      'file:/src\\/cart/',
      'state:lock lock:dbLock wait>50ms',
      'GET /products',
    ]) {
      assert.equal(parseFilter(good).problem, null, good);
    }
    for (const [bad, kind] of [
      ['wait>soon', 'bad-time'],
      ['lock>5', 'no-operator'],
      ['name:', 'no-value'],
      ['(a', 'unclosed'],
      ['a)', 'unopened'],
      ['nokey>5', 'unknown-key'],
      ['tag:slow', 'unknown-key'],
      ['-node:fs', 'unknown-key'],
      ['name:/(/', 'bad-pattern'],
      ['wait:5ms', 'no-colon'],
      ['state:sleeping', 'bad-word'],
      ['status:rejected', 'bad-word'],
      ['pid:x', 'bad-number'],
      ['time:1s..soon', 'bad-time'],
      ['in:selection', 'no-selection'],
    ] as const) {
      assert.equal(parseFilter(bad).problem?.kind, kind, bad);
    }
    assert.equal(parseFilter('"node:fs"').problem, null, 'a text that looks like a key, in quotes');
  });
  it('reads durations', () => {
    assert.equal(parseDuration('10ms'), 10e6);
    assert.equal(parseDuration('2s'), 2e9);
    assert.equal(parseDuration('3'), 3e6);
    assert.ok(Number.isNaN(parseDuration('x')));
  });
  it('finds by state, wait, lock, name, finding and status', () => {
    const { trace, report } = demoTrace();
    const asked = new Asked(trace, report);
    const names = (filter: string): string[] =>
      asked
        .rows({ filter, hideOthers: true })
        .filter((r) => r.kind === 'task')
        .map((r) => r.label);
    assert.ok(names('state:lock wait>50ms').length >= 4);
    assert.ok(names('state:lock wait>50ms').every((n) => n.startsWith('POST')));
    assert.deepEqual(names('finding:deadlock'), ['POST /settle']);
    assert.deepEqual(names('name:waitForConfig'), ['waitForConfig']);
    assert.deepEqual(names('lock:acct'), ['POST /settle']);
    assert.ok(names('status:pending').includes('waitForConfig'));
    assert.ok(!names('-name:settle status:pending').includes('POST /settle'));
    assert.deepEqual(names('thread:worker'), ['onImage', 'onImage']);
    const hits = (asked.ask({ type: 'search', query: 'state:lock wait>50ms', row: -1, limit: 100 }) as SearchReply).hits;
    assert.ok(hits.length > 0 && hits.every((h) => (h.state & STATE_MASK) === STATE_LOCK && h.endNs - h.startNs > 50e6));
  });

  it('finds by await, holder, caller, depth, process and time', () => {
    const { trace, report } = demoTrace();
    const asked = new Asked(trace, report);
    const search = (query: string): SearchReply => asked.ask({ type: 'search', query, row: -1, limit: 10_000 }) as SearchReply;
    const atSite = search('site:cart.ts:21');
    assert.ok(atSite.total > 0);
    assert.ok(
      atSite.hits.every((hit) => hit.place?.file === '/shop/src/cart.ts' && hit.place.line === 21),
      'the await, not the function',
    );
    const holders = search('holder:addToCart state:lock');
    assert.ok(holders.total > 0 && holders.total <= search('state:lock').total);
    assert.equal(search('holder:nobody').total, 0);
    const all = search('').total;
    assert.equal(search(`pid:${trace.processes[0]?.pid}`).total, all);
    assert.equal(search('pid:1').total, 0);
    assert.equal(search('depth:0').total + search('depth>0').total, all);
    assert.equal(search('time<2s').total + search('time>2s').total - search('time:2s').total, all);
    const during = search('time:2s..2.5s');
    assert.ok(during.total > 0 && during.total < all);
    assert.ok(during.hits.every((hit) => hit.startNs <= 2.5e9 && hit.endNs > 2e9));
  });
});

describe('answers', () => {
  const { trace, report } = demoTrace();
  const asked = new Asked(trace, report);

  it('sums up the run', () => {
    const summary = asked.ask({ type: 'summary', bins: 100 }) as SummaryReply;
    assert.equal(summary.threads, 3);
    assert.equal(summary.exitCode, 13);
    assert.equal(summary.findings.length, summary.findingRows.length);
    assert.ok(summary.idle.some(([from, to]) => to - from > 2e9));
    assert.equal(summary.overview.length, 3);
    assert.equal(summary.overview[0]?.running.length, 100);
  });

  it('takes what lasts through a pause apart: a fold, and no blocked loop', () => {
    const step = fn('step', 1, function* () {
      yield { op: 'sleep', ms: 20, line: 2 };
      yield { op: 'run', ms: 5000 };
    });
    const made = (pauses: Trace['pauses']): Asked => {
      const run = simulate((sim, thread) => sim.main(thread, 10, 1, step), 6000);
      run.pauses.push(
        ...pauses.map(({ fromNs, toNs, why }) => ({ fromNs: run.run.originNs + fromNs, toNs: run.run.originNs + toNs, why })),
      );
      return new Asked(run);
    };
    const strips = (asked: Asked): StripsReply =>
      asked.ask({ type: 'strips', pieces: [{ t0: 0, t1: 6e9, x0: 0, x1: 600 }] }) as StripsReply;
    const idleOf = (asked: Asked): SummaryReply['idle'] =>
      (asked.ask({ type: 'summary', bins: 10 }) as SummaryReply).idle.filter(([from]) => from > 0);
    const whole = made([]);
    // One that begins before what ran has nothing to do with it.
    const stood = made([
      { fromNs: 1e9, toNs: 4e9, why: 'breakpoint' },
      { fromNs: 0, toNs: 0.5e9, why: 'stopped' },
    ]);
    assert.deepEqual([strips(whole).running[300], strips(stood).running[300], strips(stood).running[450]], [1, 0, 1]);
    assert.equal((strips(whole).maxLag?.ns ?? 0) - (strips(stood).maxLag?.ns ?? 0), 3e9);
    assert.deepEqual([idleOf(whole), idleOf(stood)], [[], [[1e9, 4e9]]]);
  });

  it('finds code by line, and lines by code', () => {
    const calls = asked.ask({ type: 'source', file: '/shop/src/cart.ts', line: 12, limit: 1000 }) as SearchReply;
    const waits = asked.ask({ type: 'source', file: '/shop/src/cart.ts', line: 21, limit: 1000 }) as SearchReply;
    assert.equal(calls.total, waits.total);
    assert.ok(calls.total > 15);
    assert.ok(waits.hits.every((h) => h.state === STATE_LOCK));
    assert.equal((asked.ask({ type: 'source', file: '/shop/src/cart.ts', line: 9999, limit: 10 }) as SearchReply).total, 0);
  });

  it('counts a range by state, task, lock and thread', () => {
    const { lines } = asked.ask({ type: 'statistics', fromNs: 2e9, toNs: 2.5e9, query: '' }) as StatisticsReply;
    const lock = lines.find((l) => l.by === 'state' && l.name === 'lock');
    assert.ok(lock && lock.count >= 3 && lock.maxNs <= 0.5e9);
    assert.ok(lines.some((l) => l.by === 'task' && l.name === 'POST /cart addToCart'));
    assert.ok(lines.some((l) => l.by === 'lock' && l.name === 'dbLock'));
    for (const line of lines) assert.ok(line.p50Ns <= line.p95Ns && line.p95Ns <= line.maxNs, line.name);
  });

  it('steps from state to state and back', () => {
    const row = asked.row('POST /settle').id;
    const next = asked.ask({ type: 'step', row, ns: 8.301e9, direction: 1 }) as { ns: number };
    const back = asked.ask({ type: 'step', row, ns: next.ns, direction: -1 }) as { ns: number };
    assert.ok(back.ns < next.ns);
    assert.equal(asked.ask({ type: 'step', row, ns: 8.3e9, direction: -1 }), null);
  });

  it('knows what to open so that a row is seen', () => {
    const settle = asked.row('POST /settle');
    const call = asked.rows({ toggled: [settle.id] }).find((r) => r.label === 'transferAB');
    assert.ok(call);
    const { toggle } = asked.ask({ type: 'parents', row: call.id, toggled: [] }) as { toggle: readonly number[] };
    assert.ok(asked.rows({ toggled: toggle }).some((r) => r.id === call.id));
  });

  it('maps places with the function it is given', () => {
    const fresh = demoTrace();
    const locate = (place: SourcePlace): SourcePlace => ({ ...place, file: place.file.replace('.ts', '.tsx'), line: place.line + 100 });
    const { rows } = answer(fresh.trace, fresh.report, { ...ALL_ROWS }, locate) as RowsReply;
    assert.ok(rows.some((r) => r.place?.file === '/shop/src/cart.tsx' && r.place.line === 112));
  });

  it('tells its requests from others', () => {
    assert.ok(isEngineRequest({ type: 'tiles' }));
    for (const other of [null, 1, 'tiles', {}, { type: 'pending' }]) assert.ok(!isEngineRequest(other));
  });

  it('answers for an empty run', () => {
    const empty = new Asked(simulate(() => undefined, 1));
    assert.equal((empty.ask({ type: 'summary', bins: 10 }) as SummaryReply).lanes, 0);
    assert.equal(empty.rows().length, 2);
  });

  it('waits for a promise that only its call settles', () => {
    const details = asked.details(asked.row('waitForConfig'), 5000);
    assert.notEqual(details.state & STATE_NEVER, 0);
    assert.equal(details.why[0]?.text, 'waitForConfig awaits a promise that nothing has settled');
    assert.notEqual(details.state & STATE_MASK, STATE_AWAIT);
  });

  for (const [what, end] of [
    ['that ended', (trace: Trace) => Object.assign(trace.threads[0] ?? {}, { exitReason: 0 })],
    ['that was killed', (trace: Trace) => trace.gone.push({ process: 0, ns: trace.run.originNs + 50e6 })],
  ] as const) {
    it(`waits in a process ${what} until its end, not until that of the run`, () => {
      const inner = fn('inner', 20, function* () {
        yield { op: 'never', line: 21 };
      });
      const outer = fn('outer', 10, function* () {
        yield { op: 'call', fn: inner, line: 11 };
      });
      const trace = simulate((sim, t) => {
        sim.main(t, 0, 1, outer);
        const second = sim.process(2, ['node', '/app/other.js'], 0);
        sim.main(sim.thread(second, 0, 'main', 0), 900, 1, outer);
      }, 1000);
      Object.assign(trace.threads[0] ?? {}, { endNs: trace.run.originNs + 50e6 });
      end(trace);
      const two = new Asked(trace);
      const [first, second] = two.rows().filter((r) => r.label === 'outer');
      assert.ok(first && second);
      assert.deepEqual([first.endNs / 1e6, second.endNs / 1e6], [50, 1000]);
      assert.deepEqual([first.never, second.never], [true, true]);
      const call = two.rows({ toggled: [first.id] }).find((r) => r.label === 'inner');
      assert.equal((call?.endNs ?? 0) / 1e6, 50);
      assert.deepEqual([call?.never, call?.why], [true, 'cause not seen']);
    });
  }

  for (const [given, label] of [
    ['thumbs', 'worker 1 thumbs resize.js'],
    ['resize', 'worker 1 resize.js'],
    ['/app/resize.js', 'worker 1 resize.js'],
    ['', 'worker 1 resize.js'],
  ] as const) {
    it(`names a worker ${given === '' ? 'without a name' : `called ${given}`} "${label}"`, () => {
      const trace = simulate((sim, t) => sim.worker(t, sim.thread(0, 1, given, 0), '/app/resize.js'), 10);
      assert.ok(new Asked(trace).rows().some((row) => row.label === label));
    });
  }
});
