// A workspace of two folders, each with its own folder of traces: all of them are there, and what is made of a run is about its own folder.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { kindOf, needsScreen, screen, traced, until } from './support.ts';

const root = (name: string): vscode.Uri => {
  const found = vscode.workspace.workspaceFolders?.find((each) => each.name === name);
  assert.ok(found, name);
  return found.uri;
};
const trace = (uri: vscode.Uri): Promise<void> => traced(() => vscode.commands.executeCommand('interleave.traceFile', uri));

describe('a workspace of two folders', () => {
  before(async () => {
    await trace(vscode.Uri.joinPath(root('ws'), 'src/steps.js'));
    await trace(vscode.Uri.joinPath(root('second'), 'sells.js'));
  });

  it('keeps the traces of a folder where the folder says', () => {
    for (const name of ['ws', 'second']) {
      const kept = readdirSync(path.join(root(name).fsPath, '.traces')).filter((each) => each.endsWith('.ilv'));
      assert.equal(kept.length, 1, name);
    }
  });

  it('has the traces of all folders in the tree and to compare with', async function () {
    needsScreen(this);
    await vscode.commands.executeCommand('interleave.runs.focus');
    for (const name of ['steps', 'sells']) {
      await screen('waitFor', { selector: `.pane:has-text("Runs") .monaco-list-row:has-text("${name}")` });
    }
    const choosing = vscode.commands.executeCommand('interleave.compareRuns');
    await screen('waitFor', { selector: '.quick-input-list .monaco-list-row:has-text("steps")' });
    await screen('key', { key: 'Escape' });
    await choosing;
  });

  it('names places in the folder of the run', async () => {
    const target = vscode.Uri.joinPath(root('second'), 'run.sarif');
    await vscode.commands.executeCommand('interleave.exportSarif', target);
    const text = await until('the report', () => readFileSync(target.fsPath, 'utf8'));
    assert.match(text, /"uri":\s*"sells\.js"/);
  });

  it('takes settings and interleave.config.json from the folder of the file, and puts findings at its files', async () => {
    const file = (name: string): vscode.Uri => vscode.Uri.joinPath(root(name), name === 'ws' ? 'src/sells.js' : 'sells.js');
    const found = (name: string): string[] =>
      vscode.languages
        .getDiagnostics(file(name))
        .filter((each) => each.source === 'interleave')
        .map(kindOf);
    await trace(file('second'));
    await until('the finding', () => found('second').join() === 'race.atomicity');
    assert.deepEqual(found('ws'), []);
    const config = vscode.Uri.joinPath(root('second'), 'interleave.config.json');
    await vscode.workspace.fs.writeFile(config, Buffer.from('{ "severity": { "race.atomicity": "off" } }'));
    const settings = vscode.workspace.getConfiguration('interleave', root('ws'));
    await settings.update('record.level', 'light', vscode.ConfigurationTarget.WorkspaceFolder);
    try {
      await trace(file('second'));
      await until('no finding', () => found('second').length === 0);
      const given: unknown[] = [];
      const started = vscode.debug.onDidStartDebugSession(({ configuration, parentSession }) => {
        if (parentSession) return;
        given.push(/"level":"(\w+)"/.exec(String(configuration['env']?.INTERLEAVE_OPTIONS))?.[1]);
        given.push(configuration['cwd']);
      });
      await trace(file('ws'));
      await trace(vscode.Uri.joinPath(root('second'), 'total.js'));
      started.dispose();
      assert.deepEqual(given, ['light', root('ws').fsPath, 'full', root('second').fsPath]);
    } finally {
      await settings.update('record.level', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
      await vscode.workspace.fs.delete(config);
    }
  });

  it('opens the traced terminal in the folder of the active editor', async () => {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(root('second'), 'sells.js'));
    await vscode.commands.executeCommand('interleave.tracedTerminal');
    const terminal = await until('the terminal', () => vscode.window.terminals.find((each) => each.name === 'Traced Terminal'));
    assert.equal((terminal.creationOptions as vscode.TerminalOptions).cwd, root('second').fsPath);
    await vscode.commands.executeCommand('interleave.stop');
  });
});
