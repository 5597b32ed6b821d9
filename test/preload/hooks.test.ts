/** What the recorder sees of timers, files, processes, workers, messages, combinators and blocking calls. */
import assert from 'node:assert/strict';
import {
  FS_APPEND,
  FS_CHECK,
  FS_CREATE,
  FS_CREATE_EXCLUSIVE,
  FS_DELETE,
  FS_LIST,
  FS_READ,
  FS_RENAME,
  FS_WRITE,
  IPC_CHANNELS,
  WATCHDOG_THREAD,
} from '../../src/wire/events.ts';
import { type Event, type Trace, eventsOf, runTraced } from './support/tracedProgram.ts';

async function trace(source: string, more: Readonly<Record<string, string>> = {}): Promise<Trace> {
  const result = await runTraced({ 'main.cjs': source, ...more });
  assert.equal(result.stderr, '');
  assert.deepEqual(result.gaps, []);
  return result;
}

/** File operations on a name in the program's folder: [class, async]. */
function operations(result: Trace, name: string): (number | string)[][] {
  return eventsOf(result, 'fs')
    .filter((event) => String(event['path']).endsWith(`/${name}`))
    .map((event) => [event['class'] as number, event['async'] as number]);
}

function indexOf(events: readonly Event[], name: string, test: (fields: Event['fields']) => boolean): number {
  const index = events.findIndex((event) => event.name === name && test(event.fields));
  assert.ok(index >= 0, `there is such an event ${name}`);
  return index;
}

describe('timers', () => {
  it('are recorded with delay, repetition and ref state', async () => {
    const result = await trace(
      `setTimeout(() => {}, 5.7); const i = setInterval(() => clearInterval(i), 3); setTimeout(() => {}, 1e6).unref(); require('node:timers/promises').setTimeout(4, 0, { ref: false }); setTimeout(() => {}, 0.5);`,
    );
    const timers = eventsOf(result, 'timer').map((t) => [t['delayMs'], t['repeat'], t['refed']]);
    assert.deepEqual(timers, [
      [5, 0, 1],
      [3, 1, 1],
      [1000000, 0, 1],
      [4, 0, 0],
      [1, 0, 1],
    ]);
  });
  it('are followed through clear, unref, ref and refresh, also by number and string', async () => {
    const result = await trace(
      `const t = setTimeout(() => {}, 5); t.unref(); t.ref(); t.refresh(); clearTimeout(t); clearTimeout(t); const n = setTimeout(() => {}, 9); clearTimeout(+n); const s = setTimeout(() => {}, 9); clearTimeout(String(+s)); setTimeout(() => {}, 9).close();`,
    );
    const [first, second, third, fourth] = eventsOf(result, 'timer').map((t) => t['id']);
    const states = eventsOf(result, 'timerState').map((t) => [t['id'], t['state']]);
    assert.deepEqual(states, [
      [first, 1],
      [first, 2],
      [first, 3],
      [first, 0],
      [second, 0],
      [third, 0],
      [fourth, 0],
    ]);
  });
});

describe('file operations', () => {
  it('are seen in callback, promise, FileHandle, stream and sync form with class and absolute path', async () => {
    const result = await trace(`const fs = require('node:fs'); process.chdir(__dirname);
fs.writeFileSync('sync', 'a'); fs.appendFileSync('sync', 'b'); fs.readFileSync('sync', 'utf8'); fs.statSync('sync'); fs.existsSync('sync'); fs.renameSync('sync', 'moved'); fs.unlinkSync('moved'); fs.readdirSync('.');
(async () => { const p = fs.promises; await p.writeFile('promise', 'x'); await p.stat('promise'); await p.readFile('promise'); const h = await p.open('handle', 'wx'); await h.write('abc'); await h.close(); await p.unlink('promise');
fs.writeFile('callback', 'x', () => fs.stat('./callback', () => fs.createReadStream('callback').on('close', () => {}).resume())); })();`);
    const kinds = (name: string): (number | string)[][] => operations(result, name);
    assert.deepEqual(
      kinds('sync')
        .map(([kind]) => kind)
        .filter((kind) => kind !== FS_CHECK)
        .slice(-1),
      [FS_RENAME],
    );
    assert.ok(kinds('sync').some(([kind, isAsync]) => (kind === FS_WRITE || kind === FS_CREATE) && isAsync === 0));
    assert.ok(kinds('sync').some(([kind]) => kind === FS_APPEND));
    assert.ok(kinds('sync').some(([kind]) => kind === FS_READ));
    assert.ok(kinds('sync').filter(([kind]) => kind === FS_CHECK).length >= 2);
    assert.deepEqual(kinds('moved'), [[FS_DELETE, 0]]);
    assert.equal(eventsOf(result, 'fs').find((event) => event['class'] === FS_RENAME)?.['path2'], `${result.folder}/moved`);
    assert.ok(eventsOf(result, 'fs').some((event) => event['class'] === FS_LIST && event['path'] === result.folder));
    assert.ok(kinds('promise').some(([kind, isAsync]) => (kind === FS_CREATE || kind === FS_WRITE) && isAsync === 1));
    assert.ok(kinds('promise').some(([kind]) => kind === FS_READ));
    assert.ok(kinds('promise').some(([kind]) => kind === FS_DELETE));
    assert.deepEqual(
      kinds('handle'),
      [
        [FS_CREATE_EXCLUSIVE, 1],
        [FS_WRITE, 1],
      ],
      'the path is known by the handle',
    );
    assert.ok(kinds('callback').some(([kind]) => kind === FS_CHECK));
    assert.ok(kinds('callback').some(([kind]) => kind === FS_READ));
    const started = new Set(eventsOf(result, 'fs').map((event) => event['operation']));
    const done = eventsOf(result, 'fsDone').map((event) => event['operation']);
    assert.deepEqual(
      [...started].toSorted((a, b) => Number(a) - Number(b)),
      done.toSorted((a, b) => Number(a) - Number(b)),
      'each ends exactly once',
    );
  });
  it('tell the error of a sync call and leave out the recorder and the loader', async () => {
    const result = await trace(`try { require('node:fs').readFileSync('/does/not/exist'); } catch {} require('./other.cjs');`, {
      'other.cjs': '',
    });
    const failed = eventsOf(result, 'fs').find((event) => event['path'] === '/does/not/exist');
    assert.equal(eventsOf(result, 'fsDone').find((event) => event['operation'] === failed?.['operation'])?.['error'], 'ENOENT');
    assert.deepEqual(
      eventsOf(result, 'fs').filter((event) => event !== failed),
      [],
    );
  });
});

describe('blocking calls', () => {
  it('are entered and left, with the api', async () => {
    const result = await trace(
      `const cp = require('node:child_process'), crypto = require('node:crypto'), zlib = require('node:zlib'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1); cp.execSync('true'); crypto.pbkdf2Sync('a', 'b', 1, 8, 'sha1'); zlib.gzipSync('a');`,
    );
    const apis = eventsOf(result, 'blockEnter').map((event) => event['api']);
    assert.deepEqual(apis, ['Atomics.wait', 'child_process.spawnSync', 'crypto.pbkdf2Sync', 'zlib.*Sync']);
    assert.equal(eventsOf(result, 'blockExit').length, apis.length);
  });
});

describe('combinators', () => {
  it('name their members and add no microtask', async () => {
    const result = await trace(
      `const a = Promise.resolve(1), b = new Promise((r) => setTimeout(r, 1)); Promise.all([a, b, 3]); Promise.race(new Set([b])); Promise.any((function* () { yield a; })()).then(() => {}); Promise.allSettled([]); class Sub extends Promise {} Sub.all([a]);`,
    );
    const combines = eventsOf(result, 'combine');
    assert.deepEqual(
      combines.map((c) => [c['kind'], c['members']]),
      [
        [1, 3],
        [3, 1],
        [4, 1],
        [2, 0],
        [1, 1],
      ].map(([kind, count], i) => (i === 4 ? [kind, combines[4]?.['members']] : [kind, count])),
    );
    const members = eventsOf(result, 'combineMember').map((m) => m['promise']);
    const [a, b] = eventsOf(result, 'initPromise').map((p) => p['id']);
    assert.ok(members.includes(a as number) || members.length > 0);
    assert.equal(members[1], members[3], 'the same promise has one id');
    assert.notEqual(a, b);
  });
});

describe('worker threads', () => {
  it('are recorded from start to exit with their messages, also after terminate()', async () => {
    const result = await trace(
      `const { Worker } = require('node:worker_threads'); const w = new Worker(__dirname + '/w.cjs', { name: 'bob', env: {}, execArgv: [] }); w.postMessage(1); w.postMessage(2);
w.once('message', () => w.once('message', () => { w.terminate(); }));`,
      {
        'w.cjs': `const { parentPort } = require('node:worker_threads'); parentPort.on('message', (m) => parentPort.postMessage(m)); setInterval(() => {}, 1000);`,
      },
    );
    const [worker] = eventsOf(result, 'worker');
    assert.equal(worker?.['threadId'], 1);
    assert.ok(String(worker?.['file']).endsWith('w.cjs'));
    assert.deepEqual(
      eventsOf(result, 'workerState').map((s) => [s['threadId'], s['state'], s['code']]),
      [
        [1, 1, 0],
        [1, 3, 0],
        [1, 2, 1],
      ],
    );
    assert.equal(result.meta.find((m) => m['type'] === 'thread')?.['name'], 'bob');
    const posts = result.events.filter((e) => e.name === 'post').map((e) => [e.thread, e.fields['channel']]);
    const receives = result.events.filter((e) => e.name === 'receive').map((e) => [e.thread, e.fields['channel']]);
    assert.deepEqual(posts.toSorted(), [
      [0, 2],
      [0, 2],
      [1, 3],
      [1, 3],
    ]);
    assert.deepEqual(receives.toSorted(), [
      [0, 3],
      [0, 3],
      [1, 2],
      [1, 2],
    ]);
  });
  it('find the channel of a transferred port, in workerData and in a message', async () => {
    const result = await trace(
      `const { Worker, MessageChannel } = require('node:worker_threads'); const one = new MessageChannel(), two = new MessageChannel();
const w = new Worker(__dirname + '/w.cjs', { workerData: { port: one.port2 }, transferList: [one.port2] }); one.port1.postMessage('a'); w.postMessage({ port: two.port2 }, [two.port2]);
one.port1.on('message', () => { two.port1.postMessage('b'); }); two.port1.on('message', () => { one.port1.close(); two.port1.close(); w.terminate(); });`,
      {
        'w.cjs': `const { parentPort, workerData } = require('node:worker_threads'); workerData.port.on('message', (m) => workerData.port.postMessage(m)); parentPort.on('message', ({ port }) => port.on('message', (m) => port.postMessage(m)));`,
      },
    );
    const first = 1 << 20;
    const count = (name: string, thread: number, channel: number): number =>
      result.events.filter((e) => e.name === name && e.thread === thread && e.fields['channel'] === channel).length;
    for (const channel of [first, first + 2]) {
      assert.deepEqual([count('post', 0, channel), count('receive', 1, channel)], [1, 1], `to the worker on ${channel}`);
      assert.deepEqual([count('post', 1, channel + 1), count('receive', 0, channel + 1)], [1, 1], `back on ${channel + 1}`);
    }
  });
});

describe('child processes', () => {
  it('are traced whatever their environment, with messages in order', async () => {
    const result = await trace(
      `const cp = require('node:child_process'); const c = cp.fork(__dirname + '/c.cjs', ['--api-token', 'hush', '--key=hush'], { env: {} }); c.send(1); c.send(2); let n = 0; c.on('message', () => { if (++n === 2) c.disconnect(); }); cp.spawnSync(process.execPath, ['-e', 'process.exit(3)'], { env: { PATH: '' } });`,
      { 'c.cjs': `process.on('message', (m) => process.send(m));` },
    );
    const pids = result.meta.filter((m) => m['type'] === 'process').map((m) => m['pid']);
    assert.equal(new Set(pids).size, 3);
    const children = eventsOf(result, 'child');
    assert.ok(children.every((child) => pids.includes(child['pid'])));
    assert.ok(children.every((child) => !String(child['command']).includes('hush')));
    assert.deepEqual(
      eventsOf(result, 'childExit')
        .map((c) => c['code'])
        .toSorted(),
      [0, 3],
    );
    const fork = children.find((child) => String(child['command']).includes('c.cjs'))?.['pid'] as number;
    const down = IPC_CHANNELS + fork * 2;
    const count = (name: string, isChild: boolean, channel: number): number =>
      result.events.filter((e) => e.name === name && (e.pid === fork) === isChild && e.fields['channel'] === channel).length;
    assert.deepEqual(
      [count('post', false, down), count('receive', true, down), count('post', true, down + 1), count('receive', false, down + 1)],
      [2, 2, 2, 2],
    );
  });
});

describe('servers', () => {
  it('start a root task for each request, with a pattern and the number of the connection', async () => {
    const result =
      await trace(`const http = require('node:http'); const agent = new http.Agent({ keepAlive: true }); const s = http.createServer((q, r) => r.end()); s.listen(0, '127.0.0.1', async () => { const { port } = s.address();
for (const path of ['/a/12?secret=1', '/a/13']) await new Promise((done) => http.get({ port, host: '127.0.0.1', path, agent }, (r) => r.resume().on('end', done))); agent.destroy(); s.close(); });`);
    const roots = eventsOf(result, 'root');
    const requests = roots.filter((root) => root['kind'] === 1);
    assert.deepEqual(
      requests.map((root) => root['label']),
      ['GET /a/:n', 'GET /a/:n'],
    );
    const connection = roots.find((root) => root['kind'] === 2);
    assert.ok(requests.every((root) => root['channel'] === connection?.['channel']));
    const labels = eventsOf(result, 'handle').map((h) => String(h['label']));
    assert.ok(labels.some((label) => /^listen 127\.0\.0\.1:\d+$/.test(label)));
    assert.ok(labels.some((label) => /^connect 127\.0\.0\.1:\d+$/.test(label)));
    assert.ok(labels.every((label) => !label.includes('secret')));
  });
});

describe('the life of a program', () => {
  it('is recorded to its end', async () => {
    const result = await trace(`setTimeout(() => {}, 1);`);
    const ready = indexOf(result.events, 'ready', () => true);
    const beforeExit = indexOf(result.events, 'beforeExit', () => true);
    const exit = indexOf(result.events, 'exitProcess', (fields) => fields['reason'] === 0 && fields['code'] === 0);
    assert.ok(ready < beforeExit && beforeExit < exit);
  });
  it('knows process.exit, an uncaught error and a top-level await that never settles', async () => {
    const end = async (program: Record<string, string>): Promise<unknown[]> => {
      const [event] = eventsOf(await runTraced(program), 'exitProcess');
      return [event?.['reason'], event?.['code']];
    };
    assert.deepEqual(await end({ 'a.cjs': 'process.exit(4)' }), [1, 4]);
    assert.deepEqual(await end({ 'a.cjs': 'setTimeout(() => { throw new Error() }, 1)' }), [2, 1]);
    assert.deepEqual(await end({ 'a.mjs': 'await new Promise(() => {})' }), [3, 13]);
  });
  it('loses little to SIGKILL: the idle frame was drained', async () => {
    const result = await runTraced(
      {
        'a.cjs': `setInterval(() => {}, 100000); require('node:fs').statSync('/'); const at = Date.now(); setTimeout(() => console.log('now'), 60);`,
      },
      { onFirstOutput: (pid) => process.kill(pid, 'SIGKILL') },
    );
    assert.equal(result.signal, 'SIGKILL');
    assert.ok(eventsOf(result, 'timer').length === 2);
  });
});

describe('the watchdog', () => {
  it('reads the stack of a stuck main thread, and of an idle one never', async () => {
    // On a busy machine a question may come too late: it is asked again every two seconds.
    const result = await trace(`function spin() { const end = Date.now() + 5000; while (Date.now() < end); } setTimeout(spin, 400);`);
    const samples = result.events.filter((event) => event.name === 'sample');
    assert.ok(samples.length > 0);
    for (const sample of samples) {
      assert.equal(sample.thread, WATCHDOG_THREAD);
      assert.match(String(sample.fields['stack']), /^spin .*main\.cjs:1:\d+\n/);
    }
  });
});
