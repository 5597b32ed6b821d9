/**
 * Programs with locks, queues and hangs, each traced by the command line on Node 20 and 24. The first line of a program says what must be found:
 * `// expect: <kind|none>[@info] [lines] <exit CODE|signal> [node MAJOR]`. The first line given must be the primary place; nothing else of these kinds may appear.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Report } from '../../src/analysis/finding.ts';
import { ensureLibraries, nodeBinary, programs, root, versionsToTry } from '../preload/adaptersHarness.ts';
import { assertSaidIsReported } from '../support/programs.ts';

const HEADER = /expect: (?<kind>[\w.-]+?)(?<info>@info)?(?: (?<lines>[\d,]+))? (?:exit (?<exit>\d+)|signal)(?: node (?<node>\d+))?$/;
const OWN_KINDS = /^(?:lock|deadlock|hang)\./;

interface Outcome {
  readonly code: number | null;
  readonly report: Report;
}

function trace(node: string, file: string, seconds: number | undefined): Outcome {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'il-lock-programs-'));
  try {
    const json = path.join(folder, 'report.json');
    const limit = seconds === undefined ? [] : ['--timeout', String(seconds)];
    const args = [path.join(root, 'dist/cli.js'), 'run', '--json', json, '--out', path.join(folder, 'run.ilv'), ...limit, '--', node, file];
    const result = spawnSync(process.execPath, args, { cwd: programs, encoding: 'utf8', timeout: 50_000 });
    const report = JSON.parse(readFileSync(json, 'utf8')) as Report;
    assertSaidIsReported(result.stderr, report);
    return { code: result.status, report };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('programs with locks and hangs', () => {
  before(function () {
    this.timeout(120_000);
    return ensureLibraries();
  });
  for (const file of readdirSync(programs).filter((name) => /\.[mc]js$/.test(name))) {
    const expected = HEADER.exec(readFileSync(path.join(programs, file), 'utf8').split('\n')[0] ?? '')?.groups;
    const { kind = '', info, lines = '', exit, node: oldest } = expected ?? {};
    for (const major of versionsToTry([20, 24])) {
      if (major < Number(oldest ?? 0)) continue;
      it(`${file} on Node ${major}: ${kind}`, async () => {
        assert.ok(expected, `${file} has no expectation`);
        const { code, report } = trace(await nodeBinary(major), file, exit === undefined ? 4 : undefined);
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
    const [found] = trace(await nodeBinary(major), 'own-chain-acquire.mjs', undefined).report.findings;
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

  it('calls a lock that is its own class by the name of the class', async () => {
    const [major = 24] = versionsToTry([24]);
    const [found] = trace(await nodeBinary(major), 'own-pool-use-nested.mjs', undefined).report.findings;
    assert.match(found?.message ?? '', /^Pool\.use holds one of 2 permits of `Pool` and waits for another of `Pool`/);
  });
});
