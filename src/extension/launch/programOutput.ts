/** Keeps the end of what traced programs write to stderr, as the debugger passes it on. */
import * as vscode from 'vscode';
import type { Runs } from '../runs.ts';

export function registerProgramOutput(runs: Runs): vscode.Disposable {
  const factory: vscode.DebugAdapterTrackerFactory = {
    createDebugAdapterTracker(session) {
      return (
        runs.of(session) && {
          onDidSendMessage({
            event,
            body,
          }: {
            readonly event?: string;
            readonly body?: { readonly category?: string; readonly output?: unknown };
          }) {
            if (event === 'output' && body?.category === 'stderr' && typeof body.output === 'string') {
              runs.of(session)?.addErrorOutput(body.output);
            }
          },
        }
      );
    },
  };
  return vscode.Disposable.from(
    ...['pwa-node', 'node-terminal'].map((type) => vscode.debug.registerDebugAdapterTrackerFactory(type, factory)),
  );
}
