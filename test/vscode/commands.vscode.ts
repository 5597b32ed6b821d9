// Every command in every wrong state, from one table: each says what is missing and what to do, or asks, or does something. None does nothing, and none throws.
// Whatever a command could show is written down instead of shown, so that nothing has to be closed again.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS, EXTENSION_ID } from '../../src/extension/ids.ts';
import { folder, hasScreen, inWorkspace, NODE_24, traced, unreadable, until } from './support.ts';

type Name = keyof typeof COMMANDS;
/** What a command does first; null where it is not run, since it would end the state. */
type Expected = Readonly<Record<Name, RegExp | null>>;

const NOTHING_TRACED = /^error: Nothing has been traced yet, .* Trace a program or open a trace first\./;
const NO_RUN = /^error: There is no run yet, so nothing is pending\. Trace a program first\./;
const FOR_A_FINDING = /^error: This command is for a finding: in the tree of findings, /;
const NO_FILE = /^error: No file is open\. Open the JavaScript or TypeScript file/;
const NO_TESTS = /^error: \w+\.js uses neither node:test nor a vitest, jest or mocha/;
const TRACE_GONE = /^error: The trace .* was deleted or moved since it was recorded\. Trace the program again/;

/** With or without a run. */
const ALWAYS = {
  traceFile: NO_FILE,
  traceTests: NO_FILE,
  traceConfig: /^pick: Launch configuration to trace/,
  traceTest: /^error: This command is for a test in the Testing view\./,
  traceScript: /^pick: npm script to trace/,
  stop: /^error: No traced program is running, so there is nothing to stop\./,
  openTrace: /^open dialog: Open Trace/,
  openPlace: /^error: This command is for a place that a view names\. Click/,
  showTimeline: /^command: interleave\.timeline\.focus/,
  showFinding: FOR_A_FINDING,
  explain: FOR_A_FINDING,
  copyFinding: FOR_A_FINDING,
  showHelp: FOR_A_FINDING,
  suppress: FOR_A_FINDING,
  groupFindings: /^pick: How findings are grouped/,
  showLog: /^log$/,
  openLesson: /^pick: A small program: /,
  tracedTerminal: null,
} as const;

const NOTHING_YET: Expected = {
  ...ALWAYS,
  traceAgain: /^error: Nothing has been traced in this window yet, .* Trace a program first\./,
  locateFolder: NOTHING_TRACED,
  dump: NO_RUN,
  readAsText: NOTHING_TRACED,
  pendingAtEnd: NO_RUN,
  takeSnapshot: NO_RUN,
  compareSnapshot: NO_RUN,
  copyPending: NO_RUN,
  exportHtml: NOTHING_TRACED,
  exportSarif: NOTHING_TRACED,
  exportPerfetto: NOTHING_TRACED,
  exportChrome: NOTHING_TRACED,
  exportOtlp: NOTHING_TRACED,
  exportSvg: NOTHING_TRACED,
  choosePart: /^error: There is no recorded run to choose a part of\. Wait until the program has ended, or open a trace first\./,
  compareRuns: /^pick: The later of the two runs/,
  revealLine: /^error: Nothing has been traced yet, .* Trace the program first\./,
  timelineAction: /^error: No timeline is in sight, .* Show the timeline of a run or open a trace first\./,
};

/** Of a run that has ended without a finding. */
const OF_A_RUN: Expected = {
  ...ALWAYS,
  traceAgain: /^run: /,
  locateFolder: /^error: The files of all findings are on this machine/,
  dump: /^document: interleave-dump:\/Pending tasks/,
  readAsText: /^document: interleave-dump:\/Run in words/,
  pendingAtEnd: /^error: What is pending is shown as it is at the end of the run/,
  takeSnapshot: /^status: Snapshot at .*: \d+ tasks? waits?/,
  compareSnapshot: /^document: interleave-dump:\/Pending since the snapshot/,
  copyPending: /^clipboard$/,
  exportHtml: /^save dialog: .*\.html$/,
  exportSarif: /^save dialog: .*\.sarif$/,
  exportPerfetto: /^save dialog: .*\.pftrace$/,
  exportChrome: /^save dialog: .*\.trace\.json$/,
  exportOtlp: /^save dialog: .*\.otlp\.json$/,
  exportSvg: /^error: No finding of this run is about the order of two tasks, .* Export the run as a web page instead\./,
  choosePart: /^command: vscode\.openWith/,
  compareRuns: /^pick: The earlier run, to compare with/,
  revealLine: NO_FILE,
  // Its page may be there already, or not yet.
  timelineAction: /^(?:pick: What to do in the timeline|error: No timeline is in sight, )/,
};

/** Commands of the editor that show something; others only answer. */
const SHOWS = /\.focus$|^vscode\.open/;

/** A command that changes the state of what follows comes last. */
const LAST: readonly Name[] = ['stop', 'traceAgain'];

/** Everything of the editor by which a command can show itself, replaced; undone by `restore`. */
class Shown {
  readonly effects: string[] = [];
  #undo: (() => void)[] = [];

  /** `runs`: programs are started and stopped for real. */
  replace(runs = false): void {
    const say = (text: string): undefined => {
      this.effects.push(text.replaceAll(/\s+/g, ' '));
    };
    const swap = <T extends object, K extends keyof T>(object: T, key: K, value: unknown): void => {
      const before = object[key];
      Object.assign(object, { [key]: value });
      this.#undo.push(() => Object.assign(object, { [key]: before }));
    };
    const { window, commands, debug } = vscode;
    for (const key of ['showErrorMessage', 'showWarningMessage', 'showInformationMessage'] as const) {
      swap(window, key, async (message: string) => say(`${key === 'showErrorMessage' ? 'error' : 'message'}: ${message}`));
    }
    swap(window, 'showQuickPick', async (items: unknown, options: vscode.QuickPickOptions) => {
      await items;
      return say(`pick: ${options.placeHolder ?? ''}`);
    });
    swap(window, 'showOpenDialog', async ({ title }: vscode.OpenDialogOptions) => say(`open dialog: ${title ?? ''}`));
    swap(window, 'showSaveDialog', async ({ defaultUri }: vscode.SaveDialogOptions) => say(`save dialog: ${defaultUri?.path ?? ''}`));
    swap(window, 'showTextDocument', async (uri: vscode.Uri) => say(`document: ${uri.toString(true)}`));
    swap(window, 'setStatusBarMessage', (text: string) => say(text.includes('clipboard') ? 'clipboard' : `status: ${text}`));
    if (runs) return;
    const execute = commands.executeCommand.bind(commands);
    swap(commands, 'executeCommand', async (id: string, ...args: unknown[]) =>
      SHOWS.test(id) ? say(`command: ${id}`) : execute(id, ...args),
    );
    swap(debug, 'startDebugging', async (_: unknown, configuration: { name: string }) => say(`run: ${configuration.name}`) ?? false);
    swap(debug, 'stopDebugging', async () => say('stop'));
  }

  restore(): void {
    for (const undo of this.#undo.toReversed()) undo();
    this.#undo = [];
  }
}

async function show(file: vscode.Uri | undefined): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  if (file) await vscode.window.showTextDocument(file);
  await until('the editor', () => vscode.window.activeTextEditor?.document.uri.toString() === file?.toString());
}

describe('every command', function () {
  const shown = new Shown();
  const scratch = mkdtempSync(path.join(tmpdir(), 'interleave-commands-'));
  let logs = 0;

  before(async () => {
    // The log is made at activation, which nothing in this window has asked for yet.
    const make = vscode.window.createOutputChannel.bind(vscode.window);
    const channels = (name: string, options: { log: true }): vscode.LogOutputChannel =>
      Object.assign(Object.create(make(name, options)), { show: () => (logs += 1) }) as vscode.LogOutputChannel;
    Object.assign(vscode.window, { createOutputChannel: channels });
    await vscode.extensions.getExtension(EXTENSION_ID)?.activate();
    Object.assign(vscode.window, { createOutputChannel: make });
  });
  after(async () => {
    rmSync(scratch, { recursive: true, force: true });
    await vscode.debug.stopDebugging();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** Runs all commands; names those that did something else than expected. */
  async function check(expected: Expected): Promise<void> {
    const names = Object.keys(COMMANDS).filter((name): name is Name => name in COMMANDS);
    const wrong: string[] = [];
    const execute = vscode.commands.executeCommand.bind(vscode.commands);
    shown.replace();
    try {
      for (const name of [...names.filter((each) => !LAST.includes(each)), ...LAST]) {
        const pattern = expected[name];
        if (pattern === null) continue;
        shown.effects.length = 0;
        const logsBefore = logs;
        await execute(COMMANDS[name]);
        if (logs > logsBefore) shown.effects.push('log');
        const [did = 'nothing'] = shown.effects;
        if (!pattern.test(did)) wrong.push(`${name}: ${did}`);
      }
    } finally {
      shown.restore();
    }
    assert.deepEqual(wrong, []);
  }

  it('is in the table', () => {
    const manifest = vscode.extensions.getExtension(EXTENSION_ID)?.packageJSON as { contributes: { commands: { command: string }[] } };
    const contributed = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(contributed.toSorted(), Object.values<string>(COMMANDS).toSorted());
  });

  it('says what is missing before anything was traced', async () => {
    await show(undefined);
    await check(NOTHING_YET);
  });

  it('says that a file was never saved', async () => {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'javascript', content: '1' }));
    const unsaved = /^error: Untitled-1 has not been saved, and Node runs what is on disk\. Save it, then trace it\./;
    await check({ ...NOTHING_YET, traceFile: unsaved, traceTests: unsaved });
  });

  it('traces a file outside of the workspace', async () => {
    const outside = path.join(scratch, 'outside.js');
    writeFileSync(outside, 'setTimeout(() => undefined, 1);\n');
    await show(vscode.Uri.file(outside));
    await check({ ...NOTHING_YET, traceFile: /^run: Trace outside\.js/, traceTests: NO_TESTS });
  });

  it('says that a trace is of another version, and goes on as before', async () => {
    await show(undefined);
    for (const [version, said] of [
      [0, /written by an older Interleave .* Record the program again\./],
      [200, /written by a newer Interleave .* Update Interleave/],
    ] as const) {
      const file = path.join(scratch, `version-${version}.ilv`);
      writeFileSync(file, Buffer.from([0x49, 0x4c, 0x56, version, 0, 0, 0, 0]));
      await vscode.commands.executeCommand('interleave.openTrace', vscode.Uri.file(file));
      if (hasScreen) await unreadable(said);
    }
    await show(undefined);
    await check(NOTHING_YET);
  });

  it('says of a run of nothing what there is of it', async () => {
    const refused = { type: 'node', request: 'launch', name: 'refused', program: inWorkspace('src/steps.js').fsPath, interleave: true };
    const configuration = { ...refused, runtimeArgs: ['--no-such-option'] };
    await show(undefined);
    shown.replace(true);
    try {
      await traced(() => vscode.debug.startDebugging(folder(), configuration, { noDebug: true }));
      await until('the message', () => shown.effects.some((each) => /^error: (?:Nothing was recorded|The program ran, but)/.test(each)));
    } finally {
      shown.restore();
    }
    await check(OF_A_RUN);
  });

  it('acts on a run that is under way', async () => {
    const isUp = new Promise<void>((resolve) => {
      const listening = vscode.debug.onDidStartDebugSession((session) => {
        if (!session.parentSession) return;
        listening.dispose();
        resolve();
      });
    });
    await vscode.commands.executeCommand('interleave.traceFile', inWorkspace('src/server.js'));
    await isUp;
    await show(inWorkspace('src/server.js'));
    await check({
      ...OF_A_RUN,
      traceFile: /^run: Trace server\.js/,
      traceTests: NO_TESTS,
      choosePart: NOTHING_YET.choosePart,
      revealLine: /^command: interleave\.timeline\.focus/,
      stop: /^stop$/,
      traceAgain: /^(?:stop|run: )/,
    });
    await vscode.debug.stopDebugging();
  });

  it('says of a deleted trace what is gone with it', async () => {
    const configuration = vscode.workspace.getConfiguration();
    await configuration.update('interleave.record.directory', 'brief', vscode.ConfigurationTarget.Workspace);
    await traced(() => vscode.commands.executeCommand('interleave.traceFile', inWorkspace('src/total.js')));
    await configuration.update('interleave.record.directory', undefined, vscode.ConfigurationTarget.Workspace);
    await until('the findings', () => vscode.languages.getDiagnostics(inWorkspace('src/total.js')).length > 0);
    await vscode.workspace.fs.delete(inWorkspace('brief'), { recursive: true });
    await show(inWorkspace('src/total.js'));
    await check({
      ...OF_A_RUN,
      traceFile: /^run: Trace total\.js/,
      traceTests: NO_TESTS,
      exportHtml: TRACE_GONE,
      exportPerfetto: TRACE_GONE,
      exportChrome: TRACE_GONE,
      exportOtlp: TRACE_GONE,
      exportSvg: /^save dialog: .*\.svg$/,
      choosePart: TRACE_GONE,
      revealLine: /^command: interleave\.timeline\.focus/,
    });
  });

  it('works on what is left of a torn trace', async () => {
    const whole = path.join(scratch, 'whole.ilv');
    const cli = path.join(vscode.extensions.getExtension(EXTENSION_ID)?.extensionPath ?? '', 'dist/cli.js');
    const program = inWorkspace('src/total.js').fsPath;
    execFileSync(NODE_24, [cli, 'run', '--out', whole, '--fail-on', 'never', '--', NODE_24, program], { stdio: 'ignore' });
    const bytes = readFileSync(whole);
    const torn = path.join(scratch, 'torn.ilv');
    writeFileSync(torn, bytes.subarray(0, Math.floor(bytes.length * 0.9)));
    await show(undefined);
    await vscode.commands.executeCommand('interleave.openTrace', vscode.Uri.file(torn));
    await until('the timeline', async () => (await reads()).includes('torn'));
    await check({
      ...OF_A_RUN,
      exportSvg: /^(?:save dialog|error: No finding of this run)/,
      choosePart: /^pick: Part of the run/,
      timelineAction: /^pick: What to do in the timeline/,
    });
  });

  /** Where an export would go: named after what is shown. */
  async function reads(): Promise<string> {
    const execute = vscode.commands.executeCommand.bind(vscode.commands);
    shown.effects.length = 0;
    shown.replace();
    try {
      await execute(COMMANDS.timelineAction);
      const [first = ''] = shown.effects;
      if (!first.startsWith('pick')) return '';
      shown.effects.length = 0;
      await execute(COMMANDS.exportSarif);
      return shown.effects[0] ?? '';
    } finally {
      shown.restore();
    }
  }
});
