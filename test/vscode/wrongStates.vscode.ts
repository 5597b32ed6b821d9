// What the commands say when something is missing or wrong: one sentence that says what to do, and no program run.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { folder, inWorkspace, needsScreen, NODE_24, notifications, openFile, screen, told, traced, unreadable, until } from './support.ts';

/** The next root session of the debugger. */
function nextSession(): Promise<vscode.DebugSession> {
  return new Promise((resolve) => {
    const listening = vscode.debug.onDidStartDebugSession((session) => {
      if (session.parentSession) return;
      listening.dispose();
      resolve(session);
    });
  });
}

async function setDirectory(value: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration().update('interleave.record.directory', value, vscode.ConfigurationTarget.Workspace);
}

describe('wrong states', function () {
  before(function () {
    needsScreen(this);
  });
  beforeEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const trace = (uri?: vscode.Uri): Thenable<unknown> => vscode.commands.executeCommand('interleave.traceFile', uri);

  it('says that no file is open', async () => {
    assert.match(await told(() => trace()), /^No file is open\. Open /);
  });

  it('says that a file is not a program', async () => {
    await openFile('notes.txt');
    assert.match(await told(() => trace()), /^notes\.txt is not a program that Node can run\. Open /);
  });

  it('says that a file was never saved', async () => {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'javascript', content: '1' }));
    assert.match(await told(() => trace()), /has not been saved.* Save it/);
  });

  it('says that a file is gone', async () => {
    assert.match(await told(() => trace(inWorkspace('src/gone.js'))), /gone\.js does not exist on disk any more\. Save/);
  });

  it('says that the program of a configuration is gone', async () => {
    assert.match(await told(() => vscode.debug.startDebugging(folder(), 'gone')), /gone\.js does not exist.*correct "program"/);
  });

  it('says that a value of a configuration is of the wrong kind', async () => {
    for (const [property, value] of [
      ['program', 5],
      ['program', ['app.js']],
      ['cwd', 7],
      ['runtimeExecutable', 5],
    ] as const) {
      const program = inWorkspace('src/steps.js').fsPath;
      const configuration = { type: 'interleave', request: 'launch', name: 'wrong', program, [property]: value };
      const said = await told(() => vscode.debug.startDebugging(folder(), configuration));
      assert.match(said, new RegExp(`^"${property}" must be a text\\. Correct it in the launch configuration\\.`));
    }
  });

  it('says what is wrong in what asks for a trace, and runs nothing', async () => {
    const node = { type: 'node', request: 'launch', name: 'slip', program: inWorkspace('src/steps.js').fsPath };
    for (const [wrong, said] of [
      [{ ...node, interleave: 'yes' }, /^The program was not run: "interleave" is "yes" in the launch configuration\. Make it true/],
      [{ ...node, interleave: 1 }, /"interleave" is 1 in /],
      [{ ...node, interleave: { level: 'fast' } }, /^The program was not run: there is no level "fast"\. Make "level" .*"full".*"light"/],
      [{ ...node, interleave: { levle: 'light' } }, /"interleave" has no property "levle", only "level"/],
      [{ ...node, interleave: true, env: 'A=1' }, /^"env" must be an object\. Correct it in the launch configuration\./],
      [{ ...node, type: 'interleave', level: 'Light' }, /there is no level "Light"\./],
      [{ ...node, type: 'interleave', interleave: 'yes' }, /"interleave" is "yes" in /],
    ] as const) {
      assert.match(await told(() => vscode.debug.startDebugging(folder(), wrong)), said);
    }
  });

  it('opens launch.json from the message about it', async () => {
    const slip = { type: 'node', request: 'launch', name: 'slip', program: inWorkspace('src/steps.js').fsPath, interleave: 'yes' };
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.debug.startDebugging(folder(), slip);
    const button = '.notifications-center .monaco-button:has-text("Open launch.json")';
    await until('the button', async () => {
      await vscode.commands.executeCommand('notifications.showList');
      return (await screen<string[]>('texts', { selector: button })).length > 0;
    });
    await screen('click', { selector: button });
    await until('launch.json', () => vscode.window.activeTextEditor?.document.uri.path.endsWith('/launch.json'));
  });

  it('says that Node is too old, before anything runs', async () => {
    const bin = inWorkspace('old').fsPath;
    await mkdir(bin, { recursive: true });
    await writeFile(path.join(bin, 'node'), '#!/bin/sh\necho v16.20.2\n');
    await chmod(path.join(bin, 'node'), 0o755);
    const configuration = { type: 'node', request: 'launch', name: 'old', program: inWorkspace('src/steps.js').fsPath, interleave: true };
    const said = await told(() => vscode.debug.startDebugging(folder(), { ...configuration, runtimeExecutable: path.join(bin, 'node') }));
    assert.match(said, /^Node 16\.20\.2 was found, and Interleave needs Node 20 or newer\./);
  });

  it('says that no Node is found, and runs the program with the one that is chosen', async () => {
    const { PATH, HOME } = process.env;
    const home = inWorkspace('home').fsPath;
    const node = path.join(home, '.nvm/versions/node/v24.0.0/bin/node');
    await mkdir(path.dirname(node), { recursive: true });
    await symlink(NODE_24, node);
    process.env['PATH'] = inWorkspace('nothing').fsPath;
    process.env['HOME'] = home;
    try {
      await vscode.commands.executeCommand('notifications.clearAll');
      await trace(inWorkspace('src/steps.js'));
      const button = '.notifications-center .monaco-button:has-text("Choose Node")';
      await until('the button', async () => {
        await vscode.commands.executeCommand('notifications.hideList');
        await vscode.commands.executeCommand('notifications.showList');
        return (await screen<string[]>('texts', { selector: button })).length > 0;
      });
      const [said] = await screen<string[]>('texts', { selector: '.notifications-center .notification-list-item-message' });
      assert.match(said ?? '', /^"node" could not be started.* Choose a Node of this machine/);
      // js-debug keeps the PATH that it sees first.
      process.env['PATH'] = PATH;
      await traced(async () => {
        await screen('click', { selector: button });
        await screen('waitFor', { selector: `.quick-input-list .monaco-list-row:has-text("${node}")` });
        await screen('shot', { name: 'choose-node' });
        await screen('click', { selector: `.quick-input-list .monaco-list-row:has-text("${node}")` });
      });
      assert.equal(vscode.workspace.getConfiguration().get('interleave.record.node'), node);
    } finally {
      Object.assign(process.env, { PATH, HOME });
      await vscode.workspace.getConfiguration().update('interleave.record.node', undefined, vscode.ConfigurationTarget.Global);
      await vscode.commands.executeCommand('notifications.clearAll');
    }
  });

  it('says with what words a program ended of which nothing was recorded', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    const configuration = {
      type: 'node',
      request: 'launch',
      name: 'refused',
      program: inWorkspace('src/steps.js').fsPath,
      interleave: true,
    };
    const refused = { ...configuration, runtimeArgs: ['--no-such-option'], outputCapture: 'std' };
    await traced(() => vscode.debug.startDebugging(folder(), refused, { noDebug: true }));
    const said = await until('the message', async () => (await notifications())[0]);
    assert.match(said, /^Nothing was recorded: .* Its last words: ".*bad option: --no-such-option"\. If it ran all the same/);
    await until('the message to go', async () => (await notifications()).length === 0);
    await until('no word of a clean run', async () =>
      /Nothing was recorded\.(?![^]*clean run)/.test(await screen<string>('webviewText', { selector: 'body' })),
    );
    await screen('shot', { name: 'nothing-recorded' });
  });

  it('calls nothing found in a program that failed no success', async () => {
    await writeFile(inWorkspace('src/fails.js').fsPath, "setTimeout(() => { console.error('no database'); process.exitCode = 3; }, 5);\n");
    await traced(() => trace(inWorkspace('src/fails.js')));
    await screen('waitFor', { selector: '.statusbar-item[aria-label*="It ended with exit code 3. Its last words: no database"]' });
    await vscode.commands.executeCommand('interleave.findings.focus');
    await screen('waitFor', { selector: '.pane:has-text("Findings") .message:has-text("Its last words: no database")' });
    await until('the words in the timeline', async () =>
      /ended with exit code 3\.[^]*Its last words: no database/.test(await screen<string>('webviewText', { selector: 'body' })),
    );
    await screen('shot', { name: 'failed-program' });
  });

  it('says that nothing was recorded of a program that is stopped at once', async () => {
    // It hears of the session first, then.
    await vscode.extensions.getExtension('interleave.interleave')?.activate();
    await vscode.commands.executeCommand('notifications.clearAll');
    const listening = vscode.debug.onDidStartDebugSession((session) => {
      if (!session.parentSession) void vscode.commands.executeCommand('interleave.stop');
    });
    await traced(() => trace(inWorkspace('src/server.js')));
    listening.dispose();
    await vscode.commands.executeCommand('workbench.view.extension.interleave');
    await screen('waitFor', { selector: '.pane:has-text("Findings") .message:has-text("Nothing was recorded: the program was stopped")' });
    await screen('shot', { name: 'stopped-at-once' });
    assert.deepEqual(await notifications(), []);
  });

  it('names the command that meets an error that nobody expected', async () => {
    for (const [command, title, argument] of [
      ['openPlace', 'Open Place', 5],
      ['exportSarif', 'Export Findings as SARIF', 5],
      ['traceFile', 'Trace Concurrency in Current File', 5],
    ] as const) {
      const said = await told(() => vscode.commands.executeCommand(`interleave.${command}`, argument));
      assert.match(said, new RegExp(`^"${title}" did not work \\(.+\\)\\. That is a fault of Interleave; the log`), command);
    }
  });

  it('says of a command for a finding that there is none', async () => {
    for (const command of ['showFinding', 'explain', 'copyFinding', 'showHelp', 'suppress']) {
      assert.match(await told(() => vscode.commands.executeCommand(`interleave.${command}`)), /^This command is for a finding: /, command);
    }
  });

  it('says of a line of no file that it has to be opened', async () => {
    assert.match(await told(() => vscode.commands.executeCommand('interleave.revealLine')), /^No file is open\. Open /);
  });

  it('says that a text has no tests, nor has one that was never saved', async () => {
    await openFile('notes.txt');
    const traceTests = (): Thenable<unknown> => vscode.commands.executeCommand('interleave.traceTests');
    assert.match(await told(traceTests), /^notes\.txt is not a program that Node can run\. Open /);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'javascript', content: '1' }));
    assert.match(await told(traceTests), /has not been saved.* Save it/);
  });

  it('says that runs to compare are gone', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('interleave.compareRuns', inWorkspace('gone.ilv'), inWorkspace('gone.ilv'));
    await until('a notification', async () =>
      (await notifications()).find((said) => /^There is no file .*gone\.ilv\. Give the path/.test(said)),
    );
  });

  it('exports and dumps what is known of a run while it runs', async () => {
    const first = nextSession();
    await trace(inWorkspace('src/server.js'));
    await first;
    for (const [command, name] of [
      ['exportHtml', 'live.html'],
      ['exportSarif', 'live.sarif'],
      ['exportPerfetto', 'live.pftrace'],
    ] as const) {
      void vscode.commands.executeCommand(`interleave.${command}`, inWorkspace(name));
      await until(`${name} to be written`, () => existsSync(inWorkspace(name).fsPath));
    }
    await vscode.commands.executeCommand('interleave.dump');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /while it runs\n/);
    const ended = new Promise<void>((resolve) => {
      const listening = vscode.debug.onDidTerminateDebugSession((session) => {
        if (session.parentSession) return;
        listening.dispose();
        resolve();
      });
    });
    await vscode.commands.executeCommand('interleave.stop');
    await ended;
  });

  it('says that there is nothing to stop any more', async () => {
    await traced(() => trace(inWorkspace('src/steps.js')));
    assert.match(await told(() => vscode.commands.executeCommand('interleave.stop')), /^No traced program is running/);
  });

  it('says that what is to be traced again is gone', async () => {
    await vscode.workspace.fs.copy(inWorkspace('src/steps.js'), inWorkspace('src/brief.js'));
    await traced(() => trace(inWorkspace('src/brief.js')));
    await vscode.workspace.fs.delete(inWorkspace('src/brief.js'));
    assert.match(await told(() => vscode.commands.executeCommand('interleave.traceAgain')), /brief\.js does not exist\./);
  });

  it('says that a trace is gone', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('interleave.openTrace', inWorkspace('gone.ilv'));
    await unreadable(/There is no file .*gone\.ilv\. Give the path/);
  });

  it('says of a trace that was deleted that there is nothing to export any more, and still says the run in words', async () => {
    await setDirectory('brief');
    try {
      await traced(() => trace(inWorkspace('src/total.js')));
      await vscode.workspace.fs.delete(inWorkspace('brief'), { recursive: true });
      const said = await told(() => vscode.commands.executeCommand('interleave.exportPerfetto', inWorkspace('brief.pftrace')));
      assert.match(said, /^The trace .* was deleted or moved since it was recorded\. Trace the program again/);
      for (const [command, name] of [
        ['exportHtml', 'brief.html'],
        ['exportChrome', 'brief.json'],
        ['exportOtlp', 'brief.json'],
        ['choosePart', undefined],
      ] as const) {
        const act = (): Thenable<unknown> => vscode.commands.executeCommand(`interleave.${command}`, name && inWorkspace(name));
        assert.match(await told(act), /^(The trace .* was deleted or moved|There is no file .*\.ilv)/, command);
      }
      await vscode.commands.executeCommand('interleave.readAsText');
      const text = vscode.window.activeTextEditor?.document.getText() ?? '';
      assert.match(text, /^# Run of .*total\.js\n[^]*race\.stale-compound[^]*\n## Tasks and their states\n[^]*- main thread/);
    } finally {
      await setDirectory(undefined);
    }
  });

  it('ends the running program before it is traced again', async () => {
    const ended: string[] = [];
    const listening = vscode.debug.onDidTerminateDebugSession((session) => !session.parentSession && ended.push(session.id));
    const first = nextSession();
    await trace(inWorkspace('src/server.js'));
    const { id } = await first;
    const second = nextSession();
    await vscode.commands.executeCommand('interleave.traceAgain');
    assert.notEqual((await second).id, id);
    await until('the end of the first', () => ended.includes(id));
    await vscode.commands.executeCommand('interleave.stop');
    await until('the end of both', () => ended.length === 2);
    listening.dispose();
  });

  it('stops an earlier program that still runs when the newest has ended', async () => {
    const ended: string[] = [];
    const listening = vscode.debug.onDidTerminateDebugSession((session) => !session.parentSession && ended.push(session.id));
    const first = nextSession();
    await trace(inWorkspace('src/server.js'));
    const { id } = await first;
    await traced(() => trace(inWorkspace('src/steps.js')));
    assert.ok(!ended.includes(id), 'it still runs');
    await vscode.commands.executeCommand('interleave.runs.focus');
    await screen('waitFor', { selector: '.pane:has-text("Runs") .monaco-list-row[aria-label*="running"]' });
    await vscode.commands.executeCommand('interleave.stop');
    await until('its end', () => ended.includes(id));
    listening.dispose();
  });

  it('says that the trace cannot be written', async () => {
    await setDirectory('notes.txt/traces');
    try {
      assert.match(
        await told(() => trace(inWorkspace('src/steps.js'))),
        /cannot be written to .*notes\.txt.traces \(.*\)\. Make the folder writable/,
      );
    } finally {
      await setDirectory(undefined);
    }
  });

  it('says of a setting that is none of its values what is used instead, once', async () => {
    const configuration = vscode.workspace.getConfiguration();
    await configuration.update('interleave.record.level', 'fast', vscode.ConfigurationTarget.Workspace);
    try {
      await vscode.commands.executeCommand('notifications.clearAll');
      await traced(() => trace(inWorkspace('src/steps.js')));
      const said = await until('the warning', async () => (await notifications()).find((each) => each.includes('record.level')));
      assert.match(said, /^The setting interleave\.record\.level cannot be "fast", so "full" is used\. Correct it/);
      await traced(() => trace(inWorkspace('src/steps.js')));
      assert.deepEqual(await notifications(), []);
    } finally {
      await configuration.update('interleave.record.level', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('says that a file has no tests that it knows', async () => {
    const said = await told(() => vscode.commands.executeCommand('interleave.traceTests', inWorkspace('src/steps.js')));
    assert.match(said, /uses neither node:test nor a vitest, jest or mocha/);
  });

  for (const [name, bytes] of [
    ['noise.ilv', Buffer.from('this is no trace at all, whatever its name says')],
    ['empty.ilv', Buffer.alloc(0)],
    ['header.ilv', Buffer.from([0x49, 0x4c, 0x56, 1])],
  ] as const) {
    it(`says that ${name} is not a trace`, async () => {
      await writeFile(inWorkspace(name).fsPath, bytes);
      await vscode.commands.executeCommand('notifications.clearAll');
      await vscode.commands.executeCommand('interleave.openTrace', inWorkspace(name));
      await unreadable(new RegExp(`${name.replace('.', '\\.')} (is not an Interleave trace|holds no recording)[^]*Open Another Trace`));
    });
  }

  it('warns that attaching is not traced, and attaches', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    const configuration = { type: 'node', request: 'attach', name: 'attach', address: '127.0.0.1', port: 1, timeout: 1, interleave: true };
    void vscode.debug.startDebugging(folder(), configuration);
    const said = await until('a notification', async () => (await notifications()).find((each) => each.includes('attach')));
    assert.match(said, /cannot trace one that you attach to/);
    await vscode.debug.stopDebugging();
  });
});
