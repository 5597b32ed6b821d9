/**
 * The editor's side of Interleave, and the only layer that knows `vscode`: it starts programs through js-debug with the recorder in them and
 * shows what comes back. It reads no bytes of a trace and decides no finding. Composition only; start reading at debugConfiguration.ts.
 */
import * as vscode from 'vscode';
import { beginTrace, openTrace } from '../host/openTrace.ts';
import { prepareRun } from '../host/run.ts';
import { registerCommands } from './commands.ts';
import { registerInjection, type Requests } from './debugConfiguration.ts';
import { FindingDiagnostics } from './diagnostics.ts';
import { Dumps } from './dump.ts';
import { registerTraceType } from './dynamicConfigurations.ts';
import { registerEditorHelp } from './editorHelp.ts';
import { FindingsView } from './findingsView.ts';
import { LocksView } from './locksView.ts';
import { Log } from './log.ts';
import { ScriptLenses } from './npmScripts.ts';
import { registerMarks } from './marks.ts';
import { registerPauses } from './pauses.ts';
import { registerProgramOutput } from './programOutput.ts';
import { PendingSnapshots } from './pendingSnapshots.ts';
import { PendingView } from './pendingView.ts';
import { Runs } from './runs.ts';
import { RunsView } from './runsView.ts';
import { Shown } from './shown.ts';
import { registerSourceFolders } from './sourceFolders.ts';
import { SourceChanges } from './sourceChanges.ts';
import { StatusBar } from './statusBar.ts';
import { registerTasks } from './tasks.ts';
import { Testing } from './testing.ts';
import { tellTimeouts } from './testTimeouts.ts';
import { TimelineView } from './timelineView.ts';
import { TraceEditor } from './traceEditor.ts';
import { TracedTerminals } from './tracedTerminal.ts';

export function activate(context: vscode.ExtensionContext): void {
  const log = new Log();
  const requests: Requests = new Map();
  const runs = new Runs(prepareRun, context, log);
  const shown = new Shown(runs);
  // Hears of edits before those who ask it where lines are after them.
  const changes = new SourceChanges();
  const diagnostics = new FindingDiagnostics(runs, changes);
  const timeline = new TimelineView(context, runs, shown, changes, log);
  const editor = new TraceEditor(beginTrace, context, runs, shown, changes, log);
  const dumps = new Dumps(shown);
  const pending = new PendingView(shown, (file, options) => openTrace(file, runs.distDir, options));
  const findings = new FindingsView(shown, diagnostics, context.workspaceState);
  const terminals = new TracedTerminals(runs);
  const testing = new Testing(runs, requests, log);
  context.subscriptions.push(
    log,
    runs,
    shown,
    changes,
    diagnostics,
    timeline,
    editor,
    dumps,
    testing,
    findings,
    terminals,
    pending,
    new LocksView(shown),
    new RunsView(runs),
    new ScriptLenses(),
    registerEditorHelp(diagnostics, shown, changes),
    registerMarks(diagnostics),
    registerSourceFolders(),
    new StatusBar(runs),
    registerInjection(runs, requests, log),
    registerTraceType(requests, log),
    registerTasks(runs.distDir),
    registerPauses(runs),
    registerProgramOutput(runs),
    tellTimeouts(runs),
    registerCommands({
      runs,
      requests,
      shown,
      timeline,
      editor,
      dumps,
      snapshots: new PendingSnapshots(() => pending.snapshot(), dumps),
      diagnostics,
      changes,
      findings,
      terminals,
      testing,
      log,
      docs: vscode.Uri.joinPath(context.extensionUri, 'docs'),
      lessons: {
        shipped: vscode.Uri.joinPath(context.extensionUri, 'examples', 'lessons'),
        own: vscode.Uri.joinPath(context.globalStorageUri, 'lessons'),
      },
    }),
  );
}
