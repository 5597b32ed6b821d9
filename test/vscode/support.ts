// What the suites share: files of the fixture workspace, debug sessions observed from start to end, and the screen through the bridge.
import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';

/** Node 24: runs TypeScript as it is. */
export const NODE_24 = process.env['INTERLEAVE_TEST_NODE'] ?? 'node';

export function folder(): vscode.WorkspaceFolder {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first, 'the tests run with the fixture workspace open');
  return first;
}

export function inWorkspace(name: string): vscode.Uri {
  return vscode.Uri.joinPath(folder().uri, name);
}

export async function openFile(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(inWorkspace(name)), { preview: false });
}

/** 0-based line of the first line of a file that contains a text. */
export async function lineOf(name: string, text: string): Promise<number> {
  const lines = (await vscode.workspace.openTextDocument(inWorkspace(name))).getText().split('\n');
  const found = lines.findIndex((line) => line.includes(text));
  assert.notEqual(found, -1, `${name} has no line with ${text}`);
  return found;
}

/** Waits until an editor says why its trace cannot be opened; no dialog, no notification. */
export async function unreadable(sentence: RegExp): Promise<void> {
  await until(`${sentence} in the editor`, async () => sentence.test(await screen<string>('webviewText', { selector: 'body' })));
  assert.deepEqual(await screen('texts', { selector: '.monaco-dialog-box' }), []);
  assert.deepEqual(await notifications(), []);
}

/** Waits for an observable change: asks again whenever the editor had time to do something. */
export async function until<T>(
  what: string | (() => string),
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 45_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await ask();
    if (value !== undefined && value !== false) return value;
    assert.ok(Date.now() < deadline, `in vain waited for: ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export interface Stop {
  readonly reason: string;
  /** `name file:line:column`, innermost first, 1-based. */
  readonly frames: readonly string[];
}

export interface ObservedRun {
  /** Types of every session, with the depth below the root: `0 pwa-node`. */
  readonly sessions: readonly string[];
  /** Names of threads that a session reported when it stopped or started. */
  readonly threads: readonly string[];
  readonly stops: readonly Stop[];
  readonly output: string;
  /** Configurations as the debugger got them, root first. */
  readonly configurations: readonly vscode.DebugConfiguration[];
}

/** What to do at a stop; `continue` unless said. */
export type AtStop = (stop: Stop, index: number) => Move | Promise<Move>;
type Move = 'continue' | 'next' | 'stepIn' | 'stepOut';

/** Starts a session and observes it, its children and what they say until the root session ends. */
export async function observeDebugging(
  start: () => Thenable<boolean>,
  atStop: AtStop = () => 'continue',
  timeoutMs = 90_000,
): Promise<ObservedRun> {
  const sessions: string[] = [];
  const threads = new Set<string>();
  const stops: Stop[] = [];
  const configurations: vscode.DebugConfiguration[] = [];
  let output = '';
  const stopped = async (session: vscode.DebugSession, body: { reason: string; threadId: number }): Promise<void> => {
    const trace = (await session.customRequest('stackTrace', { threadId: body.threadId, levels: 6 })) as { stackFrames: Frame[] };
    const all = (await session.customRequest('threads')) as { threads: { name: string }[] };
    for (const each of all.threads) threads.add(`${session.name}: ${each.name}`);
    const stop = { reason: body.reason, frames: trace.stackFrames.map(describe) };
    stops.push(stop);
    await session.customRequest(await atStop(stop, stops.length - 1), { threadId: body.threadId });
  };
  const tracker = vscode.debug.registerDebugAdapterTrackerFactory('*', {
    createDebugAdapterTracker: (session) => ({
      onDidSendMessage(message: {
        type: string;
        event?: string;
        body?: { reason: string; threadId: number; output?: string; category?: string };
      }) {
        if (message.type !== 'event' || !message.body) return;
        if (message.event === 'output' && message.body.category !== 'telemetry') output += message.body.output ?? '';
        if (message.event === 'stopped') void stopped(session, message.body);
      },
    }),
  });
  const begun = vscode.debug.onDidStartDebugSession((session) => {
    let depth = 0;
    for (let each = session.parentSession; each; each = each.parentSession) depth += 1;
    sessions.push(`${depth} ${session.type}`);
    configurations.push(session.configuration);
  });
  const roots = new Set<string>();
  const ended = new Promise<void>((resolve) => {
    const starts = vscode.debug.onDidStartDebugSession((session) => {
      if (!session.parentSession) roots.add(session.id);
    });
    const ends = vscode.debug.onDidTerminateDebugSession((session) => {
      if (session.parentSession || !roots.has(session.id)) return;
      for (const each of [starts, ends]) each.dispose();
      resolve();
    });
  });
  try {
    assert.ok(await start(), 'the session starts');
    const soFar = (): string => `the end of the session after ${JSON.stringify(stops)}`;
    await withTimeout(soFar, ended, timeoutMs);
    return { sessions: sessions.toSorted(), threads: [...threads].toSorted(), stops, output, configurations };
  } finally {
    for (const each of [tracker, begun]) each.dispose();
    await vscode.debug.stopDebugging();
  }
}

interface Frame {
  name: string;
  line: number;
  column: number;
  source?: { path?: string; name?: string };
}

function describe(frame: Frame): string {
  return `${frame.name} ${path.basename(frame.source?.path ?? frame.source?.name ?? '')}:${frame.line}:${frame.column}`;
}

async function withTimeout<T>(what: () => string, promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`in vain waited for: ${what()}`)), timeoutMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Sets breakpoints at lines that contain texts, and only those. */
export async function breakAt(...places: readonly (readonly [file: string, text: string])[]): Promise<void> {
  vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
  const points = await Promise.all(
    places.map(async ([file, text]) => {
      const at = new vscode.Position(await lineOf(file, text), 0);
      return new vscode.SourceBreakpoint(new vscode.Location(inWorkspace(file), at));
    }),
  );
  vscode.debug.addBreakpoints(points);
}

/** Whether a test can look at the screen here; false only in a desktop editor. */
export const hasScreen = process.env['INTERLEAVE_TEST_UI'] !== undefined;

/** Asks the bridge to the screen (scripts/lib/vscodeBridge.mjs lists the operations). */
export async function screen<T = unknown>(op: string, query: Record<string, unknown> = {}): Promise<T> {
  const address = process.env['INTERLEAVE_TEST_UI'];
  assert.ok(address, 'there is a bridge to the screen');
  const response = await fetch(address, { method: 'POST', body: JSON.stringify({ op, ...query }) });
  const answer = (await response.json()) as { value: T; error?: string };
  assert.equal(answer.error, undefined);
  return answer.value;
}

/** Skips the calling test where there is no screen to look at. */
export function needsScreen(context: Mocha.Context): void {
  if (!hasScreen) context.skip();
}

/** What Interleave says of a file in the Problems panel. */
export function findingsIn(name: string): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(inWorkspace(name)).filter((each) => each.source === 'interleave');
}

export function kindOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return typeof code === 'object' ? String(code.value) : String(code);
}

/** Waits until a root session that starts in `act` has ended. */
export async function traced(act: () => Thenable<unknown>, timeoutMs = 90_000): Promise<void> {
  const roots = new Set<string>();
  const ended = new Promise<void>((resolve) => {
    const starts = vscode.debug.onDidStartDebugSession((session) => {
      if (!session.parentSession) roots.add(session.id);
    });
    const ends = vscode.debug.onDidTerminateDebugSession((session) => {
      if (!roots.has(session.id)) return;
      for (const each of [starts, ends]) each.dispose();
      resolve();
    });
  });
  await act();
  await withTimeout(() => 'the end of the traced program', ended, timeoutMs);
}

/** Runs a command as a person does where there is a screen, by its id where there is none. */
export async function palette(title: string, id: string): Promise<void> {
  if (hasScreen) await screen('command', { title: `Interleave: ${title}` });
  else await vscode.commands.executeCommand(id);
}

/** The sentences that our notifications show now; what is shown is taken away. */
export async function notifications(): Promise<string[]> {
  await vscode.commands.executeCommand('notifications.showList');
  const shown = await screen<string[]>('texts', { selector: '.notifications-center .notification-list-item-message' });
  const ours = shown.filter((each) => !/^Analyzing |^Activating Extensions|IntelliSense/.test(each));
  // One that came since would be cleared unseen: only after seeing any.
  if (ours.length > 0) await vscode.commands.executeCommand('notifications.clearAll');
  return ours;
}

/** What commands say that need a run, when there has been none. */
export const NOTHING_YET: readonly (readonly [command: string, sentence: RegExp])[] = [
  ['stop', /^No traced program is running, /],
  ['dump', /^There is no run yet, so nothing is pending\. Trace a program first\./],
  ['copyPending', /^There is no run yet, so nothing is pending\. Trace a program first\./],
  ['takeSnapshot', /^There is no run yet, so nothing is pending\. Trace a program first\./],
  ['compareSnapshot', /^There is no run yet, so nothing is pending\. Trace a program first\./],
  ['exportHtml', /^Nothing has been traced yet, .* Trace a program or open a trace first\./],
  ['exportSarif', /^Nothing has been traced yet, .* Trace a program or open a trace first\./],
  ['exportSvg', /^Nothing has been traced yet, .* Trace a program or open a trace first\./],
  ['exportPerfetto', /^Nothing has been traced yet, .* Trace a program or open a trace first\./],
  ['exportChrome', /^Nothing has been traced yet, .* Trace a program or open a trace first\./],
  ['exportOtlp', /^Nothing has been traced yet, .* Trace a program or open a trace first\./],
  ['readAsText', /^Nothing has been traced yet, .* nothing to read\. Trace a program or open a trace first\./],
  ['timelineAction', /^No timeline is in sight, .* Show the timeline of a run or open a trace first\./],
  ['revealLine', /^Nothing has been traced yet, .* Trace the program first\./],
];

/** Runs something that must fail before any session starts, and gives what the user is told. */
export async function told(act: () => Thenable<unknown>): Promise<string> {
  // One that was on its way when it was cleared comes all the same.
  await vscode.commands.executeCommand('notifications.clearAll');
  await until('older notifications to go', async () => (await notifications()).length === 0);
  const sessions: string[] = [];
  const started = vscode.debug.onDidStartDebugSession((session) => sessions.push(session.name));
  await act();
  const said = await until('a notification', async () => {
    const all = await notifications();
    return all.length > 0 && all;
  });
  started.dispose();
  assert.deepEqual(sessions, [], 'no session starts');
  assert.equal(said.length, 1, said.join('\n'));
  return said[0] ?? '';
}
