/** Starts a traced program, or starts one again. */
import * as vscode from 'vscode';
import type { Requests } from './debugConfiguration.ts';
import { traced, type Launch } from './launch.ts';
import type { TraceRequest } from '../tracedRun.ts';

/** Without the debugger, unless said: what is traced this way is not stopped at breakpoints, and costs least. */
export function startTrace(
  { folder, configuration }: Launch,
  requests: Requests,
  testRun?: vscode.TestRun,
  debugged = false,
): Promise<boolean> {
  // Child processes would be sessions of their own, with the debugger's bar over the editor; what they write comes with the output of their parent.
  const alone = !debugged && configuration['outputCapture'] === 'std' ? { autoAttachChildProcesses: false } : {};
  return restartTrace({ folder, configuration: traced({ ...alone, ...configuration }), noDebug: !debugged }, requests, testRun);
}

export async function restartTrace(request: TraceRequest, requests: Requests, testRun?: vscode.TestRun): Promise<boolean> {
  const { folder, configuration, noDebug, start } = request;
  if (start) return start();
  if (typeof configuration !== 'string') requests.set(configuration.name, request);
  // The timeline tells what runs; the debugger's own bars would say it again.
  const quiet = noDebug ? { suppressDebugToolbar: true, suppressDebugStatusbar: true, suppressDebugView: true } : {};
  return vscode.debug.startDebugging(folder, configuration, { noDebug, ...quiet, ...(testRun ? { testRun } : {}) });
}
