/** The findings do not depend on where standard output goes: into a file Node writes it with calls of the file system, into a pipe without. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Report } from '../../src/analysis/finding.ts';
import { CLI, show } from '../support/programs.ts';

/** Traces a program whose standard output and errors are files, and says what was found and printed. */
async function traceIntoFile(program: string): Promise<{ readonly report: Report; readonly printed: string }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-file-'));
  const printed = path.join(folder, 'printed.txt');
  const fd = fs.openSync(printed, 'w');
  try {
    const json = path.join(folder, 'report.json');
    const args = [CLI, 'run', '--json', json, '--out', path.join(folder, 'run.ilv'), '--', process.execPath, path.resolve(program)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', fd, fd], env: { ...process.env, LESSONS_FAST: '1' } });
    await once(child, 'exit');
    return { report: JSON.parse(fs.readFileSync(json, 'utf8')) as Report, printed: fs.readFileSync(printed, 'utf8') };
  } finally {
    fs.closeSync(fd);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

describe('standard output in a file', () => {
  it('is no effect that awaits have in common', async () => {
    const { report, printed } = await traceIntoFile('examples/lessons/03-sequential-or-concurrent/main.js');
    assert.match(printed, /in turn/);
    assert.deepEqual(
      report.findings.map((f) => f.kind),
      ['await.sequential'],
      show(report.findings),
    );
  });

  it('is no blocking call of the code that prints', async () => {
    const { report, printed } = await traceIntoFile('test/programs/advice/safe-logging-server/main.js');
    assert.match(printed, /done with \/c/);
    assert.equal(report.findings.length, 0, show(report.findings));
  });

  it('is told from a file that the program writes by itself', async () => {
    const { report } = await traceIntoFile('test/programs/advice/sync-append-log/main.js');
    assert.deepEqual(
      report.findings.map((f) => f.kind),
      ['loop.sync-api'],
      show(report.findings),
    );
  });
});
