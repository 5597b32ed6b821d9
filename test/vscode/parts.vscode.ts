// A trace that is too large to be looked at at once (by a limit of the test): its first part is shown, and others can be chosen.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { inWorkspace, needsScreen, NODE_24, screen, until } from './support.ts';

/** A second of calls. */
const PROGRAM = `
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function step() { for (let i = 0; i < 200; i++) await null; await pause(5); }
(async () => { for (let i = 0; i < 150; i++) await step(); })();
`;

function record(trace: string): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'interleave-parts-'));
  try {
    const cli = path.join(vscode.extensions.getExtension('interleave.interleave')?.extensionPath ?? '', 'dist/cli.js');
    writeFileSync(path.join(folder, 'app.js'), PROGRAM);
    execFileSync(NODE_24, [cli, 'run', '--out', trace, '--', NODE_24, 'app.js'], { cwd: folder, stdio: 'ignore' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a part of a long run', function () {
  const trace = inWorkspace('parts.ilv');
  const page = (): Promise<string> => screen<string>('webviewText', { selector: 'body' });
  const shows = (text: RegExp): Promise<string> =>
    until(`${text}`, async () => {
      const body = await page();
      return text.test(body) && body;
    });

  before(async function () {
    needsScreen(this);
    record(trace.fsPath);
    process.env['INTERLEAVE_MAX_EVENTS'] = '20000';
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('interleave.openTrace', trace);
  });
  after(async () => {
    delete process.env['INTERLEAVE_MAX_EVENTS'];
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(trace.fsPath, { force: true });
  });

  it('is the first one when the file is opened; the timeline and the findings say so', async () => {
    const body = await shows(/Only a part of the run is shown: 0:00 to 0:\d\d(\.\d+)? of 0:\d\d/);
    assert.match(body, /Show Another Part…/);
    await vscode.commands.executeCommand('interleave.findings.focus');
    await screen('waitText', { text: 'Only a part of the run is shown: 0:00 to' });
    await screen('shot', { name: 'part-first' });
  });

  it('is another one when that is chosen', async () => {
    const choosing = vscode.commands.executeCommand('interleave.choosePart');
    await screen('waitFor', { selector: '.quick-input-list .monaco-list-row:has-text("0:00 to 0:0")' });
    await screen('shot', { name: 'part-choice' });
    await screen('click', { selector: '.quick-input-list .monaco-list-row:has-text("Last Part")' });
    await choosing;
    await shows(/Only a part of the run is shown: (?!0:00 to)0:\d\d(\.\d+)? to 0:\d\d(\.\d+)? of 0:\d\d/);
    await screen('shot', { name: 'part-last' });
  });
});
