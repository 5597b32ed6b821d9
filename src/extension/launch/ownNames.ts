/**
 * Names that instrumented code has beside the program's own, left out of what the debugger tells of variables. Trackers are promised to see messages, not that they
 * may change them: where the editor gives them copies, the names are there as before.
 */
import * as vscode from 'vscode';
import type { Runs } from '../runs.ts';

/** As transform/instrument.ts makes them; where the text of the program has one of them, ours go on with `_`. */
const OWN = /^\$il(?:[a-z]\d*)?$/;
const OTHER = /^\$il_/;

interface Message {
  readonly type?: string;
  readonly command?: string;
  readonly body?: { variables?: readonly { readonly name?: unknown }[] };
}

export function registerOwnNames(runs: Runs): vscode.Disposable {
  const factory: vscode.DebugAdapterTrackerFactory = {
    createDebugAdapterTracker: (session) => (runs.of(session) ? { onDidSendMessage: leaveOut } : undefined),
  };
  return vscode.Disposable.from(
    ...['pwa-node', 'node-terminal'].map((type) => vscode.debug.registerDebugAdapterTrackerFactory(type, factory)),
  );
}

function leaveOut({ type, command, body }: Message): void {
  if (type !== 'response' || command !== 'variables' || !Array.isArray(body?.variables)) return;
  const isText = (name: unknown, pattern: RegExp): boolean => typeof name === 'string' && pattern.test(name);
  if (body.variables.some(({ name }) => isText(name, OTHER))) return;
  body.variables = body.variables.filter(({ name }) => !isText(name, OWN));
}
