/** Time at a breakpoint is not the program's: tells a run when its processes stood still, as seen in the messages to and from the debugger. */
import * as vscode from 'vscode';
import type { Runs } from '../runs.ts';
import type { TracedRun } from '../tracedRun.ts';

/** Requests after which a stopped thread runs again. */
const RESUMES = new Set([
  'continue',
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'restartFrame',
  'goto',
  'disconnect',
  'terminate',
  'restart',
]);

export function registerPauses(runs: Runs): vscode.Disposable {
  const factory: vscode.DebugAdapterTrackerFactory = {
    createDebugAdapterTracker(session) {
      const run = runs.of(session);
      return run ? track(run, session) : undefined;
    },
  };
  // Every type that js-debug's sessions may have; others are never ours.
  return vscode.Disposable.from(
    ...['pwa-node', 'node-terminal'].map((type) => vscode.debug.registerDebugAdapterTrackerFactory(type, factory)),
  );
}

function track(run: TracedRun, session: vscode.DebugSession): vscode.DebugAdapterTracker {
  let since: number | undefined;
  const resumed = (): void => {
    if (since !== undefined) run.addPause(since, Date.now());
    since = undefined;
  };
  return {
    onWillReceiveMessage(message: unknown) {
      if (RESUMES.has(String(read(message, 'command')))) resumed();
    },
    onDidSendMessage(message: unknown) {
      const event = read(message, 'event');
      if (event === 'stopped') since ??= Date.now();
      else if (event === 'continued' || event === 'terminated') resumed();
      else if (event === 'exited' && !session.parentSession) {
        const code = read(read(message, 'body'), 'exitCode');
        if (typeof code === 'number') run.exitCode = code;
      }
    },
    onWillStopSession: resumed,
    onExit: resumed,
  };
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
