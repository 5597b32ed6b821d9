/** Keeps the end of what traced programs write to stderr, as the debugger passes it on. */
import * as vscode from 'vscode';
import type { Runs } from '../runs.ts';

export function registerProgramOutput(runs: Runs): vscode.Disposable {
  const factory: vscode.DebugAdapterTrackerFactory = {
    createDebugAdapterTracker(session) {
      const run = runs.of(session);
      return (
        run && {
          onDidSendMessage({
            event,
            body,
          }: {
            readonly event?: string;
            readonly body?: { readonly category?: string; readonly output?: unknown };
          }) {
            if (event === 'output' && body?.category === 'stderr' && typeof body.output === 'string') run.addErrorOutput(body.output);
          },
        }
      );
    },
  };
  return vscode.Disposable.from(
    ...['pwa-node', 'node-terminal'].map((type) => vscode.debug.registerDebugAdapterTrackerFactory(type, factory)),
  );
}
