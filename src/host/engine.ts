/** Builder, trace and rules of one run in one object: bytes in, figures and reports out. Lives in the engine worker. */
import { findBlockedThreads } from '../analysis/rules/hangs/blockedThreads.ts';
import { findDeadlocks } from '../analysis/rules/hangs/deadlock.ts';
import { type AnalysisOptions, analyze, analyzeDrafts } from '../analysis/analyze.ts';
import type { Draft, PendingNode, Report, RunWindow, TestTimeout } from '../analysis/finding.ts';
import { isTestOver } from '../analysis/order/testTurns.ts';
import { pendingAtEnd, pendingInTest } from '../analysis/waiting/pending.ts';
import { TraceBuilder } from '../model/build/builder.ts';
import { READING_LAST_STEP, READING_STEP, type SourcePlace, type TimelineReport } from '../model/requests.ts';
import type { Trace } from '../model/trace.ts';
import { timelineOf } from '../model/tracks/tracksIndex.ts';
import { readChunk } from '../wire/reader.ts';
import type { RunProgress } from './api.ts';
import { type Config, loadConfig } from './config.ts';
import { MapNotes } from './mapNotes.ts';
import { maxEventsAtOnce, type Part } from './part.ts';
import { PrivateTrace } from './privateTrace.ts';
import { SettledRings } from './settledRings.ts';
import { SourceMaps } from './sourceMaps.ts';
import { describeFailedStart } from './startup.ts';
import { suppress } from './suppress.ts';

/** What more tests waited for is not looked at: each look takes as long as the trace has waits. */
const MAX_TIMEOUTS = 20;

/** Time that one analysis may take, in milliseconds. */
export interface AnalysisLimit {
  readonly limitMs: number;
  /** Asked between rules: the analysis ends there, and its report lacks the rest. */
  readonly isInterrupted?: () => boolean;
  /** The time of now on the machine's monotonic clock, while the program runs. */
  readonly nowNs?: number | undefined;
}

export class Engine {
  readonly #builder: TraceBuilder;
  /** What rules run on: so nothing that they write has to be hidden afterwards. */
  readonly #private: PrivateTrace;
  readonly #maxEvents: number;
  #isFull = false;
  #config: Config | undefined;
  #maps: SourceMaps | undefined;
  #notes: MapNotes | undefined;
  #bytes = 0;
  /** `#bytes` when the trace was settled last. */
  #settledBytes = 0;
  #latest: Report | undefined;
  /** The same as this machine may show it. */
  #shown: Report | undefined;
  /** Rings that were told by `newDeadlocks`. */
  readonly #toldRings = new Set<string>();
  readonly #rings = new SettledRings();
  #isUnsure = false;
  /** Deadlocks of processes that stood still, by kind and key, as they were then. */
  readonly #told = new Map<string, Draft>();
  #seenTold = 0;
  /** Size of the file that is being read. */
  #fileBytes: number | undefined;
  #isWhole = false;
  /** Tests that runners gave up on: what they waited for can only be seen in that moment. */
  readonly #timeouts: TestTimeout[] = [];
  #seenTimeouts = 0;
  #toldTimeouts = 0;
  readonly #ownFolder: string;
  /** Events in the index that was made before anybody asked. */
  #preparedEvents = 0;

  /** `ownFolder`: where the bundles of Interleave are; nothing there is ever a finding's place. */
  constructor(ownFolder: string, { fromMs, untilMs, maxEvents = maxEventsAtOnce() }: Part = {}) {
    this.#ownFolder = ownFolder;
    this.#maxEvents = maxEvents;
    this.#builder = new TraceBuilder(untilMs, fromMs);
    this.#private = new PrivateTrace(this.#builder.trace);
  }

  /** For requests of views. Reads only; up to date after `settle`. */
  get trace(): Trace {
    return this.#builder.trace;
  }

  /** Author's positions, for requests of views. */
  get maps(): SourceMaps {
    this.#maps ??= new SourceMaps(this.trace.files, { cwd: this.trace.run.cwd, ownFolder: this.#ownFolder });
    return this.#maps;
  }

  /** The trace as others may see it; up to date after `settle`. */
  get privateTrace(): Trace {
    return this.#private.refresh();
  }

  /** What the rules said last; a view must not wait for an analysis. */
  get latest(): TimelineReport {
    return this.#shown ?? NOTHING_SAID;
  }

  /** The same for others. */
  get privateLatest(): TimelineReport {
    return this.#latest ?? NOTHING_SAID;
  }

  /** The author's place of a place as loaded; always the same function, since views keep an index by it. */
  readonly locate = (place: SourcePlace): SourcePlace => this.maps.locatePlace(place);

  /** The same for others. */
  readonly locatePrivate = (place: SourcePlace): SourcePlace => this.#hidePlace(this.maps.locatePlace(place));

  /** A line of source code for others: literals that are keys or hosts are hashes. */
  hideSource(line: string): string {
    return this.#private.privacy.source(line);
  }

  /** How much must be new before views see it (tracksIndex.ts). */
  get growth(): number | undefined {
    if (this.#isWhole) return 0;
    if (this.#fileBytes === undefined) return undefined;
    return this.#bytes > this.#fileBytes * READING_LAST_STEP ? Number.POSITIVE_INFINITY : READING_STEP - 1;
  }

  /** A whole file follows: views see it grow in few, ever larger steps, until `end`. */
  beginFile(bytes: number): void {
    this.#fileBytes = bytes;
  }

  /** Makes the index of the picture before a view asks for it, at the steps at which views would see it grow. */
  prepareViews(): void {
    const { growth } = this;
    const { eventCount } = this.trace;
    if (growth === undefined || eventCount <= this.#preparedEvents * (growth + 1)) return;
    this.settle();
    timelineOf(this.trace, this.locate, growth);
    this.#preparedEvents = eventCount;
  }

  /** Brings the trace up to what has arrived; nothing is done when nothing has. */
  settle(): void {
    if (this.#bytes === this.#settledBytes) return;
    this.#settledBytes = this.#bytes;
    this.#builder.settle();
  }

  /** No more events are taken in: what came before is all that is ever known. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Adds whole chunks. A chunk that makes no sense is left out and noted: nothing is concluded across it. */
  push(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    for (let result = readChunk(bytes, 0); result.ok; result = readChunk(bytes, result.chunk.end)) {
      try {
        this.#builder.append(result.chunk);
        if (this.trace.testTimeouts.length > this.#seenTimeouts) this.#lookAtTimeouts();
        if (this.trace.run.told > this.#seenTold) this.#lookAtTold();
      } catch (error) {
        this.#noteDamage(error);
      }
      if (this.trace.eventCount > this.#maxEvents && !this.#isFull) {
        this.#stop(`it has more than the ${this.#maxEvents / 1e6} million events that are analysed at once`);
      }
    }
  }

  /** The program was interrupted, and whoever did that waits: what comes later is left out. */
  stopHere(): void {
    if (this.#isFull || this.trace.eventCount === 0) return;
    this.#stop('there was more to read than could be in the time since it was interrupted', 'interleave analyze looks at all of it.');
  }

  /** `more`: where the rest is to be had. */
  #stop(why: string, more?: string): void {
    this.#isFull = true;
    this.#builder.stop();
    const { fromMs, incomplete } = this.trace.run;
    const until = this.#builder.untilMs / 1000;
    const looked = fromMs === 0 ? `the first ${until} s of the run are` : `the run between ${fromMs / 1000} s and ${until} s is`;
    const rest = more ?? `The recording itself goes on; --from ${until}s shows the next part of it.`;
    incomplete.push(`Only ${looked} looked at: ${why}. ${rest}`);
  }

  /** Nothing more will come. What is missing is a gap: `damage` says in one sentence why, and without it a trace whose end was never written says so itself. */
  end(damage: string | undefined): void {
    const { run } = this.trace;
    this.#isWhole = true;
    this.#settledBytes = this.#bytes;
    this.#builder.close();
    if (this.#builder.cutNs !== undefined) run.durationMs = run.cutMs = this.#builder.untilMs;
    else if (damage !== undefined) run.incomplete.push(damage);
    else if (!run.ended) run.incomplete.push(NO_END);
  }

  progress(): RunProgress {
    const { trace } = this;
    const durationMs = Number.isNaN(trace.run.durationMs) ? 0 : trace.run.durationMs;
    return {
      processes: trace.processes.length,
      threads: trace.programThreads,
      tasks: trace.tasks.length,
      events: trace.eventCount,
      durationMs,
    };
  }

  /** What the rules said last, for others; asked now when they said nothing yet. */
  latestPrivateReport(limit: AnalysisLimit): Report {
    return this.#latest ?? this.privateReport(limit);
  }

  /** The report as it is before any rule has run. */
  figures(): Report {
    this.settle();
    const report = withoutFindings(this.trace);
    return { ...report, run: { ...report.run, ...this.#window(report.run.durationMs) } };
  }

  /** The part that is looked at, when it is not all. */
  #window(durationMs: number): { readonly window?: RunWindow } {
    const { fromMs, wholeMs } = this.trace.run;
    const isCut = this.#builder.cutNs !== undefined;
    if (fromMs === 0 && !isCut) return {};
    const ofMs = Number.isNaN(wholeMs) ? null : wholeMs;
    return { window: { fromMs, toMs: isCut ? this.#builder.untilMs : Math.max(fromMs, ofMs ?? durationMs), ofMs, isCut } };
  }

  /** The last look saw a ring that may be gone in a moment: look again, SETTLE_MS later. */
  get isUnsure(): boolean {
    return this.#isUnsure;
  }

  /** A report that tells the deadlocks, and the tests that were given up, that have come since the last call beside what the rules found last: much cheaper than all rules. undefined: none has. */
  newDeadlocks(): Report | undefined {
    try {
      const found = this.#deadlocksNow();
      const drafts = this.#rings.look(found, performance.now());
      this.#isUnsure = drafts.length < found.length;
      const isNew =
        this.#timeouts.length > this.#toldTimeouts || drafts.some((draft) => !this.#toldRings.has(`${draft.kind}|${draft.key}`));
      for (const draft of drafts) this.#toldRings.add(`${draft.kind}|${draft.key}`);
      this.#toldTimeouts = this.#timeouts.length;
      return isNew
        ? this.#reveal(this.#withTimeouts(this.#suppressed(analyzeDrafts(this.privateTrace, this.#options(), drafts, this.#latest))))
        : undefined;
    } catch {
      // The report says what makes no sense.
      return undefined;
    }
  }

  /**
   * Deadlocks of what has arrived so far. Those of a process that was seen to stand still stay told, whatever comes later: only somebody from outside can have moved it. Rings of tasks
   * are found in the whole trace, too, unless something has let them go that was not known yet.
   */
  #deadlocksNow(): Draft[] {
    this.settle();
    const trace = this.privateTrace;
    const stuck = findBlockedThreads(trace);
    for (const draft of stuck) this.#told.set(`${draft.kind}|${draft.key}`, draft);
    return [...findDeadlocks(trace), ...stuck];
  }

  /** The file says that a deadlock was told here, of what is in it so far. */
  #lookAtTold(): void {
    this.#seenTold = this.trace.run.told;
    this.#deadlocksNow();
  }

  /** All rules on what has arrived, as this machine may show it. When the limit passes, the rules that did not run are missing, and a note says so. Never throws. */
  report(limit: AnalysisLimit): Report {
    return this.#report(limit).shown;
  }

  /** The same for others: keys, hosts and queries are hidden (privacy.ts). */
  privateReport(limit: AnalysisLimit): Report {
    return this.#report(limit).hidden;
  }

  /** Who is pending and why: now, or where the trace ends or was cut off. */
  pending(nowNs?: number): readonly PendingNode[] {
    this.settle();
    const pending = pendingAtEnd({ trace: this.privateTrace, options: { ...this.#options(), nowNs: this.#builder.cutNs ?? nowNs } });
    return this.#private.privacy.reveal({ pending }).pending;
  }

  #report({ limitMs, isInterrupted = () => false, nowNs = this.#builder.cutNs }: AnalysisLimit): {
    readonly hidden: Report;
    readonly shown: Report;
  } {
    const deadline = performance.now() + limitMs;
    let wasCancelled = false;
    let wasInterrupted = false;
    const report = this.#analyze(() => (wasInterrupted ||= isInterrupted()) || (wasCancelled ||= performance.now() > deadline), nowNs);
    const failedStart = describeFailedStart(this.privateTrace);
    const stopped = wasCancelled ? [`The analysis was stopped after ${Math.round(limitMs / 1000)} s: some rules did not run.`] : [];
    const hidden = {
      ...this.#withTimeouts(report),
      ...(this.#builder.cutNs === undefined ? {} : { atMs: this.#builder.untilMs }),
      run: {
        ...report.run,
        incomplete: [...(failedStart === undefined ? [] : [failedStart]), ...report.run.incomplete, ...stopped],
        overhead: { ...report.run.overhead, logBytes: this.#bytes },
        ...this.#window(report.run.durationMs),
      },
      notes: [...report.notes, ...this.#mapNotes().map((note) => this.#private.privacy.text(note))],
    };
    const shown = this.#reveal(hidden);
    if (!wasInterrupted) {
      this.#latest = hidden;
      this.#shown = shown;
    }
    return { hidden, shown };
  }

  /** Of a trace from elsewhere nothing is known of its files. */
  #mapNotes(): readonly string[] {
    const { run } = this.trace;
    this.#notes ??= new MapNotes(this.maps, run.cwd, Date.parse(run.startedAt));
    return this.#notes.sentences();
  }

  /** The chunk that says it ends there: nothing has happened since. */
  #lookAtTimeouts(): void {
    const { testTimeouts } = this.trace;
    const news = testTimeouts.slice(this.#seenTimeouts, MAX_TIMEOUTS);
    this.#seenTimeouts = testTimeouts.length;
    if (news.length === 0) return;
    this.settle();
    const trace = this.privateTrace;
    for (const test of news) {
      if (isTestOver(trace, test.thread, test.sinceNs, test.ns)) continue;
      this.#timeouts.push({ afterMs: Math.round((test.ns - test.sinceNs) / 1e6), pending: pendingInTest(trace, this.#options(), test) });
    }
  }

  #withTimeouts(report: Report): Report {
    return this.#timeouts.length === 0 ? report : { ...report, timeouts: [...this.#timeouts] };
  }

  #reveal(report: Report): Report {
    return this.#private.privacy.reveal(report);
  }

  #hidePlace<T extends { readonly file: string } | undefined>(place: T): T {
    return place === undefined ? place : { ...place, file: this.#private.privacy.text(place.file) };
  }

  #options(isCancelled: () => boolean = () => false): AnalysisOptions {
    const { maps } = this;
    return {
      locate: (file, line, column) => this.#hidePlace(maps.locate(file, line, column)),
      locateFrame: (frame, isPrinted) => this.#hidePlace(maps.locateFrame(frame, isPrinted)),
      // Entries of the configuration know globs, lines and dates: suppress.ts applies them to the author's places.
      suppressions: [],
      severities: this.#settings.severity,
      isCancelled,
    };
  }

  get #settings(): Config {
    this.#config ??= configOf(this.trace.run.cwd);
    return this.#config;
  }

  #suppressed(report: Report): Report {
    return suppress(report, this.#settings, new Date().toISOString().slice(0, 10));
  }

  #analyze(isCancelled: () => boolean, nowNs: number | undefined): Report {
    try {
      this.#builder.settle();
      return this.#suppressed(
        analyze(this.privateTrace, {
          ...this.#options(isCancelled),
          told: [...this.#told.values()],
          nowNs,
          ...(nowNs === undefined ? {} : { canTell: (draft: Draft) => this.#rings.isSettled(draft, performance.now()) }),
        }),
      );
    } catch (error) {
      // A damaged trace can say things that cannot be; whatever the cause, it must not look like a clean run.
      return withoutFindings(
        this.privateTrace,
        `The trace cannot be analysed (${error instanceof Error ? error.message : String(error)}).`,
      );
    }
  }

  #noteDamage(error: unknown): void {
    const { incomplete } = this.trace.run;
    const sentence = `A part of the trace makes no sense and was left out (${error instanceof Error ? error.message : String(error)}).`;
    if (incomplete.length < 100 && !incomplete.includes(sentence)) incomplete.push(sentence);
  }
}

const NOTHING_SAID: TimelineReport = { findings: [], notes: [], suppressed: 0 };
const NO_END = 'The trace has no end: its recording still goes on, or was cut off. What came before is shown.';

function withoutFindings({ run, processes, threads, tasks, eventCount, droppedEvents }: Trace, ...sentences: readonly string[]): Report {
  return {
    schemaVersion: 1,
    run: {
      command: run.command,
      node: processes[0]?.node ?? '',
      startedAt: run.startedAt,
      durationMs: Number.isNaN(run.durationMs) ? 0 : run.durationMs,
      exitCode: run.exitCode,
      signal: run.signal,
      processes: processes.length,
      threads: threads.length,
      tasks: tasks.length,
      events: eventCount,
      droppedEvents,
      overhead: {},
      level: run.level,
      incomplete: [...run.incomplete, ...sentences],
    },
    findings: [],
    pending: [],
    suppressed: 0,
    notes: [],
  };
}

/** The configuration where the program ran; a trace from elsewhere has none. */
function configOf(cwd: string): Config {
  const none: Config = { folder: cwd, ignore: [], roots: [], instrument: [], locks: [], severity: {} };
  if (cwd === '') return none;
  try {
    return loadConfig(cwd);
  } catch {
    return none; // Not valid: `run` refuses to start with it; an old trace is shown without.
  }
}
