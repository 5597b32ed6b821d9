/** A realistic run for pictures: an HTTP shop with locks, a blocked loop, worker threads with messages, timers, and a deadlock at the end; and its findings. */
import type { TimelineFinding, TimelineReport } from '../../src/model/requests.ts';
import type { Trace } from '../../src/model/trace.ts';
import { Simulation } from './simulate.ts';
import type { Fn, Step } from './simulate.ts';

const CART = '/shop/src/cart.ts';
const DB = '/shop/src/db.ts';
const REPORT = '/shop/src/report.ts';
const BANK = '/shop/src/bank.ts';
const RESIZE = '/shop/src/resize.ts';
const SERVER = '/shop/src/server.ts';

/** Deterministic numbers in [0, 1). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) / 0x1000000;
  };
}

export interface Demo {
  readonly trace: Trace;
  readonly report: TimelineReport;
}

/** Builds the demo; `requests` HTTP requests come in over the first eight seconds. */
export function demoTrace(requests = 44): Demo {
  const random = randomOf(7);
  const sim = new Simulation();
  const shop = sim.process(4242, ['node', '/shop/src/server.ts'], 0);
  const main = sim.thread(shop, 0, 'main', 0);
  const worker1 = sim.thread(shop, 1, 'resize', 600);
  const worker2 = sim.thread(shop, 2, 'resize', 640);
  sim.worker(main, worker1, RESIZE);
  sim.worker(main, worker2, RESIZE);
  const dbLock = sim.lock('dbLock', DB, 6);
  const accountA = sim.lock('acct:a', BANK, 4);
  const accountB = sim.lock('acct:b', BANK, 4);

  const fn = (name: string, file: string, line: number, body: () => Generator<Step, void, void>): Fn => ({ name, file, line, body });
  const query = (ms: number): Fn =>
    fn('query', DB, 38, function* () {
      yield { op: 'run', ms: 0.08 };
      yield { op: 'io', ms, type: 'TCPWRAP', label: 'db:5432', line: 41 };
      yield { op: 'run', ms: 0.25 };
    });
  const loadCart = (): Fn =>
    fn('loadCart', CART, 40, function* () {
      yield { op: 'run', ms: 0.2 };
      yield { op: 'call', fn: query(14 + random() * 40), line: 44 };
      yield { op: 'run', ms: 0.5 };
    });
  const handleCart = (name: string): Fn =>
    fn(name, CART, 12, function* () {
      yield { op: 'run', ms: 1.5 + random() * 3 };
      yield { op: 'call', fn: loadCart(), line: 14 };
      yield { op: 'run', ms: 1 + random() };
      yield { op: 'lock', lock: dbLock, line: 21 };
      yield { op: 'run', ms: 0.6 };
      yield { op: 'call', fn: query(60 + random() * 90), line: 23 };
      yield { op: 'run', ms: 0.8 };
      yield { op: 'unlock', lock: dbLock };
      yield { op: 'run', ms: 0.7 };
    });
  const price = (i: number): Fn =>
    fn('fetchPrice', CART, 61, function* () {
      yield { op: 'run', ms: 0.3 };
      yield { op: 'io', ms: 30 + random() * 70 + i * 12, type: 'HTTPCLIENTREQUEST', label: 'prices:443', line: 63 };
      yield { op: 'run', ms: 0.4 };
    });
  const handleProducts = (): Fn =>
    fn('listProducts', SERVER, 48, function* () {
      yield { op: 'run', ms: 0.9 };
      yield { op: 'io', ms: 2 + random() * 6, type: 'FSREQPROMISE', label: 'stock.json', line: 50 };
      yield { op: 'run', ms: 1.1 };
      yield { op: 'all', fns: [price(0), price(1), price(2)], line: 52 };
      yield { op: 'run', ms: 1.6 };
    });
  const handleReport = (): Fn =>
    fn('buildReport', REPORT, 71, function* () {
      yield { op: 'run', ms: 3 };
      yield { op: 'call', fn: query(45), line: 74 };
      yield { op: 'run', ms: 90 };
      yield { op: 'block', ms: 130, api: 'fs.readFileSync', line: 85 };
      yield { op: 'run', ms: 590 };
      yield { op: 'io', ms: 12, type: 'FSREQPROMISE', label: 'report.pdf', line: 92 };
      yield { op: 'run', ms: 2 };
    });
  const resize = (channel: number, back: number): Fn =>
    fn('onImage', RESIZE, 9, function* () {
      for (let i = 0; i < 9; i++) {
        yield { op: 'receive', channel, line: 11 };
        yield { op: 'run', ms: 60 + random() * 190 };
        yield { op: 'post', channel: back, bytes: 20_000 + Math.floor(random() * 90_000) };
      }
      yield { op: 'receive', channel, line: 11 };
    });
  const pool = (): Fn =>
    fn('resizeAll', SERVER, 82, function* () {
      yield { op: 'run', ms: 0.4 };
      for (let i = 0; i < 9; i++) {
        yield { op: 'post', channel: 1, bytes: 200_000 };
        yield { op: 'post', channel: 3, bytes: 210_000 };
        yield { op: 'receive', channel: 2, line: 86 };
        yield { op: 'receive', channel: 4, line: 87 };
        yield { op: 'run', ms: 1.2 };
        yield { op: 'sleep', ms: 250, line: 89 };
      }
    });
  const flush = fn('flush', SERVER, 60, function* () {
    yield { op: 'run', ms: 0.9 };
    yield { op: 'io', ms: 3, type: 'FSREQPROMISE', label: 'log.txt', line: 62 };
    yield { op: 'run', ms: 0.2 };
  });
  const transfer = (name: string, first: number, second: number): Fn =>
    fn(name, BANK, 18, function* () {
      yield { op: 'run', ms: 1 };
      yield { op: 'lock', lock: first, line: 20 };
      yield { op: 'run', ms: 0.5 };
      yield { op: 'call', fn: query(48), line: 21 };
      yield { op: 'lock', lock: second, line: 22 };
      yield { op: 'run', ms: 1 };
      yield { op: 'unlock', lock: second };
      yield { op: 'unlock', lock: first };
    });
  const settleAccounts = (): Fn =>
    fn('settleAccounts', BANK, 32, function* () {
      yield { op: 'run', ms: 2 };
      yield {
        op: 'all',
        fns: [{ ...transfer('transferAB', accountA, accountB) }, { ...transfer('transferBA', accountB, accountA), line: 19 }],
        line: 35,
      };
      yield { op: 'run', ms: 1 };
    });
  const lost = fn('waitForConfig', SERVER, 101, function* () {
    yield { op: 'run', ms: 0.4 };
    yield { op: 'never', line: 104 };
  });
  const start = fn('start', SERVER, 20, function* () {
    yield { op: 'run', ms: 30 };
    yield { op: 'call', fn: query(120), line: 24 };
    yield { op: 'run', ms: 12 };
    yield { op: 'spawn', fn: pool(), line: 28 };
    yield { op: 'spawn', fn: lost, line: 29 };
  });

  sim.main(main, 1, 240, start);
  sim.main(worker1, 610, 60, resize(1, 2));
  sim.main(worker2, 650, 55, resize(3, 4));
  sim.interval(main, 1000, 9000, SERVER, 60, flush);
  for (let i = 0; i < requests; i++) {
    const at = 900 + (7200 * i) / requests + random() * 160;
    const kind = random();
    if (kind < 0.42) sim.request(main, at, 'POST /cart', handleCart('addToCart'));
    else sim.request(main, at, 'GET /products', handleProducts());
  }
  for (const at of [2010, 2016, 2030, 2044, 5190, 5201, 5220]) sim.request(main, at, 'POST /cart', handleCart('addToCart'));
  sim.request(main, 5090, 'GET /report', handleReport());
  sim.request(main, 8300, 'POST /settle', settleAccounts());
  const trace = sim.finish(12_000, 13);
  return { trace, report: demoReport(trace) };
}

function demoReport(trace: Trace): TimelineReport {
  const named = (name: string): number[] => {
    const found: number[] = [];
    for (let a = 0; a < trace.activations.length; a++) if (trace.activationName(a) === name) found.push(a);
    return found;
  };
  const at = (activation: number): number => trace.activations.startNs.at(activation) - trace.run.originNs;
  const place = (file: string, line: number, role: string, fn: string) => ({ file, line, column: 3, role, function: fn });
  const base = { occurrences: 1, confidence: 0.95, verdict: 'observed' as const };
  const carts = named('addToCart').filter((a) => at(a) > 2e9 && at(a) < 2.1e9);
  const report = named('buildReport');
  const transfers = [...named('transferAB'), ...named('transferBA')];
  const config = named('waitForConfig');
  const findings: TimelineFinding[] = [
    {
      ...base,
      id: 'f1',
      kind: 'deadlock.actual',
      severity: 'error',
      message: 'transferAB and transferBA wait for each other for ever: each holds the lock that the other one needs.',
      why: [
        'transferAB holds acct:a and waits for acct:b',
        'transferBA holds acct:b and waits for acct:a',
        'neither wait has a time limit',
      ],
      locations: [place(BANK, 22, 'wait', 'transferAB'), place(BANK, 22, 'wait', 'transferBA'), place(BANK, 20, 'hold', 'transferAB')],
      help: 'docs/findings.md#deadlock.actual',
      scenario: {
        lanes: ['transferAB', 'transferBA'],
        happened: [
          { lane: 0, text: 'takes acct:a', location: place(BANK, 20, 'acquire', 'transferAB') },
          { lane: 1, text: 'takes acct:b', location: place(BANK, 20, 'acquire', 'transferBA') },
          { lane: 0, text: 'waits for acct:b', location: place(BANK, 22, 'wait', 'transferAB') },
          { lane: 1, text: 'waits for acct:a', location: place(BANK, 22, 'wait', 'transferBA') },
        ],
        other: [
          { lane: 0, text: 'takes acct:a, then acct:b', location: place(BANK, 20, 'acquire', 'transferAB') },
          { lane: 1, text: 'waits for acct:a', location: place(BANK, 20, 'wait', 'transferBA') },
          { lane: 0, text: 'gives both back', location: place(BANK, 24, 'release', 'transferAB') },
          { lane: 1, text: 'takes acct:a, then acct:b', location: place(BANK, 20, 'acquire', 'transferBA') },
        ],
        otherTitle: 'Safe: both take the locks in the same order',
      },
      window: { fromNs: at(transfers[0] as number), toNs: at(transfers[0] as number) + 60e6, activations: transfers },
    },
    {
      ...base,
      id: 'f2',
      kind: 'loop.blocked',
      severity: 'error',
      message: 'buildReport kept the main thread for 810 ms; 3 requests were ready and could not go on.',
      why: ['the longest turn of the event loop was 810 ms', 'fs.readFileSync took 130 ms of it'],
      locations: [place(REPORT, 85, 'block', 'buildReport')],
      help: 'docs/findings.md#loop.blocked',
      window: { fromNs: at(report[0] as number), toNs: at(report[0] as number) + 900e6, activations: report },
    },
    {
      ...base,
      id: 'f3',
      kind: 'race.atomicity',
      severity: 'error',
      confidence: 0.98,
      occurrences: 4,
      message: 'Two calls of addToCart read cart.total before either wrote it: the second write erased the first.',
      why: ['no order between the two calls', 'dbLock is taken after the read, at cart.ts:21'],
      locations: [place(CART, 18, 'write', 'addToCart'), place(CART, 14, 'read', 'addToCart')],
      help: 'docs/findings.md#race.atomicity',
      scenario: {
        lanes: ['addToCart (1st request)', 'addToCart (2nd request)'],
        happened: [
          { lane: 0, text: 'reads cart.total = 100', location: place(CART, 14, 'read', 'addToCart') },
          { lane: 0, text: 'awaits loadCart()', location: place(CART, 14, 'wait', 'addToCart') },
          { lane: 1, text: 'reads cart.total = 100', location: place(CART, 14, 'read', 'addToCart') },
          { lane: 0, text: 'writes cart.total = 110', location: place(CART, 18, 'write', 'addToCart') },
          { lane: 1, text: 'writes cart.total = 90 ✗', location: place(CART, 18, 'write', 'addToCart') },
        ],
        other: [
          { lane: 0, text: 'takes dbLock, reads 100', location: place(CART, 14, 'read', 'addToCart') },
          { lane: 1, text: 'waits for dbLock', location: place(CART, 14, 'wait', 'addToCart') },
          { lane: 0, text: 'writes 110, gives dbLock back', location: place(CART, 18, 'write', 'addToCart') },
          { lane: 1, text: 'reads 110, writes 100', location: place(CART, 18, 'write', 'addToCart') },
        ],
        otherTitle: 'Safe: read and write under the lock',
      },
      window: { fromNs: at(carts[0] as number), toNs: at(carts[0] as number) + 240e6, activations: carts.slice(0, 2) },
    },
    {
      ...base,
      id: 'f4',
      kind: 'lock.order-inversion',
      severity: 'warning',
      verdict: 'predicted',
      confidence: 0.8,
      message: 'acct:a and acct:b are taken in both orders.',
      why: ['transferAB takes acct:a, then acct:b', 'transferBA takes acct:b, then acct:a'],
      locations: [place(BANK, 22, 'acquire', 'transferAB'), place(BANK, 22, 'acquire', 'transferBA')],
      help: 'docs/findings.md#lock.order-inversion',
      window: { fromNs: at(transfers[0] as number) + 2e6, toNs: at(transfers[0] as number) + 70e6, activations: transfers },
    },
    {
      ...base,
      id: 'f5',
      kind: 'promise.never-settles',
      severity: 'warning',
      message: 'The promise that waitForConfig awaits can never settle: nothing holds its resolve function any more.',
      why: ['both resolving functions were collected', 'waitForConfig has waited since then'],
      locations: [place(SERVER, 104, 'wait', 'waitForConfig')],
      help: 'docs/findings.md#promise.never-settles',
      window: { fromNs: at(config[0] as number), toNs: trace.run.durationMs * 1e6, activations: config },
    },
    {
      ...base,
      id: 'f6',
      kind: 'await.sequential',
      severity: 'info',
      verdict: 'predicted',
      confidence: 0.5,
      message: 'The two receives in resizeAll do not depend on each other: together they would take 40 % less.',
      why: ['no data flows from the first await to the second'],
      locations: [place(SERVER, 86, 'wait', 'resizeAll')],
      help: 'docs/findings.md#await.sequential',
      window: { fromNs: 3.1e9, toNs: 3.4e9, activations: named('resizeAll') },
    },
  ];
  return { findings, notes: ['A clean run is not a proof.'], suppressed: 1 };
}
