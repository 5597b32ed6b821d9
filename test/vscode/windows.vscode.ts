// What happens around a run: its process is killed, its timeline is hidden, another window of the same workspace traces as well.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findingsIn, inWorkspace, needsScreen, notifications, openFile, screen, traced, until } from './support.ts';

const trace = (name: string): Thenable<unknown> => vscode.commands.executeCommand('interleave.traceFile', inWorkspace(name));
const TRACING = '.statusbar-item[aria-label*="Interleave is tracing"]';

/** Traces the program that does not end, does something, and stops it. */
async function whileTracing(act: () => Promise<void>): Promise<void> {
  await traced(async () => {
    await trace('src/server.js');
    await screen('waitFor', { selector: TRACING });
    await act();
    await vscode.commands.executeCommand('interleave.stop');
  }, 120_000);
  await screen('waitFor', { selector: TRACING, state: 'hidden' });
}

describe('a traced run', function () {
  this.timeout(400_000);
  before(function () {
    needsScreen(this);
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is whole up to the moment when its process was killed', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await traced(() => trace('src/killed.js'));
    await screen('waitFor', { selector: '.statusbar-item[aria-label*="in Trace killed.js"]' });
    await vscode.commands.executeCommand('interleave.dump');
    // The two are one line when what is known of their timers is the same.
    await until('who was waiting', () =>
      vscode.window.visibleTextEditors.some(({ document }) => /work(?: ×2)? — waits for a timer.*killed\.js:4/.test(document.getText())),
    );
    assert.deepEqual(await notifications(), []);
  });

  it('is in its timeline again after that was hidden, with what came meanwhile', async () => {
    await whileTracing(async () => {
      await vscode.commands.executeCommand('interleave.showTimeline');
      await until('the timeline', async () => / tasks?\b/.test(await screen<string>('webviewText', { selector: 'body' })));
      await vscode.commands.executeCommand('workbench.action.closePanel');
      await screen('waitFor', { selector: 'iframe.webview.ready:visible', state: 'hidden' });
    });
    await vscode.commands.executeCommand('interleave.showTimeline');
    await until('the whole run', async () => /server\.js/.test(await screen<string>('webviewText', { selector: 'body' })));
    await screen('shot', { name: 'shown-again' });
  });

  it('is offered by the timeline of a window that has traced nothing itself', async () => {
    // Otherwise windows of one workspace that are open at the same time have one each.
    const keepIn = (name: string | undefined): Thenable<void> =>
      vscode.workspace.getConfiguration().update('interleave.record.directory', name, vscode.ConfigurationTarget.Workspace);
    await keepIn('traces');
    try {
      await traced(() => trace('src/killed.js'));
      await screen('openSecondWindow');
      await screen('waitFor', { window: 2, selector: '.activitybar [aria-label*="Interleave"]', timeout: 120_000 });
      await screen('command', { window: 2, title: 'Interleave: Show Timeline', timeout: 60_000 });
      const words = (): Promise<string> => screen<string>('webviewText', { window: 2, selector: 'body' }).catch(() => '');
      await until('the way to the last run', async () => /Open the last recorded run: Trace-killed/.test(await words()), 60_000);
    } finally {
      await screen('shot', { window: 2, name: 'second-window-before' });
      await screen('closeSecondWindow');
      await keepIn(undefined);
    }
  });

  it('has nothing to do with one in another window of the same workspace', async () => {
    await openFile('src/server.js');
    await whileTracing(async () => {
      await screen('openSecondWindow');
      try {
        await screen('waitFor', { window: 2, selector: '.activitybar [aria-label*="Interleave"]', timeout: 120_000 });
        await screen('key', { window: 2, key: 'Control+p' });
        await screen('waitFor', { window: 2, selector: '.quick-input-widget input' });
        await screen('type', { window: 2, text: 'rejects.js' });
        await screen('click', { window: 2, selector: '.quick-input-list .monaco-list-row:has-text("rejects.js")', timeout: 30_000 });
        await screen('waitFor', { window: 2, selector: '.tab.active:has-text("rejects.js")', timeout: 30_000 });
        await screen('command', { window: 2, title: 'Interleave: Trace Concurrency in Current File', timeout: 60_000 });
        await screen('waitFor', { window: 2, selector: '.statusbar-item[aria-label*="1 finding in Trace rejects.js"]', timeout: 120_000 });
      } finally {
        await screen('shot', { window: 2, name: 'second-window' });
        await screen('closeSecondWindow');
      }
      await screen('waitFor', { selector: TRACING });
      assert.deepEqual(findingsIn('src/rejects.js'), []);
    });
  });
});
