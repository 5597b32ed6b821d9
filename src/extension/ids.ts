/** Every id that the manifest and the code share. `test/manifest.test.ts` compares the two, both ways. */

export const EXTENSION_ID = 'interleave.interleave';

export const COMMANDS = {
  traceFile: 'interleave.traceFile',
  traceConfig: 'interleave.traceConfig',
  traceTests: 'interleave.traceTests',
  traceTest: 'interleave.traceTest',
  traceScript: 'interleave.traceScript',
  traceAgain: 'interleave.traceAgain',
  stop: 'interleave.stop',
  openTrace: 'interleave.openTrace',
  choosePart: 'interleave.choosePart',
  dump: 'interleave.dump',
  readAsText: 'interleave.readAsText',
  copyPending: 'interleave.copyPending',
  pendingAtEnd: 'interleave.pendingAtEnd',
  takeSnapshot: 'interleave.takeSnapshot',
  compareSnapshot: 'interleave.compareSnapshot',
  exportHtml: 'interleave.exportHtml',
  exportSarif: 'interleave.exportSarif',
  exportPerfetto: 'interleave.exportPerfetto',
  exportChrome: 'interleave.exportChrome',
  exportOtlp: 'interleave.exportOtlp',
  exportSvg: 'interleave.exportSvg',
  compareRuns: 'interleave.compareRuns',
  openPlace: 'interleave.openPlace',
  locateFolder: 'interleave.locateFolder',
  showTimeline: 'interleave.showTimeline',
  showFinding: 'interleave.showFinding',
  explain: 'interleave.explain',
  copyFinding: 'interleave.copyFinding',
  groupFindings: 'interleave.groupFindings',
  showLog: 'interleave.showLog',
  showHelp: 'interleave.showHelp',
  timelineAction: 'interleave.timelineAction',
  revealLine: 'interleave.revealLine',
  suppress: 'interleave.suppress',
  openLesson: 'interleave.openLesson',
  tracedTerminal: 'interleave.tracedTerminal',
} as const;

export const VIEWS = {
  timeline: 'interleave.timeline',
  findings: 'interleave.findings',
  pending: 'interleave.pending',
  locks: 'interleave.locks',
  runs: 'interleave.runs',
} as const;

/** Activity bar and panel. */
export const CONTAINERS = { sidebar: 'interleave', panel: 'interleavePanel' } as const;

export const CONTEXT = {
  /** A run is under way. */
  tracing: 'interleave.tracing',
  /** There is a run, under way or ended, or an opened trace. */
  hasRun: 'interleave.hasRun',
  /** There is a run that can be started again. */
  canTraceAgain: 'interleave.canTraceAgain',
  /** The keyboard is in the timeline. */
  timelineFocused: 'interleave.timelineFocused',
  /** What is pending is shown as of a moment that is selected in the timeline. */
  atMoment: 'interleave.atMoment',
  /** There is a snapshot of what was pending. */
  hasSnapshot: 'interleave.hasSnapshot',
} as const;

export const SETTINGS = {
  level: 'interleave.record.level',
  directory: 'interleave.record.directory',
  keepTraces: 'interleave.record.keepTraces',
  values: 'interleave.record.values',
  node: 'interleave.record.node',
  openTimeline: 'interleave.timeline.open',
  revealOnSelect: 'interleave.timeline.revealOnSelect',
  compactLanes: 'interleave.timeline.compactLanes',
  keysWithScreenReader: 'interleave.timeline.keysWithScreenReader',
  codeLens: 'interleave.editor.codeLens',
  hover: 'interleave.editor.hover',
  marks: 'interleave.editor.marks',
  folders: 'interleave.sources.folders',
  minimumSeverity: 'interleave.diagnostics.minimumSeverity',
  maximum: 'interleave.diagnostics.maximum',
} as const;

/** The debug type without an adapter of its own: it resolves to `node`. */
export const DEBUG_TYPE = 'interleave';
/** The property of a `node` configuration that asks for a trace. */
export const DEBUG_PROPERTY = 'interleave';

/** The profile of terminals whose programs are traced. */
export const TERMINAL_PROFILE = 'interleave.terminal';

/** Tasks that run a command traced, and what reads their reports. */
export const TASK_TYPE = 'interleave';
export const PROBLEM_MATCHER = '$interleave';

/** The page that compares two runs. */
export const COMPARE_PANEL = 'interleave.compare';

/** Controller of the tests of Node's own runner. */
export const TEST_CONTROLLER = 'interleave.nodeTest';
/** Property of a resolved configuration that ties its session to a run of tests. */
export const TEST_KEY = '__interleaveTests';

export const TRACE_EDITOR = 'interleave.trace';
export const TRACE_EXTENSION = '.ilv';
export const STATUS_ITEM = 'interleave.status';
export const WALKTHROUGH = 'interleave.start';
/** Scheme of the read-only documents that `interleave.dump` opens. */
export const DUMP_SCHEME = 'interleave-dump';

/** Colours that themes and users may override; the timeline reads them as `--vscode-interleave-state.…` (model/stateColors.ts). */
export const COLORS = [
  'interleave.state.running',
  'interleave.state.native',
  'interleave.state.ready',
  'interleave.state.awaiting',
  'interleave.state.locked',
  'interleave.state.io',
] as const;
