/**
 * The ordered list of passes: Trace in, Report out. Pure: the same trace and options give byte-identical findings. Read this first.
 *
 *   trace → order (what must come before what) → rules (each: context → drafts) → merge by key → locations, severity, suppression → findings
 */
import type { Trace } from '../model/trace.ts';
import { NONE } from '../model/ids.ts';
import type {
  Draft,
  DraftPlace,
  DraftStep,
  Finding,
  FindingLocation,
  PendingNode,
  Report,
  RunFigures,
  Scenario,
  ScenarioStep,
  Severity,
  SuppressedFinding,
} from './finding.ts';
import { accessFacts, endOfPath, locateSite, locationsOf, textIn } from './locate.ts';
import { buildOrder, type Order } from './order/order.ts';
import { pendingAtEnd } from './waiting/pending.ts';
import { knownWhole } from './part.ts';
import { lostEnds } from './runEnd.ts';
import { isDoubtedInTests } from './suites.ts';
import { RULES } from './rules/registry.ts';

/** Author's position for a position in a loaded file: line 1-based, column 1-based, absolute path. */
export interface AuthorPosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly name?: string;
}

export interface Suppression {
  readonly kind: string;
  /** Path suffix of the author's file; '' for any. */
  readonly file: string;
  readonly reason: string;
}

export interface AnalysisOptions {
  /** From a loaded file's 1-based line and 0-based column to the author's. */
  readonly locate: (file: number, line: number, column: number) => AuthorPosition;
  /** A stack frame 'function file:line:column' of the program, when it lies in user code. `isPrinted`: a line of an error's stack. */
  readonly locateFrame: (frame: string, isPrinted?: boolean) => (AuthorPosition & { readonly function: string }) | undefined;
  readonly suppressions: readonly Suppression[];
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** The time of now, for a trace that still grows; undefined for one that has ended. */
  readonly nowNs?: number | undefined;
  /** Deadlocks of moments in which somebody was told of them. */
  readonly told?: readonly Draft[];
  /** While the trace still grows: whether this is no passing state. */
  readonly canTell?: (draft: Draft) => boolean;
  /** Asked between passes and in long ones: whoever asks may also do something else meanwhile, if it only reads. */
  readonly isCancelled: () => boolean;
}

/** What a rule gets. */
export interface AnalysisContext {
  readonly trace: Trace;
  readonly order: Order;
  readonly options: AnalysisOptions;
  /** Drafts of the rules that ran before (a more specific finding silences a general one). */
  readonly earlier: readonly Draft[];
}

export interface Rule {
  /** Kinds it can report. */
  readonly kinds: readonly string[];
  readonly run: (context: AnalysisContext) => Draft[];
}

/** Findings below this confidence are not shown at all. */
const DROP_BELOW = 0.4;
const WARN_FROM = 0.6;
/** More than this per run are summarised in a note. */
const MAX_FINDINGS = 100;

export function analyze(trace: Trace, options: AnalysisOptions): Report {
  const order = buildOrder(trace, options.isCancelled);
  const isKnown = knownWhole(trace);
  const drafts: Draft[] = [];
  const kinds: string[] = [];
  const broken: string[] = [];
  for (const rule of RULES) {
    if (options.isCancelled()) break;
    try {
      drafts.push(...rule.run({ trace, order, options, earlier: drafts }).filter(isKnown));
      kinds.push(...rule.kinds);
    } catch (error) {
      // What one rule stumbles over is no reason to lose what the others find; and it must not look like a clean run.
      const [kind = ''] = rule.kinds;
      broken.push(`A rule about ${kind} came to no result (${error instanceof Error ? error.message : String(error)}).`);
    }
  }
  const { canTell = () => true } = options;
  const { findings, suppressed } = findingsOf(trace, options, drafts.filter(canTell));
  const shown = numbered(findings.slice(0, MAX_FINDINGS));
  const notes = [...broken, ...notesOf(trace, kinds)];
  if (findings.length > shown.length) notes.push(`${findings.length - shown.length} more findings are not listed.`);
  const pending: readonly PendingNode[] = pendingAtEnd({ trace, options });
  return {
    schemaVersion: 1,
    run: figures(trace),
    findings: shown,
    pending,
    suppressed: suppressed.length,
    suppressedFindings: suppressed,
    notes,
  };
}

/** What is known of a trace that still grows: the findings of some drafts, told before those that an earlier report had. */
export function analyzeDrafts(trace: Trace, options: AnalysisOptions, drafts: readonly Draft[], earlier: Report | undefined): Report {
  const { findings } = findingsOf(trace, options, drafts);
  const rest = (earlier?.findings ?? []).filter((old) => !findings.some((f) => f.kind === old.kind && f.fingerprint === old.fingerprint));
  return {
    schemaVersion: 1,
    run: figures(trace),
    findings: numbered([...findings, ...rest].slice(0, MAX_FINDINGS)),
    pending: earlier?.pending ?? [],
    suppressed: earlier?.suppressed ?? 0,
    notes: earlier?.notes ?? [],
  };
}

function numbered(findings: readonly Finding[]): Finding[] {
  return findings.map((f, i) => ({ ...f, id: `f${i + 1}` }));
}

/** Drafts as findings, the gravest first. */
function findingsOf(
  trace: Trace,
  options: AnalysisOptions,
  drafts: readonly Draft[],
): { readonly findings: readonly Finding[]; readonly suppressed: readonly SuppressedFinding[] } {
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const { draft, occurrences } of mergeByKey(drafts)) {
    const severity = severityOf(trace, draft, options);
    if (severity === undefined) continue;
    const locations = locationsOf(trace, options, draft.places);
    if (locations.length === 0) continue;
    const finding = toFinding(trace, options, draft, severity, locations, occurrences);
    const suppression = suppressionOf(trace, options, draft, locations);
    if (suppression === undefined) findings.push(finding);
    else suppressed.push({ finding, ...suppression });
  }
  findings.sort(
    (a, b) =>
      rank(a.severity) - rank(b.severity) ||
      b.confidence - a.confidence ||
      compareText(a.kind, b.kind) ||
      compareText(a.fingerprint, b.fingerprint),
  );
  return { findings: mergeByPlace(findings), suppressed };
}

/** What differs in the threads or processes alone that met is one finding, told as the gravest of them. */
function mergeByPlace(findings: readonly Finding[]): Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const finding of findings) {
    const places = finding.locations.map((l) => `${l.file}:${l.line}:${l.column}:${l.role}`);
    const key = [finding.kind, finding.fingerprint, ...places].join('|');
    const known = byPlace.get(key);
    byPlace.set(key, known === undefined ? finding : { ...known, occurrences: known.occurrences + finding.occurrences });
  }
  return [...byPlace.values()];
}

function mergeByKey(drafts: readonly Draft[]): { readonly draft: Draft; readonly occurrences: number }[] {
  const byKey = new Map<string, { draft: Draft; occurrences: number }>();
  for (const draft of drafts) {
    const key = `${draft.kind}|${draft.key}`;
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { draft, occurrences: 1 });
    else {
      known.occurrences++;
      if (weight(draft) > weight(known.draft)) known.draft = draft;
    }
  }
  return [...byKey.values()];
}

function weight(draft: Draft): number {
  return draft.confidence + (draft.consequence ? 10 : 0) + (draft.verdict === 'observed' ? 1 : 0);
}

function severityOf(trace: Trace, draft: Draft, options: AnalysisOptions): Severity | undefined {
  const configured = options.severities[draft.kind];
  if (configured === 'off') return undefined;
  if (draft.confidence < DROP_BELOW) return undefined;
  let severity: Severity =
    draft.consequence && draft.verdict === 'observed' && draft.confidence >= WARN_FROM
      ? 'error'
      : draft.confidence >= WARN_FROM
        ? 'warning'
        : 'info';
  if (draft.ceiling !== undefined && rank(draft.ceiling) > rank(severity)) severity = draft.ceiling;
  if (rank(severity) <= rank('warning') && isDoubtedInTests(trace, draft)) severity = 'info';
  return configured ?? severity;
}

function rank(severity: Severity): number {
  return severity === 'error' ? 0 : severity === 'warning' ? 1 : severity === 'info' ? 2 : 3;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function suppressionOf(
  trace: Trace,
  options: AnalysisOptions,
  draft: Draft,
  locations: readonly FindingLocation[],
): Pick<SuppressedFinding, 'by' | 'reason'> | undefined {
  const matches = (kind: string): boolean => kind === '*' || kind === draft.kind || draft.kind.startsWith(`${kind}.`);
  for (const place of draft.places) {
    if (!('site' in place)) continue;
    const site = trace.site(place.site);
    if (site === undefined) continue;
    const ignores = trace.files[site.file]?.ignores ?? [];
    const comment = ignores.find((i) => matches(i.kind) && (i.line === site.line || i.line === site.line - 1));
    if (comment !== undefined) return { by: 'comment', reason: comment.reason };
  }
  const entry = options.suppressions.find((s) => matches(s.kind) && (s.file === '' || locations.some((l) => l.file.endsWith(s.file))));
  return entry && { by: 'configuration', reason: entry.reason };
}

function toFinding(
  trace: Trace,
  options: AnalysisOptions,
  draft: Draft,
  severity: Severity,
  locations: readonly FindingLocation[],
  occurrences: number,
): Finding {
  const window = windowOf(trace, draft);
  const home = locations[0]?.file ?? '';
  const scenario = draft.scenario === undefined ? undefined : toScenario(trace, options, draft.scenario, home);
  return {
    id: '',
    kind: draft.kind,
    severity,
    confidence: Math.round(draft.confidence * 100) / 100,
    verdict: draft.verdict,
    message: textIn(home, draft.message),
    why: draft.why.map((text) => textIn(home, text)),
    locations,
    occurrences,
    fingerprint: fingerprint(trace, draft, locations),
    help: `docs/findings.md#${draft.kind.replaceAll('.', '')}`,
    ...(scenario === undefined ? {} : { scenario }),
    ...(window === undefined ? {} : { window }),
  };
}

/** When it was, since the run began: what ran there, or, where nothing is said of that, from the first call that takes part to the last wait of any. */
function windowOf(trace: Trace, { segments, activations }: Draft): Finding['window'] {
  const { segments: s, activations: a, suspensions, run } = trace;
  const starts = segments.map((row) => s.startNs.at(row));
  const ends = segments.map((row) => (Number.isNaN(s.endNs.at(row)) ? s.startNs.at(row) : s.endNs.at(row)));
  if (starts.length === 0) {
    for (const row of activations) {
      const last = a.lastSuspension.at(row);
      starts.push(a.startNs.at(row));
      ends.push(last === NONE ? a.startNs.at(row) : suspensions.startNs.at(last));
    }
  }
  if (starts.length === 0) return undefined;
  return { fromNs: Math.min(...starts) - run.originNs, toNs: Math.max(...ends) - run.originNs, activations };
}

function toScenario(trace: Trace, options: AnalysisOptions, scenario: NonNullable<Draft['scenario']>, home: string): Scenario {
  const step = ({ lane, text, site }: DraftStep): ScenarioStep => ({
    lane,
    text: textIn(home, text),
    location: site === NONE ? null : (locateSite(trace, options, site, 'step') ?? null),
  });
  // Values are of what took place.
  const done = (s: DraftStep): ScenarioStep => {
    const { atMs, value } = accessFacts(trace, s.access);
    const { text, ...rest } = step(s);
    return { ...rest, text: value === undefined ? text : `${text}: ${value}`, ...(atMs !== undefined && { atMs }) };
  };
  return {
    lanes: scenario.lanes.map((text) => textIn(home, text)),
    happened: scenario.happened.map(done),
    other: scenario.other.map(step),
    otherTitle: scenario.otherTitle,
  };
}

/** Where somebody was at the time, such as in which of several awaits, is not what is wrong. */
const PASSING = /^(?:await|still waiting)$/;

/** FNV-1a over kind, functions and source texts: no line numbers, so that edits of other lines leave it alone. */
function fingerprint(trace: Trace, draft: Draft, locations: readonly FindingLocation[]): string {
  const ofSite = (row: number): string[] => {
    const site = trace.site(row);
    return site === undefined ? [] : [trace.functions[site.function]?.name ?? '', site.kind, site.text];
  };
  const ofPlace = (place: DraftPlace): string[] =>
    'site' in place ? ofSite(place.site) : 'fn' in place ? [trace.functions[place.fn]?.name ?? ''] : [];
  const { identity, places } = draft;
  const lasting = places.filter(({ role }, i) => i === 0 || !PASSING.test(role));
  const ofAll = identity && new Set(identity.map((site) => ofSite(site).join('|')));
  const parts = [draft.kind, ...(ofAll ? [...ofAll].sort() : lasting.flatMap(ofPlace)), endOfPath(locations[0]?.file ?? '', 1)];
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (const char of parts.join('|')) {
    const code = char.codePointAt(0) ?? 0;
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return (low >>> 0).toString(16).padStart(8, '0') + (high >>> 0).toString(16).padStart(8, '0');
}

function figures(trace: Trace): RunFigures {
  const run = trace.run;
  const ended = trace.threads.reduce((max, t) => Math.max(max, t.endNs), run.originNs);
  return {
    command: run.command,
    node: trace.processes[0]?.node ?? '',
    startedAt: run.startedAt,
    durationMs: Number.isNaN(run.durationMs) ? Math.round((ended - run.originNs) / 1e6) : run.durationMs,
    exitCode: run.exitCode,
    signal: run.signal,
    processes: trace.processes.length,
    threads: trace.programThreads,
    tasks: trace.tasks.length,
    events: trace.eventCount,
    droppedEvents: trace.droppedEvents,
    overhead: {},
    level: run.level,
    ...(run.values && { values: true }),
    incomplete: run.incomplete,
  };
}

function notesOf(trace: Trace, kinds: readonly string[]): string[] {
  const notes = [`Checked: ${[...new Set(kinds)].sort(compareText).join(', ') || 'nothing'}.`];
  for (const note of trace.notes) if (!notes.includes(note.text)) notes.push(note.text);
  notes.push(...lostEnds(trace));
  if (trace.run.incomplete.length > 0) {
    notes.push(
      `The trace is incomplete (${trace.run.incomplete.map((each) => each.replace(/\.$/, '')).join('; ')}): nothing is concluded across the gaps.`,
    );
  }
  return notes;
}
