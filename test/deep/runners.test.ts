/** jest and vitest themselves: the same results with and without Interleave, the findings at the author's places, and what a test waits for that they give up on. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { CLI, Workshop } from '../cli/support.ts';

const project = path.resolve('test/programs/runners');
const bin = (name: string): string => path.join(project, 'node_modules', name);

const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  'jest in one process': [bin('jest/bin/jest.js'), '--ci', '-i'],
  'jest with workers': [bin('jest/bin/jest.js'), '--ci', '-w', '2'],
  'jest with its coverage': [bin('jest/bin/jest.js'), '--ci', '-i', '--coverage', '--coverageReporters=text'],
  'vitest, processes': [bin('vitest/vitest.mjs'), 'run', '--pool=forks'],
  'vitest, threads': [bin('vitest/vitest.mjs'), 'run', '--pool=threads'],
  'vitest, threads with contexts': [bin('vitest/vitest.mjs'), 'run', '--pool=vmThreads'],
  'vitest, processes with contexts': [bin('vitest/vitest.mjs'), 'run', '--pool=vmForks'],
};

const BANK = `
const { Mutex } = require(${JSON.stringify(bin('async-mutex'))});
const accounts = new Mutex();
const audit = new Mutex();
const both = (first, second) => first.runExclusive(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  await second.runExclusive(async () => {});
});
exports.transfer = async function transfer() {
  await both(accounts, audit);
};
exports.report = async function report() {
  await both(audit, accounts);
};
`;
const HANG = `const { transfer, report } = require('./bank.js');
it('is in time', async () => { await null; });
it('waits for itself', async () => {
  await Promise.all([transfer(), report()]);
}, 1500);
`;

/** What a runner prints, in any order, without times and counts of milliseconds. */
function linesOf(text: string): string[] {
  return stripVTControlCharacters(text)
    .replaceAll(/\(node:\d+\)/g, '(node)')
    .split('\n')
    .map((line) => line.replaceAll(/\s*\(?\b[\d.]+ ?m?s\b\)?/g, '').trimEnd())
    .filter((line) => line !== '' && !/^\s*(?:Time|Duration|Start at)\b/.test(line))
    .toSorted();
}

describe('test runners', function () {
  this.timeout(600_000);

  before(async () => {
    const { ensureDependencies } = (await import(pathToFileURL(path.resolve('scripts/lib/dependencies.mjs')).href)) as {
      ensureDependencies(folder: string): Promise<boolean>;
    };
    await ensureDependencies(project);
  });

  for (const [name, command] of Object.entries(RUNNERS)) {
    it(`are traced and change nothing: ${name}`, function () {
      const workshop = new Workshop(this);
      const env = { ...workshop.env, CI: '1' };
      const options = { cwd: project, env, encoding: 'utf8' } as const;
      const plain = spawnSync(process.execPath, command, options);
      const report = path.join(workshop.folder, 'report.json');
      const own = ['--json', report, '--out', path.join(workshop.folder, 'run.ilv')];
      const traced = spawnSync(process.execPath, [CLI, 'run', ...own, '--', process.execPath, ...command], options);
      assert.equal(plain.status, 1, plain.stderr);
      assert.equal(traced.status, 1, traced.stderr);
      assert.deepEqual(linesOf(traced.stdout), linesOf(plain.stdout));
      const said = linesOf(traced.stderr);
      assert.deepEqual(
        linesOf(plain.stderr).filter((line) => !said.includes(line)),
        [],
      );
      const { findings } = workshop.report();
      const races = findings
        .filter((f) => f.kind !== 'loop.blocked')
        .map((f) => [f.kind, ...f.locations.map((l) => `${path.relative(project, l.file)}:${l.line}`)].join(' '));
      for (const race of ['race.atomicity src/account.js:7 src/account.js:5', 'race.atomicity src/typed.ts:12 src/typed.ts:10']) {
        assert.ok(races.includes(race), races.join('\n'));
      }
      // Nothing about the runner, the tests or the code with the lock.
      assert.deepEqual(
        races.filter((race) => !/^race\.\S+ src\/(?:account\.js|typed\.ts):/.test(race)),
        [],
      );
      assert.ok(fs.existsSync(path.join(workshop.folder, 'run.ilv')));
    });
  }

  const TIMED_OUT: Readonly<Record<string, readonly string[]>> = {
    'jest in one process': [bin('jest/bin/jest.js'), '--ci', '-i', '--rootDir', '.'],
    'jest with workers': [bin('jest/bin/jest.js'), '--ci', '-w', '2', '--rootDir', '.'],
    'vitest, processes': [bin('vitest/vitest.mjs'), 'run', '--globals', '--pool=forks'],
    'vitest, threads': [bin('vitest/vitest.mjs'), 'run', '--globals', '--pool=threads'],
  };
  for (const [name, command] of Object.entries(TIMED_OUT)) {
    it(`say what a test waits for that they give up on: ${name}`, function () {
      const workshop = new Workshop(this);
      workshop.file('package.json', '{"name":"hangs"}');
      workshop.file('bank.js', BANK);
      // Two files, so that workers are used.
      workshop.file('hang.test.js', HANG);
      workshop.file('fine.test.js', `it('is in time', async () => { await null; });\n`);
      const report = path.join(workshop.folder, 'report.json');
      const options = { cwd: workshop.folder, env: { ...workshop.env, CI: '1' }, encoding: 'utf8' } as const;
      const { status, stderr } = spawnSync(process.execPath, [CLI, 'run', '--json', report, '--', process.execPath, ...command], options);
      assert.equal(status, 1, stderr);
      const { timeouts } = workshop.report();
      const places = timeouts?.map(({ pending }) => pending.map((node) => node.locations.map((l) => `${path.basename(l.file)}:${l.line}`)));
      assert.deepEqual(places, [[['hang.test.js:4']]], stderr);
      assert.deepEqual(timeouts?.[0]?.pending[0]?.children.map((node) => node.task).toSorted(), ['report', 'transfer']);
      assert.match(
        stderr,
        /a test timed out after .*, while it was waiting:\n {2}.* waits for several promises: all of 2 {2}hang\.test\.js:4:3/,
      );
    });
  }
});
