// The examples do what their pages say: traced for real, each has its defect found at its line, and nothing else of weight.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Report } from '../src/analysis/finding.ts';

const TIMEOUT_MS = 120_000;

interface Traced {
  readonly code: number | null;
  readonly stdout: string;
  /** `kind file:line` of every finding that is an error or a warning, sorted. */
  readonly problems: readonly string[];
  readonly report: Report;
}

async function run(args: readonly string[]): Promise<{ code: number | null; stdout: string }> {
  const env = { ...process.env };
  delete env['NODE_OPTIONS'];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout };
}

async function trace(example: string): Promise<Traced> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'interleave-examples-'));
  try {
    const json = path.join(folder, 'report.json');
    const options = ['--json', json, '--out', path.join(folder, 'run.ilv')];
    const result = await run(['dist/cli.js', 'run', ...options, '--', process.execPath, path.join('examples', example, 'main.js')]);
    const report = JSON.parse(readFileSync(json, 'utf8')) as Report;
    const problems = report.findings
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      .map(({ kind, locations: [first] }) => `${kind} ${path.basename(first?.file ?? '')}:${first?.line}`)
      .toSorted();
    return { ...result, problems, report };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Number of the first line of an example's file that contains a text. */
function lineOf(file: string, text: string): number {
  return (
    readFileSync(path.join('examples', file), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}

const SMALL = [
  { name: 'lost-update', kind: 'race.atomicity', text: 'page.visits = before + 1' },
  { name: 'lock-order', kind: 'deadlock.actual', text: 'const releaseTo' },
  { name: 'forgotten-await', kind: 'promise.floating', text: "writeAudit(file, 'deleted" },
  // The call, where a busy machine has let nobody look at the stack.
  { name: 'blocked-loop', kind: 'loop.blocked', text: 'number % divisor', or: 'isPrime(Number(' },
  { name: 'never-settles', kind: 'hang.exit-pending', text: 'await Promise.all' },
];

describe('examples/small', function () {
  this.timeout(TIMEOUT_MS);
  for (const { name, kind, text, or = text } of SMALL) {
    it(`shows ${kind} in ${name}, at its line, and behaves as alone`, async () => {
      const file = `small/${name}/main.js`;
      const alone = await run([path.join('examples', file)]);
      const traced = await trace(`small/${name}`);
      assert.equal(traced.code, alone.code);
      // Which of several answers comes first is the machine's affair.
      const lines = (output: string): string[] =>
        output
          .replaceAll(/\d+ ms/g, '')
          .split('\n')
          .toSorted();
      assert.deepEqual(lines(traced.stdout), lines(alone.stdout));
      const [first] = traced.problems;
      assert.equal(traced.problems.length, 1, traced.problems.join(', '));
      // A sample of a busy function may come from any line of its loop.
      const tolerance = kind === 'loop.blocked' ? 1 : 0;
      const line = Number(first?.split(':')[1]);
      assert.ok(first?.startsWith(`${kind} main.js:`), first);
      const isNear = (expected: string): boolean => Math.abs(line - lineOf(file, expected)) <= tolerance;
      assert.ok(isNear(text) || isNear(or), `${first}, expected line ${lineOf(file, text)}`);
      if (kind !== 'loop.blocked') return;
      // The timeline shows all of it, not only the beginning of its callback.
      const blocked = traced.report.findings.find((each) => each.kind === kind);
      const { fromNs = 0, toNs = 0 } = blocked?.window ?? {};
      const told = Number(/for (\d+) ms/.exec(blocked?.message ?? '')?.[1]);
      assert.ok((toNs - fromNs) / 1e6 >= told - 1, `${blocked?.message}: ${(toNs - fromNs) / 1e6} ms are shown`);
    });
  }
});

describe('examples/shop', function () {
  this.timeout(TIMEOUT_MS);

  it('shows the lost update, the lock order and the blocked loop, and nothing else', async () => {
    const { code, stdout, problems, report } = await trace('shop');
    assert.equal(code, 0);
    assert.match(stdout, /shop is closed\n$/);
    assert.equal(report.run.droppedEvents, 0);
    assert.deepEqual(report.run.incomplete, []);
    const kinds = problems.map((problem) => problem.split(':')[0]);
    assert.deepEqual(
      kinds,
      ['lock.order-inversion warehouse.js', 'loop.blocked reports.js', 'race.atomicity orders.js'],
      problems.join(', '),
    );
    assert.ok(problems.includes(`race.atomicity orders.js:${lineOf('shop/orders.js', 'item.stock = left')}`), problems.join(', '));
  });
});
