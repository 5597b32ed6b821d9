// The extension in a workspace that nobody has trusted: it shows recorded traces, and runs nothing.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { folder, inWorkspace, needsScreen, NOTHING_YET, notifications, openFile, screen, told, unreadable, until } from './support.ts';

describe('an untrusted workspace', () => {
  it('is what this suite runs in', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('has our extension, with what needs no trust', async () => {
    await vscode.extensions.getExtension('interleave.interleave')?.activate();
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes('interleave.openTrace'));
  });

  it('does not run a program, whoever asks', async function () {
    needsScreen(this);
    let sessions = 0;
    const started = vscode.debug.onDidStartDebugSession(() => (sessions += 1));
    await openFile('src/steps.js');
    const running = ['traceFile', 'traceTests', 'traceTest', 'traceConfig', 'traceScript', 'traceAgain', 'openLesson', 'tracedTerminal'];
    for (const command of running.map((name) => `interleave.${name}`)) {
      await vscode.commands.executeCommand('notifications.clearAll');
      await vscode.commands.executeCommand(command);
      const [said] = await until('a notification', async () => {
        const all = (await notifications()).filter((each) => each.startsWith('Tracing'));
        return all.length > 0 && all;
      });
      assert.match(said ?? '', /the workspace is not trusted\. Trust it to trace/, command);
    }
    started.dispose();
    assert.equal(sessions, 0);
  });

  it('has a sentence for what needs a run', async function () {
    needsScreen(this);
    for (const [command, sentence] of NOTHING_YET) {
      assert.match(await told(() => vscode.commands.executeCommand(`interleave.${command}`)), sentence);
    }
  });

  it('offers in its views what can be done, and says why not the rest', async function () {
    needsScreen(this);
    await vscode.commands.executeCommand('interleave.findings.focus');
    const buttons = '.pane:has-text("Findings") .welcome-view-content .monaco-button';
    await screen('waitFor', { selector: buttons });
    assert.deepEqual(await screen('texts', { selector: buttons }), ['Manage Trust']);
    await vscode.commands.executeCommand('interleave.showTimeline');
    const words = await until(
      'the words of the timeline',
      async () => (await screen<string>('webviewText', { selector: 'body' })) || undefined,
    );
    assert.match(words, /the workspace is not trusted[^]*Manage Trust\s+Open a recorded trace$/);
    await screen('shot', { name: 'restricted-views' });
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('does not take the folder for traces from the workspace', async () => {
    await vscode.workspace.getConfiguration().update('interleave.record.directory', 'traces', vscode.ConfigurationTarget.Workspace);
    assert.equal(vscode.workspace.getConfiguration('interleave', folder()).get('record.directory'), '');
  });

  it('opens files as traces, and says what is wrong with them', async function () {
    needsScreen(this);
    await writeFile(inWorkspace('noise.ilv').fsPath, 'no trace');
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('interleave.openTrace', inWorkspace('noise.ilv'));
    await unreadable(/is not an Interleave trace/);
    await screen('shot', { name: 'restricted' });
  });
});
