/**
 * Programs with locks, queues and hangs, each traced by the command line on Node 20 and 24. The first line of a program says what must be found:
 * `// expect: <kind|none>[@info] [lines] <exit CODE|signal> [node MAJOR]`. The first line given must be the primary place; nothing else of these kinds may appear.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PendingNode } from '../../src/analysis/finding.ts';
import { ensureLibraries, nodeBinary, programs, versionsToTry } from '../preload/adaptersHarness.ts';
import { type Traced, assertSaidIsReported, hasTurn, traceProgram } from '../support/programs.ts';

const HEADER = /expect: (?<kind>[\w.-]+?)(?<info>@info)?(?: (?<lines>[\d,]+))? (?:exit (?<exit>\d+)|signal)(?: node (?<node>\d+))?$/;
const OWN_KINDS = /^(?:lock|deadlock|hang)\./;

/** By a Node of this version: this one, with the command line in this process (residentCli.ts), or another. */
async function trace(major: number, name: string, seconds?: number): Promise<Traced> {
  const file = path.join(programs, name);
  const args = seconds === undefined ? [] : ['--timeout', String(seconds)];
  const traced = await traceProgram(file, { args, node: await nodeBinary(major), cwd: programs, timeoutMs: 50_000 });
  assertSaidIsReported(traced.stderr, traced.report);
  return traced;
}

describe('programs with locks and hangs', () => {
  before(function () {
    this.timeout(120_000);
    return ensureLibraries();
  });
  for (const file of readdirSync(programs).filter((name) => /\.[mc]js$/.test(name) && hasTurn(path.join(programs, name)))) {
    const expected = HEADER.exec(readFileSync(path.join(programs, file), 'utf8').split('\n')[0] ?? '')?.groups;
    const { kind = '', info, lines = '', exit, node: oldest } = expected ?? {};
    for (const major of versionsToTry([20, 24])) {
      if (major < Number(oldest ?? 0)) continue;
      it(`${file} on Node ${major}: ${kind}`, async () => {
        assert.ok(expected, `${file} has no expectation`);
        const { code, report } = await trace(major, file, exit === undefined ? 4 : undefined);
        if (exit !== undefined) assert.equal(code, Number(exit));
        const found = report.findings.filter(
          (f) => OWN_KINDS.test(f.kind) && f.severity !== 'hint' && (info !== undefined || f.severity !== 'info'),
        );
        const story = found.map((f) => `${f.kind} ${f.message} ${f.locations.map((l) => l.line).join()}`).join('\n');
        assert.deepEqual(
          found.map((f) => f.kind),
          kind === 'none' ? [] : [kind],
          story,
        );
        if (lines === '') return;
        const wanted = lines.split(',').map(Number);
        const shown = (found[0]?.locations ?? []).slice(0, 3).map((l) => l.line);
        assert.equal(shown[0], wanted[0], story);
        for (const line of wanted) assert.ok(shown.includes(line), story);
      });
    }
  }

  it('tells a deadlock of hand-written locks step by step', async () => {
    const [major = 24] = versionsToTry([24]);
    const [found] = (await trace(major, 'own-chain-acquire.mjs')).report.findings;
    assert.deepEqual(found?.scenario?.lanes, ['checkout', 'merge']);
    assert.deepEqual(
      found.scenario.happened.map(({ lane, text, location }) => [lane, text.split(' `')[0], location?.line]),
      [
        [0, 'takes', 17],
        [1, 'takes', 24],
        [0, 'waits for', 19],
        [1, 'waits for', 26],
      ],
    );
  });

  it('names the hand-written locks that are waited for when the program has ended', async () => {
    const [major = 24] = versionsToTry([24]);
    const { pending } = (await trace(major, 'own-waiters-ring.mjs')).report;
    const all = pending.flatMap(function below(node): PendingNode[] {
      return [node, ...node.children.flatMap(below)];
    });
    const waits = all.filter(({ on }) => on.includes(', held by '));
    assert.deepEqual(
      [...new Set(waits.map(({ reason, on, wokenBy }) => `${reason} ${on.replace(/ for .*/, '')} ${wokenBy?.line}`))].toSorted(),
      ['lock cache, held by evict (own-waiters-ring.mjs:24) 24', 'lock db, held by refresh (own-waiters-ring.mjs:17) 17'],
    );
  });

  it('says of what stands in a line who takes it out', async () => {
    const [major = 24] = versionsToTry([24]);
    const { pending } = (await trace(major, 'own-bell-left.mjs')).report;
    assert.deepEqual(
      pending.map(({ task, reason, wokenBy }) => [task, reason, wokenBy?.line]),
      [['cook', 'promise-lost', 12]],
    );
  });

  it('has a job of several keys under all of them', async () => {
    const [major = 24] = versionsToTry([24]);
    const { findings } = (await trace(major, 'asynclock-list-sorted.mjs')).report;
    assert.deepEqual(
      findings.map(({ kind }) => kind),
      [],
    );
  });

  it('tells the turns of a hand-written lock for each key by their keys', async () => {
    const [major = 24] = versionsToTry([24]);
    const [found] = (await trace(major, 'own-chain-keyed.cjs')).report.findings;
    const keys = [...(found?.message ?? '').matchAll(/`withLock` for `(?<key>[^`]+)` \(line/g)].map((m) => m.groups?.['key']);
    assert.deepEqual([keys.length, keys[0], keys[1]], [4, keys[3], keys[2]], found?.message);
    assert.notEqual(keys[0], keys[1]);
  });

  it('names what ran last for a promise that nothing settles, and the line that somebody stands in', async () => {
    const [major = 24] = versionsToTry([24]);
    const [silent] = (await trace(major, 'own-queue-job-silent.cjs')).report.findings;
    assert.match(silent?.message ?? '', /The last that ran for it was the callback of `setTimeout` in print\.$/);
    const [left] = (await trace(major, 'own-callback-pool-left.cjs')).report.findings;
    const why =
      'what Pool.take put in line in that step (`this.waiting.push`) is taken out by Pool.giveBack, which has not come to it since';
    assert.ok(left?.why.includes(why), left?.why.join('; '));
  });

  it('names who has the first permit and who asks for the second', async () => {
    const [major = 24] = versionsToTry([24]);
    const [found] = (await trace(major, 'sema-nesting-helpers.cjs')).report.findings;
    assert.match(found?.message ?? '', /^parent holds one of 3 permits of `sema` until child has had another; 3 tasks/);
  });

  it('tells of lock files by their names, and of who made each', async () => {
    const [major = 24] = versionsToTry([24]);
    const [found] = (await trace(major, 'own-file-ring-sync.cjs', 3)).report.findings;
    assert.equal(
      found?.message,
      'Deadlock over lock files: post has made `cash.lock` and waits for `stock.lock`; post has made `stock.lock` and waits for `cash.lock`.',
    );
  });

  it('calls a lock that is its own class by the name of the class', async () => {
    const [major = 24] = versionsToTry([24]);
    const [found] = (await trace(major, 'own-pool-use-nested.mjs')).report.findings;
    assert.match(found?.message ?? '', /^Pool\.use holds one of 2 permits of `Pool` and waits for another of `Pool`/);
  });
});
