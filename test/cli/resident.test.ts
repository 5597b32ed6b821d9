/**
 * Most programs of the tests are traced by a command line that is evaluated in the process of the tests (support/residentCli.ts). It must give what one in a process
 * of its own gives: the same report of the same trace to the last byte, and the same findings, output and status of the same program.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Finding } from '../../src/analysis/finding.ts';
import { temporaryFolder } from '../host/support.ts';
import { ensureLibraries } from '../preload/adaptersHarness.ts';
import { CLI, firstOfKinds, runNode, traceProgram } from '../support/programs.ts';
import { type Outcome, runResident } from '../support/residentCli.ts';

const FOLDER = path.resolve('test/programs');

/** One program of each kind that ends by itself and at once; what takes its time (test/programs/advice) differs in figures from run to run. */
function programs(): string[] {
  const byKind = new Map(['locks', 'bugs', 'races'].flatMap((name) => [...firstOfKinds(path.join(FOLDER, name))]));
  return [...byKind.values()].filter((file) => !/^.* signal$/.test(fs.readFileSync(file, 'utf8').split('\n')[0] ?? '')).toSorted();
}

/** What two runs have in common, in an order of its own: times and ports differ, what is found first, and whether what can happen did (the words of one trace are compared below). */
function stories(findings: readonly Finding[]): string[] {
  return findings.map((finding) => JSON.stringify(story(finding), undefined, 1)).toSorted();
}

function story({ kind, severity, locations }: Finding): unknown {
  return [kind, severity, locations.map(({ file, line, column }) => `${path.basename(file)}:${line}:${column}`)];
}

describe('runResident', () => {
  before(function () {
    this.timeout(120_000);
    return ensureLibraries();
  });

  for (const file of programs()) {
    it(`finds what the command line finds: ${path.relative(FOLDER, file)}`, async () => {
      const real = await traceProgram(file, { isReal: true });
      const resident = await traceProgram(file, { isReal: false });
      assert.deepEqual(stories(resident.report.findings), stories(real.report.findings));
      assert.deepEqual(Object.keys(resident.report), Object.keys(real.report));
      assert.equal(resident.stdout, real.stdout);
      assert.equal(resident.code, real.code);
    });
  }

  for (const name of ['races/buggy-counted-answers.mjs', 'bugs/ARC.cjs', 'locks/own-chain-acquire.mjs']) {
    it(`says to the last byte what the command line says of the same trace: ${name}`, async function () {
      const file = path.join(FOLDER, name);
      const cwd = path.dirname(file);
      const trace = path.join(temporaryFolder(this), 'run.ilv');
      await runResident(['run', '--out', trace, '--', process.execPath, file], { cwd });
      const before = [...process.listeners('SIGINT')];
      for (const args of [
        ['analyze', '--json', '-', trace],
        ['analyze', '--summary', trace],
        ['analyze', '--fail-on', 'error', trace],
        ['analyze', `${trace}.not`],
      ]) {
        assert.deepEqual(await runResident(args, { cwd }), await runNode([CLI, ...args], { cwd }));
      }
      assert.deepEqual(process.listeners('SIGINT'), before);
    });
  }

  it('keeps a command that fails apart from others of the same time', async function () {
    const folder = temporaryFolder(this);
    const run = (name: string, ...command: string[]): Promise<Outcome> =>
      runResident(['run', '--out', path.join(folder, `${name}.ilv`), '--', ...command], { cwd: folder });
    const [missing, crashed, killed, good] = await Promise.all([
      run('missing', path.join(folder, 'no-such-program')),
      run('crashed', process.execPath, '-e', 'throw new Error("on purpose")'),
      run('killed', process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")'),
      run('good', process.execPath, '-p', '6 * 7'),
    ]);
    assert.deepEqual([missing.code, crashed.code, killed.code, good.code], [2, 1, 137, 0]);
    assert.match(missing.stderr, /Cannot start/);
    assert.match(crashed.stderr, /on purpose/);
    assert.equal(good.stdout, '42\n');
    assert.doesNotMatch(good.stderr, /on purpose|Cannot start/);
  });
});
