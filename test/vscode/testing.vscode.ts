// Tests under Interleave: Node's own in the Testing view, with what a test waited for in its message; those of other extensions from their menus.
import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { inWorkspace, lineOf, needsScreen, notifications, observeDebugging, openFile, screen, traced, until } from './support.ts';

const FILE = 'src/checks.test.js';
const ROWS = '.test-explorer .monaco-list-row';

/** Rows of the Testing view, as a screen reader says them. */
function rows(): Promise<string[]> {
  return screen<string[]>('attributes', { selector: ROWS, name: 'aria-label' });
}

/** Unfolds everything. */
async function unfold(): Promise<void> {
  const folded = `${ROWS}[aria-expanded="false"]`;
  await until('every row to be unfolded', async () => {
    const left = await screen<string[]>('attributes', { selector: folded, name: 'aria-label' });
    if (left.length > 0) await screen('click', { selector: `${folded} .monaco-tl-twistie` });
    return left.length === 0;
  });
}

async function row(pattern: RegExp): Promise<string> {
  let last: string[] = [];
  return until(
    () => `a row ${String(pattern)} among\n${last.join('\n')}`,
    async () => (last = await rows()).find((each) => pattern.test(each)),
    90_000,
  );
}

describe('tests of Node', function () {
  let ran: Promise<void> | undefined;
  /** All tests of the file, once. */
  const runAll = (): Promise<void> => (ran ??= traced(() => vscode.commands.executeCommand('testing.runCurrentFile')));

  before(async function () {
    needsScreen(this);
    await vscode.extensions.getExtension('interleave.interleave')?.activate();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await openFile(FILE);
    await vscode.commands.executeCommand('workbench.view.testing.focus');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.view.explorer');
  });

  it('are in the Testing view when their file is open, with all their names', async () => {
    await row(/checks\.test\.js/);
    await unfold();
    for (const name of [/^cart /, /^adds \(1 \+ 1\) /, /^doubles \$\{n\} /, /^part /]) await row(name);
    await screen('shot', { name: 'tests-found' });
  });

  it('run traced, and one that waits for ever says what for', async () => {
    await runAll();
    await unfold();
    await row(/asks the shop.*Failed/i);
    await row(/subtracts.*Failed/i);
    await row(/adds \(1 \+ 1\).*Passed/i);
    await screen('shot', { name: 'tests-ran' });
    const line = (await lineOf(FILE, "await replyTo('open?')")) + 1;
    await screen('click', { selector: '.test-error-content-widget:has-text("timed out"), [class*="test-error"]:has-text("timed out")' });
    let message = '';
    await until(
      () => `the message of the test, not\n${message}`,
      async () => {
        message = (await screen<string[]>('texts', { selector: '.zone-widget, .test-output-peek' })).join('\n').replaceAll('\u00a0', ' ');
        return message.includes('What it was waiting for');
      },
    );
    await screen('shot', { name: 'tests-message' });
    assert.match(message, new RegExp(`checks\\.test\\.js:${line}`));
  });

  it('are debugged traced, too', async () => {
    await runAll();
    const sessions: vscode.DebugSession[] = [];
    const started = vscode.debug.onDidStartDebugSession((session) => sessions.push(session));
    await traced(() => vscode.commands.executeCommand('testing.debugCurrentFile'));
    started.dispose();
    const [root] = sessions;
    assert.ok(root?.configuration['__interleaveRun'], 'it is traced');
    assert.notEqual(root.configuration['noDebug'], true);
    // The process of the file has the debugger as well.
    assert.ok(sessions.length > 1);
    await row(/adds \(1 \+ 1\).*Passed/i);
  });

  it('shows tests that only running could find', async () => {
    await runAll();
    await unfold();
    await row(/doubles 2.*Passed/i);
  });

  it('runs only the test that was asked for, and keeps what is known of the others', async () => {
    await runAll();
    // The file is looked at again when it comes back into view.
    await openFile('notes.txt');
    const editor = await openFile(FILE);
    const line = await lineOf(FILE, 'adds (1 + 1)');
    editor.selection = new vscode.Selection(line, 4, line, 4);
    const { output } = await observeDebugging(async () => {
      void vscode.commands.executeCommand('testing.runAtCursor');
      return true;
    });
    assert.match(output, /adds \(1 \+ 1\)/);
    assert.match(output, /tests 1|pass 1/);
    await unfold();
    await row(/doubles 2.*Passed/i);
  });
});

describe('tests of other extensions', () => {
  let controller: vscode.TestController;
  let file: vscode.TestItem;
  before(async () => {
    const own = vscode.extensions.getExtension('interleave.interleave')?.extensionPath ?? '';
    // Out of the way of files that have no runner.
    await vscode.workspace.fs.createDirectory(inWorkspace('others/node_modules'));
    await symlink(path.join(own, 'node_modules/mocha'), inWorkspace('others/node_modules/mocha').fsPath, 'junction');
    controller = vscode.tests.createTestController('mocha-of-others', 'Mocha of others');
    const uri = inWorkspace('others/mocha.spec.js');
    file = controller.createTestItem('file', 'mocha.spec.js', uri);
    const suite = controller.createTestItem('cart', 'cart', uri);
    suite.range = new vscode.Range(0, 0, 3, 2);
    const test = controller.createTestItem('adds', 'adds', uri);
    test.range = new vscode.Range(1, 2, 1, 40);
    controller.items.add(file);
    file.children.add(suite);
    suite.children.add(test);
    controller.createRunProfile('Run', vscode.TestRunProfileKind.Run, () => undefined, true);
  });
  after(() => controller.dispose());

  const ran = async (item: vscode.TestItem): Promise<string[]> => {
    const { output } = await observeDebugging(() => vscode.commands.executeCommand('interleave.traceTest', item));
    return [...output.matchAll(/ran: .+/g)].map(([line]) => line.trim());
  };

  it('trace the one test, the suite or the file that was chosen', async () => {
    const suite = file.children.get('cart');
    const test = suite?.children.get('adds');
    assert.ok(suite && test);
    assert.deepEqual(await ran(test), ['ran: adds']);
    assert.deepEqual(await ran(suite), ['ran: adds', 'ran: adds twice']);
    assert.deepEqual(await ran(file), ['ran: adds', 'ran: adds twice']);
  });

  it('run with their runner where the file is traced like any other', async () => {
    const traceFile = (): Thenable<boolean> => vscode.commands.executeCommand('interleave.traceFile', inWorkspace('others/mocha.spec.js'));
    const { output } = await observeDebugging(traceFile);
    assert.deepEqual(
      [...output.matchAll(/ran: .+/g)].map(([line]) => line.trim()),
      ['ran: adds', 'ran: adds twice'],
    );
  });

  it('say in the Debug Console what a test was waiting for that timed out', async function () {
    needsScreen(this);
    const ended = new Promise<void>((resolve) => {
      const listening = vscode.debug.onDidTerminateDebugSession((session) => {
        if (session.parentSession) return;
        listening.dispose();
        resolve();
      });
    });
    await vscode.commands.executeCommand('interleave.traceTests', inWorkspace('others/hangs.spec.js'));
    await vscode.commands.executeCommand('workbench.debug.action.toggleRepl');
    // It draws the lines that are in view, and the runner says more below ours.
    await vscode.commands.executeCommand('workbench.action.toggleMaximizedPanel');
    const line = (await lineOf('others/hangs.spec.js', 'await reply()')) + 1;
    let said = '';
    await until(
      () => `what it was waiting for in\n${said}`,
      async () => {
        said = (await screen<string[]>('texts', { selector: '.repl' })).join('\n').replaceAll('\u00a0', ' ');
        return said.includes('A test timed out after') && said.includes(`hangs.spec.js:${line}`);
      },
      90_000,
    );
    await screen('shot', { name: 'tests-timed-out' });
    await vscode.commands.executeCommand('workbench.action.toggleMaximizedPanel');
    await vscode.commands.executeCommand('interleave.stop');
    await ended;
  });

  it('have the entry in their menu', async function () {
    needsScreen(this);
    await vscode.commands.executeCommand('workbench.view.testing.focus');
    const selector = `${ROWS}:has-text("Mocha of others"), ${ROWS}:has-text("mocha.spec.js")`;
    await screen('waitFor', { selector });
    await screen('click', { selector, button: 'right' });
    await screen('waitFor', { selector: '.monaco-menu .action-label:has-text("Trace Concurrency")' });
    await screen('shot', { name: 'tests-menu' });
    await screen('key', { key: 'Escape' });
    await vscode.commands.executeCommand('workbench.view.explorer');
  });

  it('are told apart from what is no test', async function () {
    needsScreen(this);
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('interleave.traceTest');
    const [said] = await until('a notification', async () => {
      const all = await notifications();
      return all.length > 0 && all;
    });
    assert.match(said ?? '', /for a test in the Testing view/);
  });
});
