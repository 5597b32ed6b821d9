/** The commands of the palette and of the views; what can go wrong in them is told in one place. */
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Finding } from '../analysis/finding.ts';
import { compareTraces } from './compare/compare.ts';
import type { Requests } from './launch/debugConfiguration.ts';
import type { FindingDiagnostics } from './findings/diagnostics.ts';
import type { Dumps } from './exports/dump.ts';
import { askOfLine } from './findings/editorHelp.ts';
import { exportShown } from './exports/exports.ts';
import { exportSvg } from './exports/exportSvg.ts';
import { findingHandlers } from './findings/findingCommands.ts';
import type { Grouping } from './findings/findingGroups.ts';
import type { FindingsView } from './findings/findingsView.ts';
import { COMMANDS, TRACE_EDITOR, TRACE_EXTENSION } from './ids.ts';
import { t } from './l10n.ts';
import { assertCanRun, fileToTrace, launchFile, traceableConfigurations, type Launch } from './launch/launch.ts';
import { type Lessons, openLesson } from './lessons.ts';
import { describeChange, describePlace, openLocation, type OpenOptions } from './sources/locations.ts';
import type { Log } from './log.ts';
import { launchScript, type OfScript } from './launch/npmScripts.ts';
import type { PendingSnapshots } from './trees/pendingSnapshots.ts';
import { problems, showProblem } from './problems.ts';
import type { Runs } from './runs.ts';
import type { Shown } from './shown.ts';
import type { RanAt, SourceChanges } from './sources/sourceChanges.ts';
import { locateFolder, missingFiles, namesInTraces } from './sources/sourceFolders.ts';
import { restartTrace, startTrace } from './launch/startTrace.ts';
import type { Testing } from './testing/testing.ts';
import { launchTests, needsRunner, testFileToTrace } from './testing/testLaunch.ts';
import type { Selection } from './timeline/timelineBridge.ts';
import type { TimelineView } from './timeline/timelineView.ts';
import type { TraceEditor } from './timeline/traceEditor.ts';
import type { TracedTerminals } from './launch/tracedTerminal.ts';
import type { TimelineAction } from '../view/protocol.ts';

export interface CommandContext {
  readonly runs: Runs;
  readonly requests: Requests;
  readonly shown: Shown;
  readonly timeline: TimelineView;
  readonly editor: TraceEditor;
  readonly dumps: Dumps;
  readonly snapshots: PendingSnapshots;
  readonly diagnostics: FindingDiagnostics;
  readonly changes: SourceChanges;
  readonly findings: FindingsView;
  readonly terminals: TracedTerminals;
  readonly testing: Testing;
  readonly log: Log;
  /** Folder of the shipped lessons, and where they are copied to. */
  readonly lessons: Lessons;
  /** Folder of the shipped documents. */
  readonly docs: vscode.Uri;
}

export function registerCommands(context: CommandContext): vscode.Disposable {
  const { runs, requests, shown, timeline, editor, dumps, findings, terminals, testing, log } = context;

  const reveal = async (what: Selection, takeFocus = false): Promise<boolean> => {
    const opened = editor.bridge(shown.source);
    if (opened) opened.select(what, takeFocus);
    else await timeline.reveal(what, takeFocus);
    return opened !== undefined;
  };

  const handlers: Record<(typeof COMMANDS)[keyof typeof COMMANDS], (...args: never[]) => Promise<unknown> | void> = {
    [COMMANDS.traceFile]: async (uri?: vscode.Uri) => {
      assertCanRun();
      const file = await fileToTrace(uri);
      return startTrace(await ((await needsRunner(file)) ? launchTests(file) : launchFile(file)), requests);
    },
    [COMMANDS.traceTests]: async (uri?: vscode.Uri) => {
      assertCanRun();
      return startTrace(await launchTests(await testFileToTrace(uri)), requests);
    },
    [COMMANDS.traceTest]: async (item?: vscode.TestItem) => {
      assertCanRun();
      const launch = await testing.trace(item);
      return launch && startTrace(launch, requests);
    },
    [COMMANDS.traceConfig]: async () => {
      assertCanRun();
      const chosen = await chooseConfiguration();
      return chosen && startTrace(chosen, requests);
    },
    [COMMANDS.traceScript]: async (of?: OfScript) => {
      assertCanRun();
      const launch = await launchScript(of);
      return launch && startTrace(launch, requests);
    },
    [COMMANDS.traceAgain]: async () => {
      assertCanRun();
      if (!runs.last) throw problems.nothingToRepeat();
      // Two of the same would fight over ports and files.
      if (runs.current?.live) await runs.stop();
      return restartTrace(runs.last, requests);
    },
    [COMMANDS.stop]: () => {
      if (!runs.running) throw problems.notTracing();
      return runs.stop();
    },
    [COMMANDS.openTrace]: async (uri?: vscode.Uri) => {
      // A link in a page carries it as data.
      const chosen = uri === undefined ? await chooseTrace() : vscode.Uri.from(uri);
      if (chosen) await vscode.commands.executeCommand('vscode.openWith', chosen, TRACE_EDITOR);
    },
    [COMMANDS.choosePart]: async () => {
      const { source } = shown;
      if (source === undefined || source.live) throw problems.noParts();
      if (!existsSync(source.tracePath)) throw problems.traceGone(source.tracePath);
      if (await editor.choosePart(source)) return;
      // A run of this window: its file is opened first.
      await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(source.tracePath), TRACE_EDITOR);
      await editor.choosePart(shown.source);
    },
    [COMMANDS.dump]: () => dumps.open(),
    [COMMANDS.readAsText]: () => dumps.openRun(),
    [COMMANDS.copyPending]: () => dumps.copy(),
    [COMMANDS.pendingAtEnd]: () => {
      if (!shown.source) throw problems.noRun();
      if (shown.momentNs === undefined) throw problems.noMoment();
      shown.setMoment(shown.source, undefined);
    },
    [COMMANDS.takeSnapshot]: () => context.snapshots.take(),
    [COMMANDS.compareSnapshot]: () => context.snapshots.compare(),
    [COMMANDS.exportHtml]: (to?: vscode.Uri) => exportShown(shown, runs.distDir, 'html', to),
    [COMMANDS.exportSarif]: (to?: vscode.Uri) => exportShown(shown, runs.distDir, 'sarif', to),
    [COMMANDS.exportPerfetto]: (to?: vscode.Uri) => exportShown(shown, runs.distDir, 'perfetto', to),
    [COMMANDS.exportChrome]: (to?: vscode.Uri) => exportShown(shown, runs.distDir, 'chrome', to),
    [COMMANDS.exportOtlp]: (to?: vscode.Uri) => exportShown(shown, runs.distDir, 'otlp', to),
    [COMMANDS.exportSvg]: (of?: { readonly finding: Finding }, to?: vscode.Uri) =>
      exportSvg(shown.source, context.changes, of?.finding.id, to),
    [COMMANDS.compareRuns]: (before?: vscode.Uri, after?: vscode.Uri) => compareTraces(runs, shown, before, after),
    [COMMANDS.openPlace]: (file?: string, line = 1, column = 1, startedAt?: string) => {
      if (file === undefined) throw problems.noPlace();
      const place = { file, line, column };
      const { source } = shown;
      const open = (ran: RanAt | undefined, options: OpenOptions): Promise<void> =>
        openLocation(place, { ...options, moved: () => context.changes.look(place, ran) });
      // Of a tree, which shows one run; or of the page that compares two, beside it, with when the run began.
      if (startedAt === undefined) return open(source, { preserveFocus: true, untrusted: editor.bridge(source) !== undefined });
      const isShown = source?.report?.run.startedAt === startedAt;
      const ran = isShown ? source : { report: undefined, startedAt: Date.parse(startedAt) };
      return open(ran, { preserveFocus: false, untrusted: true, column: vscode.ViewColumn.Beside });
    },
    [COMMANDS.locateFolder]: async (of?: unknown) => {
      if (of === undefined && !shown.source) throw problems.nothingToLocate();
      const missing = typeof of === 'string' ? of : missingFiles(shown.source?.report)[0];
      if (missing === undefined) throw problems.nothingMissing();
      await locateFolder(missing);
    },
    // Whoever asks for it wants to be there, with the keyboard, too.
    [COMMANDS.showTimeline]: () => timeline.reveal(undefined, true),
    ...findingHandlers({ diagnostics: context.diagnostics, changes: context.changes, shown, reveal, docs: context.docs }),
    [COMMANDS.groupFindings]: (by?: Grouping) => findings.group(by),
    [COMMANDS.showLog]: () => log.show(),
    [COMMANDS.timelineAction]: async (name?: string) => {
      const bridge = editor.bridge(shown.source) ?? timeline.bridge;
      if (!bridge || bridge.actions.length === 0) throw problems.noTimeline();
      const action = name === undefined ? await chooseAction(bridge.actions) : bridge.actions.find((each) => each.name === name);
      if (action) bridge.act(action.name);
      else if (name !== undefined) throw problems.noAction(name);
    },
    [COMMANDS.revealLine]: async (of?: unknown, line?: number) => {
      // A menu gives the file of the editor that it is for.
      const file = typeof of === 'string' ? of : undefined;
      if (!shown.source) throw problems.nothingTraced();
      const active = vscode.window.activeTextEditor;
      if (file === undefined && active?.document.uri.scheme !== 'file') throw problems.noEditor();
      // A link has the file and line of the run; the cursor is on a line of now.
      const place = { file: file ?? active?.document.uri.fsPath ?? '', line: line ?? 1, column: 1 };
      if (file === undefined && active) {
        const { document, selection } = active;
        for (const name of [place.file, ...namesInTraces(place.file)]) await context.changes.compare(name, shown.source);
        const moved = context.changes.past(document.uri, selection.active.line, selection.active.character, shown.source);
        if (moved.state === 'changed') throw problems.lineChanged(describePlace({ ...place, line: selection.active.line + 1 }));
        if (moved.state === 'unknown') void vscode.window.showWarningMessage(describeChange(moved));
        place.line = moved.line + 1;
        place.file = (await askOfLine(shown.source, place.file, place.line, 1)).file;
      }
      await reveal({ place });
    },
    [COMMANDS.openLesson]: async (id?: string) => {
      assertCanRun();
      const launch = await openLesson(context.lessons, id);
      return launch && startTrace(launch, requests);
    },
    [COMMANDS.tracedTerminal]: () => terminals.open(),
  };
  const guarded =
    (id: string, handler: (...args: never[]) => Promise<unknown> | void) =>
    async (...args: never[]) => {
      try {
        return await handler(...args);
      } catch (error) {
        void showProblem(error, log, id);
        return undefined;
      }
    };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) => vscode.commands.registerCommand(id, guarded(id, handler))),
  );
}

async function chooseAction(actions: readonly TimelineAction[]): Promise<TimelineAction | undefined> {
  const items = actions.map((action) => ({ label: action.meaning, description: `${action.keys.join(', ')} · ${action.name}`, action }));
  const options = { placeHolder: t('What to do in the timeline'), matchOnDescription: true };
  return (await vscode.window.showQuickPick(items, options))?.action;
}

async function chooseConfiguration(): Promise<Launch | undefined> {
  const all = traceableConfigurations();
  if (all.length === 0) throw problems.noConfiguration();
  const [only] = all;
  if (all.length === 1) return only;
  const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const items = all.map((launch) => ({
    label: launch.configuration.name,
    description: several ? (launch.folder?.name ?? '') : launch.configuration.type,
    launch,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Trace Concurrency'),
    placeHolder: t('Launch configuration to trace'),
  });
  return chosen?.launch;
}

async function chooseTrace(): Promise<vscode.Uri | undefined> {
  const filters = { [t('Interleave traces')]: [TRACE_EXTENSION.slice(1)] };
  const chosen = await vscode.window.showOpenDialog({ title: t('Open Trace'), openLabel: t('Open Trace'), canSelectMany: false, filters });
  return chosen?.[0];
}
