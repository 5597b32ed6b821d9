// The main job in a real editor: a command runs a program with the recorder in it, and what it did is in the Problems panel at the right line.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  breakAt,
  findingsIn,
  folder,
  inWorkspace,
  kindOf,
  lineOf,
  needsScreen,
  notifications,
  observeDebugging,
  openFile,
  palette,
  traced,
  until,
} from './support.ts';

const TRACE_FILE = ['Trace Concurrency in Current File', 'interleave.traceFile'] as const;

interface Scopes {
  readonly scopes: readonly { readonly variablesReference: number }[];
}
interface Variables {
  readonly variables: readonly { readonly name: string }[];
}

/** Resolves when the next session of the debugger starts. */
function nextSession(): Promise<void> {
  return new Promise((resolve) => {
    const listening = vscode.debug.onDidStartDebugSession(() => {
      listening.dispose();
      resolve();
    });
  });
}

describe('tracing a file', () => {
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('puts a finding into Problems at its line, from the palette', async () => {
    await openFile('src/rejects.js');
    await traced(() => palette(...TRACE_FILE));
    const [found] = await until('a finding', () => findingsIn('src/rejects.js').length > 0 && findingsIn('src/rejects.js'));
    assert.ok(found);
    assert.equal(kindOf(found), 'promise.unhandled');
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(found.range.start.line, await lineOf('src/rejects.js', 'throw new Error'));
    const { code } = found;
    assert.ok(typeof code === 'object');
    assert.match(code.target.toString(), /^command:interleave\.showHelp\?.*promise\.unhandled/);
  });

  it('exports the shown run as a page, as SARIF and for Perfetto', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'interleave-export-'));
    const target = (name: string): vscode.Uri => vscode.Uri.file(path.join(folder, name));
    await vscode.commands.executeCommand('interleave.exportHtml', target('r.html'));
    assert.match(readFileSync(target('r.html').fsPath, 'utf8'), /promise\.unhandled/);
    await vscode.commands.executeCommand('interleave.exportSarif', target('r.sarif'));
    const log = JSON.parse(readFileSync(target('r.sarif').fsPath, 'utf8')) as { runs: { results: { ruleId: string }[] }[] };
    assert.ok(log.runs[0]?.results.some((result) => result.ruleId === 'promise.unhandled'));
    await vscode.commands.executeCommand('interleave.exportPerfetto', target('r.pftrace'));
    assert.ok(readFileSync(target('r.pftrace').fsPath).includes('main thread'));
    rmSync(folder, { recursive: true });
  });

  it('keeps the finding at its line while lines are added above, and marks it when its own line changes', async () => {
    const editor = await openFile('src/rejects.js');
    const line = await lineOf('src/rejects.js', 'throw new Error');
    const ran = editor.document.getText();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// one\n// two\n'));
    await until('the finding to move', () => findingsIn('src/rejects.js')[0]?.range.start.line === line + 2);
    assert.equal(findingsIn('src/rejects.js')[0]?.severity, vscode.DiagnosticSeverity.Error);
    await editor.edit((edit) => edit.insert(new vscode.Position(line + 2, 4), ' '));
    const stale = await until('the finding to be marked', () =>
      findingsIn('src/rejects.js').find((each) => each.message.startsWith('Changed since')),
    );
    assert.equal(stale.severity, vscode.DiagnosticSeverity.Hint);
    await editor.document.save();
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, editor.document.lineCount, 0), ran));
    await editor.document.save();
    await until('the finding to be back', () => {
      const [found] = findingsIn('src/rejects.js');
      return found?.severity === vscode.DiagnosticSeverity.Error && found.range.start.line === line;
    });
  });

  it('names the waiting lines of a deadlock', async () => {
    await openFile('src/hang.js');
    await traced(() => vscode.commands.executeCommand(TRACE_FILE[1]));
    const found = await until('a finding', () => findingsIn('src/hang.js').find((each) => /^(deadlock|hang)\./.test(kindOf(each))));
    const lines = [await lineOf('src/hang.js', 'releaseAudit = await'), await lineOf('src/hang.js', 'releaseAccounts = await')];
    assert.ok(lines.includes(found.range.start.line), `${kindOf(found)} at ${found.range.start.line + 1}`);
  });

  it('says what was read and written where the settings ask for values', async () => {
    const set = (value: boolean | undefined): Thenable<void> =>
      vscode.workspace.getConfiguration().update('interleave.record.values', value, vscode.ConfigurationTarget.Workspace);
    await set(true);
    try {
      await openFile('src/sells.js');
      await traced(() => vscode.commands.executeCommand(TRACE_FILE[1]));
      const found = await until('a finding', () => findingsIn('src/sells.js').find((each) => kindOf(each) === 'race.atomicity'));
      assert.deepEqual(
        found.relatedInformation?.map(({ message }) => message),
        ['read 12 in sell'],
      );
    } finally {
      await set(undefined);
    }
  });

  it('clears the findings of the run before', async () => {
    await openFile('src/steps.js');
    await traced(() => vscode.commands.executeCommand(TRACE_FILE[1]));
    await until('no finding of the run before', () => findingsIn('src/rejects.js').length === 0 && findingsIn('src/hang.js').length === 0);
  });

  it('finishes one run while the next one runs', async function () {
    needsScreen(this);
    await vscode.commands.executeCommand('notifications.clearAll');
    await openFile('src/floods.js');
    await traced(() => vscode.commands.executeCommand(TRACE_FILE[1]));
    await openFile('src/steps.js');
    await traced(() => vscode.commands.executeCommand(TRACE_FILE[1]));
    assert.deepEqual(await notifications(), []);
  });

  it('traces again what was traced last', async () => {
    const names: string[] = [];
    const started = vscode.debug.onDidStartDebugSession((session) => !session.parentSession && names.push(session.name));
    await traced(() => palette('Trace Again', 'interleave.traceAgain'));
    started.dispose();
    assert.deepEqual(names, ['Trace steps.js']);
  });

  it('runs TypeScript and ES modules', async () => {
    await openFile('src/module.mjs');
    await traced(() => vscode.commands.executeCommand(TRACE_FILE[1]));
    assert.equal(findingsIn('src/module.mjs').length, 0);
  });

  it('names the line where a test file hangs, in the tree of what is pending', async () => {
    await openFile('src/hangs.test.js');
    let ended = false;
    const started = nextSession();
    const run = traced(() => palette('Trace Tests in Current File', 'interleave.traceTests')).then(() => (ended = true));
    // Some versions of Node end such a test, others wait for ever: then the user stops it.
    const pending = async (): Promise<string> => {
      await vscode.commands.executeCommand('interleave.dump');
      return vscode.window.activeTextEditor?.document.getText() ?? '';
    };
    await started;
    const line = (await lineOf('src/hangs.test.js', 'await replyTo')) + 1;
    let text = '';
    await until('the waiting line', async () => (text = await pending()).includes(`src/hangs.test.js:${line}`)).catch((error: unknown) => {
      throw new Error(`the dump says:\n${text}`, { cause: error });
    });
    if (!ended) await vscode.commands.executeCommand('interleave.stop');
    await run;
    await until('the final report', async () => (await pending()).includes(`src/hangs.test.js:${line}`));
  });

  it('sees a blocked event loop, with nothing of a debugger left in the program', async () => {
    await openFile('src/spins.js');
    const { output } = await observeDebugging(() => vscode.commands.executeCommand<boolean>(TRACE_FILE[1]));
    assert.match(output, /inspector: undefined/);
    const found = await until('a finding', () => findingsIn('src/spins.js').find((each) => kindOf(each) === 'loop.blocked'));
    const { line } = found.range.start;
    assert.ok(
      line >= (await lineOf('src/spins.js', 'function crunch')) && line <= (await lineOf('src/spins.js', 'crunch(1000)')),
      `line ${line + 1}`,
    );
  });

  it('has no session for child processes, which would bring the bar of the debugger, and records them', async () => {
    await openFile('src/threads.js');
    const { sessions, output } = await observeDebugging(() => vscode.commands.executeCommand<boolean>(TRACE_FILE[1]));
    assert.match(output, /worker is done[^]*child is done|child is done[^]*worker is done/);
    assert.equal(sessions.filter((each) => each.startsWith('1 ')).length, 1, sessions.join(', '));
    await vscode.commands.executeCommand('interleave.readAsText');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.equal(text.match(/^ *- threads\.js[^\n]*pid \d+/gm)?.length, 2, text);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('ends a program that runs for ever, on Stop', async () => {
    await openFile('src/server.js');
    const started = nextSession();
    await traced(async () => {
      await vscode.commands.executeCommand(TRACE_FILE[1]);
      await started;
      await palette('Stop', 'interleave.stop');
    });
  });
});

describe('tracing a launch configuration', () => {
  afterEach(() => vscode.debug.removeBreakpoints(vscode.debug.breakpoints));

  it('records what has "interleave": true, with the debugger', async () => {
    await breakAt(['src/steps.js', 'total = seen + amount']);
    const { stops, output, configurations } = await observeDebugging(() => vscode.debug.startDebugging(folder(), 'steps'));
    assert.equal(stops.length, 2);
    assert.match(output, /sums/);
    assert.ok(configurations[0]?.['env']?.INTERLEAVE_OPTIONS);
  });

  it('shows no names of ours among the variables at a breakpoint', async () => {
    await breakAt(['src/steps.js', 'total = seen + amount']);
    const names: string[] = [];
    await observeDebugging(
      () => vscode.debug.startDebugging(folder(), 'steps'),
      async (): Promise<'continue'> => {
        const stack = await until('the frame', () => {
          const item = vscode.debug.activeStackItem;
          return item instanceof vscode.DebugStackFrame && item;
        });
        const { scopes } = (await stack.session.customRequest('scopes', { frameId: stack.frameId })) as Scopes;
        for (const { variablesReference } of scopes.slice(0, 2)) {
          const { variables } = (await stack.session.customRequest('variables', { variablesReference })) as Variables;
          names.push(...variables.map(({ name }) => name));
        }
        return 'continue';
      },
    );
    for (const own of ['seen', 'amount', 'total']) assert.ok(names.includes(own), own);
    assert.deepEqual(
      names.filter((name) => name.startsWith('$')),
      [],
    );
  });

  it('takes the level that the configuration names', async () => {
    const { configurations } = await observeDebugging(() => vscode.debug.startDebugging(folder(), 'light', { noDebug: true }));
    assert.match(String(configurations[0]?.['env']?.INTERLEAVE_OPTIONS), /"level":"light"/);
  });

  it('adds no finding for time at a breakpoint', async () => {
    await breakAt(['src/steps.js', 'const seen = total']);
    let waited = false;
    await observeDebugging(
      () => vscode.debug.startDebugging(folder(), 'steps'),
      async (): Promise<'continue'> => {
        if (!waited) await new Promise((resolve) => setTimeout(resolve, 3000)); // the time at the breakpoint is what is tested
        waited = true;
        return 'continue';
      },
    );
    const kinds = findingsIn('src/steps.js').map(kindOf);
    assert.deepEqual(
      kinds.filter((kind) => /^(loop|hang|deadlock|timer|await|lock)\./.test(kind)),
      [],
    );
  });

  it('resolves the entry of Run and Debug to Node', async () => {
    const configuration = {
      type: 'interleave',
      request: 'launch',
      name: 'entry',
      program: inWorkspace('src/steps.js').fsPath,
      level: 'light',
    };
    const { sessions, configurations, output } = await observeDebugging(() => vscode.debug.startDebugging(folder(), configuration));
    assert.equal(sessions[0], '0 pwa-node');
    assert.match(String(configurations[0]?.['env']?.INTERLEAVE_OPTIONS), /"level":"light"/);
    assert.match(output, /sums/);
  });

  it('has an entry for the current file that needs no launch.json', async () => {
    await openFile('src/steps.js');
    const configuration = { type: 'interleave', request: 'launch', name: 'Trace Current File', program: '${file}' };
    const { output } = await observeDebugging(() => vscode.debug.startDebugging(folder(), configuration, { noDebug: true }));
    assert.match(output, /sums/);
  });
});
