// Ways to start a trace beside the commands for files: scripts of package.json, the terminal of the menu of new terminals.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findingsIn, folder, inWorkspace, kindOf, lineOf, needsScreen, openFile, screen, told, traced, until } from './support.ts';

const MANIFEST = 'package.json';

async function findingsOf(file: string): Promise<string[]> {
  const found = await until(`a finding in ${file}`, () => findingsIn(file).length > 0 && findingsIn(file), 90_000);
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

describe('tasks', () => {
  const fromCommandLine = (): vscode.Diagnostic[] =>
    vscode.languages
      .getDiagnostics(inWorkspace('src/total.js'))
      .filter((each) => each.source === 'interleave' && each.code === 'race.stale-compound');

  it('are there for every script, traced', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'interleave' });
    assert.deepEqual(
      tasks.map((each) => [each.name, each.detail]),
      ['start', 'test'].map((script) => [`npm run ${script}`, `npm run ${script}`]),
    );
  });

  it('put what the command line reports into Problems', async () => {
    const [like] = await vscode.tasks.fetchTasks({ type: 'interleave' });
    assert.ok(like?.scope);
    const definition = { type: 'interleave', command: 'node', args: ['src/total.js'] };
    const configured = vscode.workspace.getConfiguration('tasks', folder());
    await configured.update('version', '2.0.0', vscode.ConfigurationTarget.WorkspaceFolder);
    await configured.update('tasks', [{ label: 'traced total', ...definition }], vscode.ConfigurationTarget.WorkspaceFolder);
    try {
      const task = await until('the task', async () => (await vscode.tasks.fetchTasks()).find((each) => each.name === 'traced total'));
      const ended = new Promise<number | undefined>((resolve) => {
        const listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
          if (execution.task.name !== task.name) return;
          listening.dispose();
          resolve(exitCode);
        });
      });
      await vscode.tasks.executeTask(task);
      assert.equal(await ended, 0);
      const [found] = await until('the finding', () => fromCommandLine().length > 0 && fromCommandLine());
      assert.equal(found?.range.start.line, await lineOf('src/total.js', 'cart.total += await'));
      assert.match(found?.message ?? '', /^cart\.total is read/);
    } finally {
      await configured.update('tasks', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
      await configured.update('version', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    }
  });
});

describe('the traced terminal', () => {
  it('is a profile of terminals; what is started in it is told when it is closed', async () => {
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

  it('is offered beside the button for new terminals', async function () {
    needsScreen(this);
    await vscode.commands.executeCommand('workbench.action.terminal.toggleTerminal');
    await screen('click', { selector: '.panel .action-label[aria-label^="Launch Profile"]' });
    await screen('waitText', { text: 'Traced Terminal' });
    await screen('shot', { name: 'terminal-profiles' });
    await screen('key', { key: 'Escape' });
    for (const each of vscode.window.terminals) each.dispose();
  });

  it('is opened again by Trace Again, and closed by Stop', async () => {
    await vscode.commands.executeCommand('interleave.traceAgain');
    const terminal = await until('the terminal', () => vscode.window.terminals.find((each) => each.name === 'Traced Terminal'));
    await vscode.commands.executeCommand('interleave.stop');
    await until('its end', () => !vscode.window.terminals.includes(terminal));
  });
});
