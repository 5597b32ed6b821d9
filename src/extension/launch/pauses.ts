/** Time at a breakpoint is not the program's: tells a run when its processes stood still, as seen in the messages to and from the debugger. */
import * as vscode from 'vscode';
import type { Runs } from '../runs.ts';
import type { TracedRun } from '../tracedRun.ts';

/** Requests that end a program; the editor sends one also to what has ended. */
const ENDS = new Set(['disconnect', 'terminate', 'restart']);

/** Requests after which a stopped thread runs again. */
const RESUMES = new Set(['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'restartFrame', 'goto', 'disconnect', 'terminate']);

/** Ends the pauses of the processes of a run. */
type Resume = () => void;

export function registerPauses(runs: Runs): vscode.Disposable {
  const pauses = new Map<Resume, TracedRun>();
  const factory: vscode.DebugAdapterTrackerFactory = {
    createDebugAdapterTracker(session) {
      const run = runs.of(session);
      return run ? track(runs, run, session, pauses) : undefined;
    },
  };
  // Every type that js-debug's sessions may have; others are never ours.
  return vscode.Disposable.from(
    ...['pwa-node', 'node-terminal'].map((type) => vscode.debug.registerDebugAdapterTrackerFactory(type, factory)),
  );
}

/** `run`: the one of this session as it begins. The root has another when the program is started again; sessions of processes end with them. */
function track(runs: Runs, run: TracedRun, session: vscode.DebugSession, pauses: Map<Resume, TracedRun>): vscode.DebugAdapterTracker {
  let since: number | undefined;
  let hasEnded = false;
  const resumed = (): void => {
    if (since !== undefined) run.addPause(since, Date.now());
    since = undefined;
    pauses.delete(resumed);
  };
  return {
    onWillReceiveMessage(message: unknown) {
      const command = read(message, 'command');
      const current = runs.of(session);
      if (ENDS.has(String(command)) && !session.parentSession && !hasEnded && current) current.wasStopped = true;
      if (RESUMES.has(String(command))) resumed();
      else if (command === 'restart' && !session.parentSession) {
        for (const [resume, of] of pauses) if (of === current) resume();
        // SAFETY: what the protocol says; of something else no run is found.
        runs.restarted(session, (read(read(message, 'arguments'), 'arguments') ?? {}) as vscode.DebugConfiguration);
      }
    },
    onDidSendMessage(message: unknown) {
      const event = read(message, 'event');
      hasEnded ||= event === 'terminated' && !session.parentSession;
      if (event === 'stopped') {
        since ??= Date.now();
        pauses.set(resumed, run);
      } else if (event === 'continued' || event === 'terminated') resumed();
      else if (event === 'exited' && !session.parentSession) {
        const code = read(read(message, 'body'), 'exitCode');
        if (typeof code === 'number') (runs.of(session) ?? run).exitCode = code;
      }
    },
    onWillStopSession: resumed,
    onExit: resumed,
  };
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
