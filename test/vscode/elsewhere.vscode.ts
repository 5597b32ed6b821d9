// A trace whose sources are in another folder here than where it was recorded: they are located once, and then everything opens them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { inWorkspace, needsScreen, NODE_24, screen, until } from './support.ts';

const FOLDERS = 'interleave.sources.folders';
const FILE = 'src/sells.js';
const NOTIFICATION = '.notifications-center .notification-list-item';

/** Records a copy of the workspace's program in a folder that is gone afterwards. Returns the folder. */
function recordElsewhere(trace: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'interleave-elsewhere-'));
  try {
    const cli = path.join(vscode.extensions.getExtension('interleave.interleave')?.extensionPath ?? '', 'dist/cli.js');
    mkdirSync(path.join(folder, 'src'));
    cpSync(inWorkspace(FILE).fsPath, path.join(folder, FILE));
    execFileSync(NODE_24, [cli, 'run', '--out', trace, '--fail-on', 'never', '--', NODE_24, FILE], { cwd: folder, stdio: 'ignore' });
  } finally {
    rmSync(folder, { recursive: true });
  }
  return folder;
}

describe('a trace from elsewhere', function () {
  const trace = inWorkspace('elsewhere.ilv');
  let folder = '';
  before(async function () {
    needsScreen(this);
    folder = recordElsewhere(trace.fsPath);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('interleave.openTrace', trace);
    await vscode.commands.executeCommand('interleave.findings.focus');
  });
  after(async () => {
    await vscode.workspace.getConfiguration().update(FOLDERS, undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(trace.fsPath, { force: true });
  });

  const openShown = (): vscode.TextEditor | undefined =>
    vscode.window.visibleTextEditors.find(({ document }) => document.uri.fsPath === inWorkspace(FILE).fsPath);

  it('says that its files are not here, and offers the folder of the workspace that has them', async () => {
    await screen('waitText', { text: 'Locate Folder… (1 file is not on this machine)' });
    await screen('click', { selector: '.monaco-list-row:has-text("is read in sell")' });
    let said = '';
    const editor = await until('the file of the workspace', async () => {
      if (openShown()) return openShown();
      // Opened anew: what came while the list was open has no buttons. The editor may have something to say, too.
      await vscode.commands.executeCommand('notifications.hideList');
      await vscode.commands.executeCommand('notifications.showList');
      const shown = await screen<string[]>('texts', { selector: NOTIFICATION });
      const parts = ['sells.js is not on this machine.', 'Use Folder ws', 'Locate Folder…'];
      const message = shown.find((text) => parts.every((part) => text.includes(part)));
      if (message === undefined) return undefined;
      said = message;
      await screen('shot', { name: 'elsewhere' });
      // The list goes away by itself when something else happens in the window.
      await screen('click', { selector: `${NOTIFICATION} .monaco-button:has-text("Use Folder ws")`, timeout: 2000 }).catch(() => undefined);
      return undefined;
    });
    assert.notEqual(said, '');
    const line = editor.document
      .getText()
      .split('\n')
      .findIndex((text) => text.includes('stock.count = before'));
    await until('its line', () => openShown()?.selection.active.line === line);
    assert.deepEqual(vscode.workspace.getConfiguration().get(FOLDERS), { [folder]: '.' });
    // The same text as ran, in a file that is newer than the run: no word of another line.
    await screen('waitText', { text: 'stock.count = before' });
    const shown = await screen<string[]>('texts', { selector: '.monaco-editor .view-lines' });
    assert.ok(shown.some((text) => text.includes('before')) && !shown.join('\n').includes('newer than the run'), shown.join('\n'));
    await until('no note of missing files', async () => {
      const rows = await screen<string[]>('texts', { selector: '.pane-body .monaco-list-row' });
      return rows.length > 0 && !rows.some((row) => row.includes('Locate Folder'));
    });
  });

  const hoverAt = async (file: string, line: number): Promise<string> => {
    const at = new vscode.Position(line, 6);
    const all = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', inWorkspace(file), at);
    return all.flatMap((each) => each.contents.map((part) => (typeof part === 'string' ? part : part.value))).join('\n');
  };

  it('knows the line of an editor under the name that it was recorded with', async () => {
    const hover = await until('the hover', async () => /Waited[^]*Reveal Line/.exec(await hoverAt(FILE, 5))?.[0]);
    assert.doesNotMatch(hover, /newer/);
  });

  it('says that the line may be another one where the file is not what ran', async () => {
    const changed = 'changed/src/sells.js';
    mkdirSync(inWorkspace('changed/src').fsPath, { recursive: true });
    writeFileSync(inWorkspace(changed).fsPath, `${readFileSync(inWorkspace(FILE).fsPath, 'utf8')}// changed\n`);
    await vscode.workspace.getConfiguration().update(FOLDERS, { [folder]: './changed' }, vscode.ConfigurationTarget.Workspace);
    await vscode.workspace.openTextDocument(inWorkspace(changed));
    await until('the hover', async () => /Reveal Line/.test(await hoverAt(changed, 5)));
    assert.match((await hoverAt(changed, 5)).replaceAll('&nbsp;', ' '), /newer than the run/);
  });
});
