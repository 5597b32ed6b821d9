import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {
  type RunRecord,
  createRunFolder,
  ensureBaseFolder,
  findRunOfProcess,
  readRunRecords,
  removeStaleRuns,
  writeRunRecord,
} from '../../src/host/runFolder.ts';
import { temporaryFolder } from './support.ts';

const user = process.getuid?.() ?? 0;

function modeOf(folder: string): number {
  return fs.statSync(folder).mode & 0o777;
}

function record(base: string, hostPid: number): RunRecord {
  const { id, directory } = createRunFolder(base);
  const made = { id, hostPid, directory, tracePath: '/t.ilv', socket: '', token: 'x', command: ['node'], startedAt: 'now' };
  writeRunRecord(base, made);
  return made;
}

/** A pid that was alive and is not any more. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '0']).pid;
}

describe('ensureBaseFolder', () => {
  it('makes a folder that only the user can enter, and uses it again', function () {
    const tmp = temporaryFolder(this);
    const folder = ensureBaseFolder({}, tmp);
    assert.equal(path.dirname(folder), tmp);
    if (process.platform !== 'win32') assert.equal(modeOf(folder), 0o700);
    assert.equal(ensureBaseFolder({}, tmp), folder);
  });

  it('prefers XDG_RUNTIME_DIR, and falls back when it is not usable', function () {
    const tmp = temporaryFolder(this);
    const runtime = path.join(tmp, 'runtime');
    assert.equal(path.dirname(ensureBaseFolder({ XDG_RUNTIME_DIR: runtime }, tmp)), tmp);
    fs.mkdirSync(runtime);
    assert.equal(ensureBaseFolder({ XDG_RUNTIME_DIR: runtime }, tmp), path.join(runtime, 'interleave'));
  });

  it('refuses a link, a folder that others can enter, and a file, with one sentence', function () {
    if (process.platform === 'win32') return;
    const tmp = temporaryFolder(this);
    const folder = path.join(tmp, `interleave-${user}`);
    fs.mkdirSync(path.join(tmp, 'elsewhere'), { mode: 0o700 });
    fs.symlinkSync(path.join(tmp, 'elsewhere'), folder);
    assert.throws(() => ensureBaseFolder({}, tmp), /^UserError: Cannot record: .* is a link\. Remove it/);
    fs.unlinkSync(folder);
    fs.mkdirSync(folder);
    fs.chmodSync(folder, 0o755);
    assert.throws(() => ensureBaseFolder({}, tmp), /can be entered by others/);
    fs.rmdirSync(folder);
    fs.writeFileSync(folder, '');
    assert.throws(() => ensureBaseFolder({}, tmp), /is not a folder/);
  });

  it('says in one sentence that a folder cannot be written', function () {
    const tmp = temporaryFolder(this);
    assert.throws(
      () => ensureBaseFolder({}, path.join(tmp, 'missing')),
      /^UserError: Cannot record: the folder .* cannot be written \(it does not exist\)/,
    );
  });
});

describe('the registry of runs', () => {
  it('finds the run that traces a process, by the log of that process', function () {
    const base = temporaryFolder(this);
    const made = record(base, process.pid);
    fs.writeFileSync(path.join(made.directory, `p${process.pid}-k3.log`), '');
    assert.deepEqual(findRunOfProcess(base, process.pid), made);
    assert.equal(findRunOfProcess(base, process.ppid), undefined);
  });

  it('does not believe a record about its folder', function () {
    const base = temporaryFolder(this);
    const made = record(base, process.pid);
    const file = path.join(base, `run-${made.id}.json`);
    fs.writeFileSync(file, JSON.stringify({ ...made, directory: '/etc' }));
    assert.equal(readRunRecords(base)[0]?.directory, made.directory);
    fs.writeFileSync(file, '{"id":');
    assert.deepEqual(readRunRecords(base), []);
  });

  it('removes runs of dead hosts, but not while one of their processes lives', function () {
    const base = temporaryFolder(this);
    const live = record(base, process.pid);
    const stale = record(base, deadPid());
    const orphaned = record(base, deadPid());
    fs.writeFileSync(path.join(orphaned.directory, `p${process.pid}-k3.log`), '');
    assert.equal(removeStaleRuns(base), 1);
    assert.deepEqual(fs.readdirSync(base).toSorted(), [live.id, orphaned.id, `run-${live.id}.json`, `run-${orphaned.id}.json`].toSorted());
    assert.equal(fs.existsSync(stale.directory), false);
  });
});
