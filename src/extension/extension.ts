/**
 * The editor's side of Interleave, and the only layer that knows `vscode`: it starts programs through js-debug with the recorder in them and
 * shows what comes back. It reads no bytes of a trace and decides no finding. Composition only; start reading at debugConfiguration.ts.
 */
import * as vscode from 'vscode';
import { beginTrace, openTrace } from '../host/openTrace.ts';
import { prepareRun } from '../host/run.ts';
import { registerCommands } from './commands.ts';
import { registerInjection, type Requests } from './launch/debugConfiguration.ts';
import { FindingDiagnostics } from './findings/diagnostics.ts';
import { Dumps } from './exports/dump.ts';
import { registerTraceType } from './launch/dynamicConfigurations.ts';
import { registerEditorHelp } from './findings/editorHelp.ts';
import { FindingsView } from './findings/findingsView.ts';
import { LocksView } from './trees/locksView.ts';
import { Log } from './log.ts';
import { ScriptLenses } from './launch/npmScripts.ts';
import { registerMarks } from './findings/marks.ts';
import { registerOwnNames } from './launch/ownNames.ts';
import { registerPauses } from './launch/pauses.ts';
import { registerProgramOutput } from './launch/programOutput.ts';
import { PendingSnapshots } from './trees/pendingSnapshots.ts';
import { PendingView } from './trees/pendingView.ts';
import { Runs } from './runs.ts';
import { registerSettingsCheck } from './settingsCheck.ts';
import { RunsView } from './trees/runsView.ts';
import { Shown } from './shown.ts';
import { registerSourceFolders } from './sources/sourceFolders.ts';
import { SourceChanges } from './sources/sourceChanges.ts';
import { StatusBar } from './statusBar.ts';
import { registerTasks } from './launch/tasks.ts';
import { Testing } from './testing/testing.ts';
import { tellTimeouts } from './testing/testTimeouts.ts';
import { TimelineView } from './timeline/timelineView.ts';
import { TraceEditor } from './timeline/traceEditor.ts';
import { TracedTerminals } from './launch/tracedTerminal.ts';

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
    registerOwnNames(runs),
    registerProgramOutput(runs),
    tellTimeouts(runs),
    registerSettingsCheck(runs, log),
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
