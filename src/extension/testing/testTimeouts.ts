/** Tests that a runner gave up on: what they were waiting for, in the Debug Console beside the runner's own output. */
import * as vscode from 'vscode';
import { t } from '../l10n.ts';
import { describePlace } from '../sources/locations.ts';
import { timeoutLines } from '../trees/pendingText.ts';
import type { Runs } from '../runs.ts';

export function tellTimeouts(runs: Runs): vscode.Disposable {
  return runs.onDidChangeCurrent((run) => {
    let told = 0;
    // It ends with the run, which owns the emitter.
    run.onDidReport(({ timeouts = [] }) => {
      const { activeDebugConsole: console } = vscode.debug;
      for (const timeout of timeouts.slice(told)) console.appendLine(timeoutLines(timeout, describePlace, t).join('\n'));
      told = Math.max(told, timeouts.length);
    });
  });
}
