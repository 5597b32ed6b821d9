// Ways to start a trace beside the commands for files: scripts of package.json, the terminal of the menu of new terminals.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findingsIn, inWorkspace, kindOf, needsScreen, openFile, screen, told, traced, until } from './support.ts';

const MANIFEST = 'package.json';

async function findingsOf(file: string): Promise<string[]> {
  const found = await until(`a finding in ${file}`, () => findingsIn(file).length > 0 && findingsIn(file), 30_000);
  return found.map(kindOf);
}

describe('scripts of package.json', () => {
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('are traced from their menu in the NPM Scripts view', async () => {
    const item = { task: { definition: { type: 'npm', script: 'start' } }, package: { resourceUri: inWorkspace(MANIFEST) } };
    await traced(() => vscode.commands.executeCommand('interleave.traceScript', item));
    assert.deepEqual(await findingsOf('src/hang.js'), ['deadlock.actual']);
  });

  it('are chosen from the line above them', async function () {
    needsScreen(this);
    await openFile(MANIFEST);
    const lens = await until('the line', async () => {
      const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', inWorkspace(MANIFEST), 10);
      return all.find((each) => each.command?.command === 'interleave.traceScript');
    });
    assert.ok(lens.command);
    const choosing = vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
    await screen('waitFor', { selector: '.quick-input-list .monaco-list-row:has-text("test")' });
    await screen('key', { key: 'Escape' });
    await choosing;
  });

  it('are said to be missing where there are none', async function () {
    needsScreen(this);
    const none = inWorkspace('src/package.json');
    assert.match(await told(() => vscode.commands.executeCommand('interleave.traceScript', none)), /^No package\.json here has scripts, /);
  });
});

describe('the traced terminal', () => {
  it('is in the menu of new terminals; what is started in it is told when it is closed', async () => {
    const before = new Set(vscode.window.terminals);
    // As the menu beside `+` does it.
    const config = { extensionIdentifier: 'interleave.interleave', id: 'interleave.terminal', title: 'Traced Terminal', icon: 'pulse' };
    await vscode.commands.executeCommand('workbench.action.terminal.newWithProfile', { config });
    const terminal = await until('the terminal', () => vscode.window.terminals.find((each) => !before.has(each)));
    await terminal.processId;
    terminal.sendText('node src/sells.js && echo sold > sold.txt');
    await until('the end of the program', async () => (await vscode.workspace.findFiles('sold.txt')).length > 0);
    terminal.dispose();
    assert.deepEqual(await findingsOf('src/sells.js'), ['race.atomicity']);
    await vscode.workspace.fs.delete(inWorkspace('sold.txt'));
  });

  it('is opened again by Trace Again, and closed by Stop', async () => {
    await vscode.commands.executeCommand('interleave.traceAgain');
    const terminal = await until('the terminal', () => vscode.window.terminals.find((each) => each.name === 'Traced Terminal'));
    await vscode.commands.executeCommand('interleave.stop');
    await until('its end', () => !vscode.window.terminals.includes(terminal));
  });
});
