/** The lessons of examples/lessons, traced for real: each draws the remarks it is there for, and no others at warning level. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { show, traceProgram } from '../support/programs.ts';

/** Program → kinds that must be found (at any severity); `allows`: kinds that may be found, depending on timing; `stop`: seconds after which it is ended from outside. */
const LESSONS: readonly {
  readonly program: string;
  readonly finds: readonly string[];
  readonly allows?: readonly string[];
  readonly stop?: number;
}[] = [
  { program: '01-one-coroutine/main.js', finds: [] },
  { program: '02-gather/main.js', finds: [] },
  { program: '03-sequential-or-concurrent/main.js', finds: ['await.sequential'] },
  { program: '03-sequential-or-concurrent/together.js', finds: [] },
  { program: '04-kitchen/main.js', finds: [] },
  { program: '04-kitchen/in-turn.js', finds: [] },
  { program: '05-blocking-inside/main.js', finds: ['loop.blocked'] },
  { program: '06-primes/main.js', finds: [] },
  { program: '06-primes/blocking.js', finds: ['loop.blocked'] },
  { program: '06-primes/threads.js', finds: [] },
  { program: '07-thread-pool/main.js', finds: [] },
  { program: '08-process-pool/main.js', finds: [] },
  { program: '09-process-and-queue/main.js', finds: [] },
  { program: '10-three-requests/main.js', finds: [] },
  { program: '10-three-requests/in-turn.js', finds: ['await.in-loop'] },
  { program: '11-lost-update/main.js', finds: ['race.atomicity'] },
  { program: '11-lost-update/fixed.js', finds: [] },
  { program: '11-lost-update/threads.js', finds: [], allows: ['race.shared-memory'] },
  { program: '11-lost-update/threads-fixed.js', finds: [] },
  { program: '12-deadlock/main.js', finds: ['deadlock.actual'] },
  { program: '12-deadlock/lucky.js', finds: ['lock.order-inversion'] },
  { program: '12-deadlock/fixed.js', finds: [] },
  { program: '13-daemons/main.js', finds: [] },
  { program: '13-daemons/forgotten.js', finds: ['timer.leak'], stop: 3 },
  { program: '14-cpu-or-io/main.js', finds: ['cpu.bound', 'io.bound', 'pool.bound'] },
  { program: '15-sockets/main.js', finds: [] },
  { program: '16-futures/main.js', finds: [] },
  { program: '17-cost-of-a-lock/main.js', finds: ['lock.bound'] },
  { program: '17-cost-of-a-lock/uncontended.js', finds: [] },
  { program: '18-three-ways/main.js', finds: [] },
];

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

  for (const { program, finds, allows = [], stop } of LESSONS) {
    it(`${program}: ${finds.length === 0 ? 'nothing to remark' : finds.join(', ')}`, async () => {
      const { report } = await traceProgram(
        path.resolve('examples/lessons', program),
        stop === undefined ? [] : ['--timeout', String(stop)],
      );
      const kinds = report.findings.map((f) => f.kind);
      for (const kind of finds) {
        assert.ok(kinds.includes(kind), `expected ${kind}, got\n${show(report.findings)}\n${report.notes.join('\n')}`);
      }
      const extra = report.findings.filter(
        (f) => f.severity !== 'info' && f.severity !== 'hint' && ![...finds, ...allows].includes(f.kind),
      );
      assert.equal(extra.length, 0, `not expected:\n${show(extra)}`);
    });
  }
});
