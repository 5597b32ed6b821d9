import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { until } from '../host/support.ts';
import { Workshop } from './support.ts';

const node = process.execPath;

/** Counts what it gets, says so, and forces its exit at the n-th SIGINT as careful servers do at the second. */
const COUNTING = `
const limit = Number(process.argv[2]); const counts = {};
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2']) process.on(name, () => {
  counts[name] = (counts[name] ?? 0) + 1;
  console.log(name + ' ' + counts[name] + ';');
  if (counts.SIGINT === limit) { console.log(JSON.stringify(counts)); process.exit(9); }
});
setInterval(() => {}, 1000);
console.log('ready');`;

describe('signals to interleave run', function () {
  if (process.platform === 'win32') return;
  let shop: Workshop;
  before(function () {
    shop = new Workshop(this);
    shop.file('counting.js', COUNTING);
    shop.file('hangs.js', `setInterval(() => {}, 1000); console.log('ready');`);
  });

  it('reach the program exactly once, sent to the group or to the command line alone', async () => {
    const { child, printed, result } = shop.start(['run', '--json', 'report.json', '--', node, 'counting.js', '6']);
    const pid = child.pid ?? 0;
    await printed('ready');
    for (const [n, target] of [-pid, pid, pid, -pid, -pid, pid].entries()) {
      process.kill(target, 'SIGINT');
      await printed(`SIGINT ${n + 1};`);
      if (n === 5) break;
      // The others in between would show a SIGINT that comes late.
      const other = (['SIGTERM', 'SIGHUP', 'SIGUSR2'] as const)[n % 3] ?? 'SIGTERM';
      process.kill(n % 2 === 0 ? pid : -pid, other);
      await printed(`${other} ${1 + Math.floor(n / 3)};`);
    }
    const { status, stdout, stderr } = await result;
    assert.equal(status, 9);
    assert.match(stdout, /\{"SIGINT":6,"SIGTERM":2,"SIGHUP":2,"SIGUSR2":1\}/);
    assert.match(stderr, /0 findings/);
    assert.deepEqual([shop.report().run.exitCode, shop.report().run.signal], [9, null]);
  });

  it('reach the program exactly once when they come all at once', async () => {
    const { child, printed, result } = shop.start(['run', '--', node, 'counting.js', '2']);
    const pid = child.pid ?? 0;
    await printed('ready');
    for (const name of ['SIGUSR2', 'SIGHUP', 'SIGTERM'] as const) process.kill(name === 'SIGHUP' ? -pid : pid, name);
    for (const name of ['SIGUSR2', 'SIGHUP', 'SIGTERM']) await printed(`${name} 1;`);
    process.kill(pid, 'SIGINT');
    await printed('SIGINT 1;');
    process.kill(-pid, 'SIGINT');
    assert.match((await result).stdout, /\{"SIGUSR2":1,"SIGHUP":1,"SIGTERM":1,"SIGINT":2\}|\{(?:"SIG\w+":[12],?){4}\}/);
    assert.equal((await result).status, 9);
  });

  it('reach the program when the command line was not let in and had two of the group as one', async function () {
    if (process.platform !== 'linux') return;
    const { child, printed, result } = shop.start(['run', '--', node, 'counting.js', '3']);
    const pid = child.pid ?? 0;
    await printed('ready');
    process.kill(pid, 'SIGSTOP');
    await until(() => / T /.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1')), 'the command line stopped');
    for (const n of [1, 2]) {
      process.kill(-pid, 'SIGINT');
      await printed(`SIGINT ${n};`);
    }
    process.kill(pid, 'SIGCONT');
    // Each is passed on after what came before it was judged.
    for (const n of [1, 2]) {
      process.kill(pid, 'SIGUSR2');
      await printed(`SIGUSR2 ${n};`);
    }
    process.kill(pid, 'SIGINT');
    await printed('SIGINT 3;');
    assert.equal((await result).status, 9);
  });

  for (const [who, sign] of [
    ['the group', -1],
    ['the command line alone', 1],
  ] as const) {
    it(`end a program that does not handle them, sent to ${who}, and the report is still written`, async () => {
      const { child, printed, result } = shop.start(['run', '--json', 'report.json', '--', node, 'hangs.js']);
      await printed('ready');
      process.kill(sign * (child.pid ?? 0), 'SIGINT');
      assert.equal((await result).status, 130);
      assert.deepEqual([shop.report().run.exitCode, shop.report().run.signal], [null, 'SIGINT']);
      assert.deepEqual(shop.leftovers(), []);
      assert.throws(() => process.kill(-(child.pid ?? 0), 0), /ESRCH/, 'nothing is left in the group');
    });
  }

  it('end npm-like parents and the programs below them once', async () => {
    const { child, printed, result } = shop.start(['run', '--', '/bin/sh', '-c', `"${node}" counting.js 1; exit 5`]);
    await printed('ready');
    process.kill(-(child.pid ?? 0), 'SIGINT');
    const { stdout } = await result;
    assert.match(stdout, /\{"SIGINT":1\}/);
  });
});

describe('stopping and continuing', function () {
  if (process.platform !== 'linux') return;

  for (const [who, pidOf] of [
    ['the group (Ctrl-Z)', (cli: number) => -cli],
    ['the program alone', (_cli: number, program: number) => program],
  ] as const) {
    it(`takes the time out of the program's, when ${who} is stopped`, async function () {
      const shop = new Workshop(this);
      shop.file('pid.js', `console.log('pid', process.pid, ';'); setInterval(() => {}, 20);`);
      const { child, output, printed, result } = shop.start(['run', '--out', 'a.ilv', '--', node, 'pid.js']);
      await printed(';');
      const program = Number(/pid (\d+)/.exec(output.stdout)?.[1]);
      const target = pidOf(child.pid ?? 0, program);
      process.kill(target, 'SIGSTOP');
      const since = performance.now();
      await until(() => performance.now() - since > 700, 'the time that is measured here');
      process.kill(target, 'SIGCONT');
      const trace = (): string => fs.readFileSync(path.join(shop.folder, 'a.ilv'), 'latin1');
      await until(() => trace().includes('"why":"stopped"'), 'the pause in the trace');
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      await result;
      const [, from, to] = /"fromNs":(\d+(?:\.\d+)?),"toNs":(\d+(?:\.\d+)?),"why":"stopped"/.exec(trace()) ?? [];
      assert.ok(Number(to) - Number(from) > 500e6, `${from} ${to}`);
    });
  }
});
