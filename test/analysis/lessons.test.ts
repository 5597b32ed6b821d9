/** The lessons of examples/lessons, traced for real: each draws the remarks it is there for, and no others. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { show, traceProgram } from '../support/programs.ts';

interface Lesson {
  readonly program: string;
  /** Kinds that must be found, at information level or above, and no others may. */
  readonly finds: readonly string[];
  /** Kinds that must be found as hints, of which there may be no others either. */
  readonly hints?: readonly string[];
  /** Kinds that a busy machine adds, or keeps from being measured. */
  readonly allows?: readonly string[];
  /** Seconds after which it is ended from outside. */
  readonly stop?: number;
  readonly args?: readonly string[];
  /** First major version of Node that has what it uses. */
  readonly from?: number;
}

const LESSONS: readonly Lesson[] = [
  { program: '01-one-coroutine/main.js', finds: [] },
  { program: '02-gather/main.js', finds: [] },
  { program: '03-sequential-or-concurrent/main.js', finds: ['await.sequential'] },
  { program: '03-sequential-or-concurrent/together.js', finds: [] },
  { program: '04-kitchen/main.js', finds: [] },
  { program: '04-kitchen/main-course-last.js', finds: [] },
  { program: '04-kitchen/in-turn.js', finds: [], allows: ['await.sequential'] },
  { program: '05-blocking-inside/main.js', finds: ['loop.blocked'] },
  { program: '05-blocking-inside/busy.js', finds: ['loop.blocked'], allows: ['cpu.bound'] },
  { program: '05-blocking-inside/command.js', finds: ['loop.sync-api'], allows: ['io.bound'] },
  { program: '05-blocking-inside/files.js', finds: ['loop.sync-api'] },
  { program: '06-primes/main.js', finds: [] },
  { program: '06-primes/blocking.js', finds: ['loop.blocked'] },
  { program: '06-primes/threads.js', finds: [] },
  { program: '06-primes/processes.js', finds: [] },
  { program: '07-thread-pool/main.js', finds: [] },
  { program: '08-process-pool/main.js', finds: [], allows: ['io.bound'] },
  { program: '08-process-pool/cluster.js', finds: [], allows: ['io.bound'] },
  { program: '09-process-and-queue/main.js', finds: [] },
  { program: '10-three-requests/main.js', finds: [], allows: ['io.bound'] },
  { program: '10-three-requests/in-turn.js', finds: ['await.in-loop'], allows: ['io.bound'] },
  { program: '11-lost-update/main.js', finds: ['race.atomicity'] },
  { program: '11-lost-update/fixed.js', finds: [] },
  { program: '11-lost-update/mutex.js', finds: [] },
  { program: '11-lost-update/threads.js', finds: ['race.shared-memory'] },
  { program: '11-lost-update/threads-fixed.js', finds: [] },
  { program: '11-lost-update/processes.js', finds: ['race.fs.lost-update'], allows: ['io.bound'] },
  { program: '11-lost-update/processes-fixed.js', finds: [] },
  { program: '12-deadlock/main.js', finds: ['deadlock.actual'] },
  { program: '12-deadlock/web-locks.js', finds: ['deadlock.actual'], from: 24 },
  { program: '12-deadlock/threads.js', finds: ['deadlock.actual'], stop: 3 },
  { program: '12-deadlock/lucky.js', finds: ['lock.order-inversion'] },
  { program: '12-deadlock/fixed.js', finds: [] },
  { program: '12-deadlock/timeouts.js', finds: [], allows: ['lock.bound'] },
  { program: '12-deadlock/one-queue.js', finds: [] },
  { program: '13-daemons/main.js', finds: [] },
  { program: '13-daemons/forgotten.js', finds: ['timer.leak'], stop: 3 },
  { program: '13-daemons/worker-forgotten.js', finds: ['handle.leak'], stop: 4 },
  { program: '13-daemons/worker-daemon.js', finds: [] },
  { program: '14-cpu-or-io/main.js', finds: [], hints: ['cpu.bound', 'io.bound', 'pool.bound'] },
  { program: '15-sockets/main.js', finds: [] },
  { program: '16-futures/main.js', finds: [] },
  { program: '17-cost-of-a-lock/main.js', finds: ['lock.contention'], hints: ['lock.bound'] },
  { program: '17-cost-of-a-lock/uncontended.js', finds: [] },
  { program: '18-three-ways/main.js', args: ['async'], finds: [] },
  { program: '18-three-ways/main.js', args: ['threads'], finds: [] },
  { program: '18-three-ways/main.js', args: ['processes'], finds: [], allows: ['io.bound'] },
];

/** Files that are no programs of their own. */
const PARTS: ReadonlySet<string> = new Set(['07-thread-pool/jobs.js', '08-process-pool/jobs.js', '13-daemons/monitor.js']);

const MAJOR = Number(process.versions.node.split('.')[0]);

describe('lessons', () => {
  const saved = { fast: process.env['LESSONS_FAST'], path: process.env['NODE_PATH'] };
  const restore = (name: string, value: string | undefined): void => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  before(shorten);
  after(() => {
    restore('LESSONS_FAST', saved.fast);
    restore('NODE_PATH', saved.path);
  });

  function shorten(): void {
    process.env['LESSONS_FAST'] = '1';
    process.env['NODE_PATH'] = path.resolve('test/programs/node_modules');
  }

  it('tells for lesson 3 what running together saves, within a quarter', async () => {
    const folder = path.resolve('examples/lessons/03-sequential-or-concurrent');
    const seconds = (text: string): number => Number(/: ([\d.]+) s/.exec(text)?.[1]);
    const slow = await traceProgram(path.join(folder, 'main.js'));
    const fast = await traceProgram(path.join(folder, 'together.js'));
    const message = slow.report.findings.find((f) => f.kind === 'await.sequential')?.message ?? '';
    const told = Number(/about (\d+) ms/.exec(message)?.[1]);
    // The programs print seconds of the long version, of which the short one is a tenth.
    const real = (seconds(slow.stdout) - seconds(fast.stdout)) * 100;
    assert.ok(Math.abs(told - real) <= real / 4, `${message} (really ${real} ms)`);
  });

  it('has every program of every lesson in its table', () => {
    const folder = path.resolve('examples/lessons');
    const programs = fs
      .readdirSync(folder)
      .filter((name) => /^\d\d-/.test(name))
      .flatMap((name) => fs.readdirSync(path.join(folder, name)).map((file) => `${name}/${file}`))
      .filter((name) => name.endsWith('.js') && !PARTS.has(name));
    assert.deepEqual(programs.toSorted(), [...new Set(LESSONS.map((lesson) => lesson.program))].toSorted());
  });

  for (const { program, args = [], finds, hints = [], allows = [], stop } of LESSONS.filter(({ from = 0 }) => from <= MAJOR)) {
    const expected = [...finds, ...hints];
    it(`${[program, ...args].join(' ')}: ${expected.length === 0 ? 'nothing to remark' : expected.join(', ')}`, async () => {
      const file = path.resolve('examples/lessons', program);
      const { report } = await traceProgram(file, {
        args: stop === undefined ? [] : ['--timeout', String(stop)],
        ...(args && { given: args }),
      });
      const kindsOf = (isHint: boolean): string[] => {
        const found = report.findings.filter((f) => (f.severity === 'hint') === isHint).map((f) => f.kind);
        return [...new Set(found)].filter((kind) => expected.includes(kind) || !allows.includes(kind)).toSorted();
      };
      assert.deepEqual(kindsOf(false), finds.toSorted(), `${show(report.findings)}\n${report.notes.join('\n')}`);
      assert.deepEqual(kindsOf(true), hints.toSorted(), show(report.findings));
    });
  }
});
