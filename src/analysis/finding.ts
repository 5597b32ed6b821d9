/**
 * What a rule reports, and the report of a run: the JSON contract (design.md §3.2). Rules produce `Draft`s with sites and segments; analyze.ts turns them into
 * findings with the author's locations, fingerprints, suppression and severity.
 */
import { NONE } from '../model/ids.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';
export type Verdict = 'observed' | 'predicted';

export interface FindingLocation {
  /** Absolute path of the author's file. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  /** read, write, acquire, wait, hold, create, ... */
  readonly role: string;
  /** Author's name of the enclosing function, or what it was registered for; '' for a module and for a function without a name. */
  readonly function: string;
  /** Of an access that took place: when its piece of execution began, since the run's start. */
  readonly atMs?: number;
  /** What it read or wrote, where the user asked for values and this one is known. */
  readonly value?: string;
}

export interface Finding {
  readonly id: string;
  readonly kind: string;
  readonly severity: Severity;
  /** 0..1 */
  readonly confidence: number;
  readonly verdict: Verdict;
  /** One sentence in the user's words. */
  readonly message: string;
  readonly why: readonly string[];
  /** Primary first. */
  readonly locations: readonly FindingLocation[];
  readonly occurrences: number;
  /** Survives edits of other lines. */
  readonly fingerprint: string;
  readonly help: string;
  /** Steps of the two orders, for the explain view; empty when the kind has none. */
  readonly scenario?: Scenario;
  /** Where in the trace: [fromNs, toNs] relative to the run's start, and the tasks involved (activation indices). */
  readonly window?: { readonly fromNs: number; readonly toNs: number; readonly activations: readonly number[] };
}

export interface Scenario {
  readonly lanes: readonly string[];
  readonly happened: readonly ScenarioStep[];
  /** What can happen in another order, or what would be safe. */
  readonly other: readonly ScenarioStep[];
  readonly otherTitle: string;
}
export interface ScenarioStep {
  /** Index into lanes. */
  readonly lane: number;
  readonly text: string;
  readonly location: FindingLocation | null;
  /** Of an access that took place: when its piece of execution began, since the run's start. */
  readonly atMs?: number;
}

export interface PendingNode {
  readonly task: string;
  readonly reason:
    | 'timer'
    | 'socket'
    | 'child'
    | 'worker-message'
    | 'lock'
    | 'queue'
    | 'event'
    | 'promise-lost'
    | 'stdin'
    | 'stream'
    | 'thread-blocked'
    | 'combinator'
    | 'unknown';
  readonly on: string;
  readonly sinceMs: number;
  readonly locations: readonly FindingLocation[];
  readonly wokenBy: { readonly file: string; readonly line: number; readonly column: number } | null;
  readonly count: number;
  readonly children: readonly PendingNode[];
}

export interface RunFigures {
  readonly command: readonly string[];
  readonly node: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly processes: number;
  readonly threads: number;
  readonly tasks: number;
  readonly events: number;
  readonly droppedEvents: number;
  readonly overhead: Readonly<Record<string, number>>;
  readonly level: 'full' | 'light';
  /** There: the user asked for the values of accesses. */
  readonly values?: true;
  readonly incomplete: readonly string[];
  /** There: only a part of the run is looked at. */
  readonly window?: RunWindow;
}

/** A part of a run, in milliseconds since it began. */
export interface RunWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** How long the whole run took; null where the recording does not say so. */
  readonly ofMs: number | null;
  /** The run goes on after it. */
  readonly isCut: boolean;
}

/** A finding that the user asked not to be told. */
export interface SuppressedFinding {
  readonly finding: Finding;
  /** A comment in the source, or an entry of the configuration. */
  readonly by: 'comment' | 'configuration';
  readonly reason: string;
}

/** A kind of task (root calls of one function, or requests of one route): where its time went along the critical path. */
export interface TaskWork {
  readonly task: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly runningMs: number;
  /** It could have gone on, but the loop was busy with others. */
  readonly readyMs: number;
  readonly ioMs: number;
  readonly lockMs: number;
  readonly poolMs: number;
  /** Pauses, and what is not known. */
  readonly otherMs: number;
  /** What has most of its time (60 % or more), null when nothing has. */
  readonly bound: 'cpu' | 'io' | 'lock' | 'pool' | null;
  /** One sentence that names the biggest part, '' without a class. */
  readonly advice: string;
}

/** Processor time of a process or thread; null where it did not say it at its end. */
export interface ProcessorUse {
  readonly name: string;
  readonly cpuMs: number | null;
  readonly wallMs: number;
  /** Cores in use on average. */
  readonly cores: number | null;
}

export interface Work {
  readonly tasks: readonly TaskWork[];
  /** Of the machine, 0 when not known. */
  readonly cores: number;
  readonly processors: readonly ProcessorUse[];
}

/** Durations by state, task, site, lock and thread. */
export interface DurationLine {
  readonly by: 'state' | 'task' | 'site' | 'lock' | 'thread';
  readonly name: string;
  readonly count: number;
  readonly totalMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

export interface RunStatistics extends Work {
  readonly durations: readonly DurationLine[];
}

export interface TestTimeout {
  /** How long the test had been running. */
  readonly afterMs: number;
  /** What began after the test did, and was waiting when it was given up. */
  readonly pending: readonly PendingNode[];
}

export interface Report {
  readonly schemaVersion: 1;
  /** The report is of what had happened so many milliseconds after the run began; missing when it is of all. */
  readonly atMs?: number;
  readonly run: RunFigures;
  readonly findings: readonly Finding[];
  readonly pending: readonly PendingNode[];
  /** Tests that a runner gave up on, with what they waited for in that moment; missing when there was none. */
  readonly timeouts?: readonly TestTimeout[];
  readonly suppressed: number;
  /** The suppressed ones themselves, for reports that list them as such. */
  readonly suppressedFindings?: readonly SuppressedFinding[];
  /** What was checked, and what could not be seen. */
  readonly notes: readonly string[];
  /** In reports as JSON. */
  readonly statistics?: RunStatistics;
}

/** A place in the trace that a rule points at: a site, or a stack frame when there is no site. */
export type DraftPlace =
  /** `access`: the row of the access that took place there. */
  | { readonly site: number; readonly role: string; readonly access?: number }
  /** `printed`: a line of an error's stack, not what V8 knows. */
  | { readonly frame: string; readonly role: string; readonly printed?: boolean }
  | { readonly fn: number; readonly role: string };

/** Their sites, but for places that are none. */
export function sitesOf(places: readonly DraftPlace[]): number[] {
  return places.flatMap((place) => ('site' in place ? [place.site] : []));
}

/** Those that are known, each site once: with the first thing that is said of it. */
export function placesOnce(places: readonly DraftPlace[]): DraftPlace[] {
  const seen = new Set<number>([NONE]);
  return places.filter((place) => {
    const isNew = 'site' in place && !seen.has(place.site);
    if (isNew) seen.add(place.site);
    return isNew;
  });
}

/** What a rule hands over. `key` identifies the defect (sites, location class): equal keys of one kind are merged and counted. */
export interface Draft {
  readonly kind: string;
  readonly key: string;
  readonly confidence: number;
  readonly verdict: Verdict;
  /** True when it happened with a consequence (deadlock, lost update, crash): severity error. */
  readonly consequence: boolean;
  /** Caps the severity (advice kinds are at most info). */
  readonly ceiling?: Severity;
  readonly message: string;
  readonly why: readonly string[];
  /** Primary first; the first three count most. */
  readonly places: readonly DraftPlace[];
  /** Sites that it is known by in another run, in any order: those of a ring, which begins with whoever came first. When it is missing, all places in their order but for those that only tell where somebody was. */
  readonly identity?: readonly number[];
  readonly segments: readonly number[];
  readonly activations: readonly number[];
  readonly scenario?: {
    readonly lanes: readonly string[];
    readonly happened: readonly DraftStep[];
    readonly other: readonly DraftStep[];
    readonly otherTitle: string;
  };
}

const SAYS_WHY = /^(?:deadlock|hang|lock)\.|^(?:promise\.never-settles|io\.no-timeout)$/;

/** Activations of which it was told already why they wait. */
export function explainedWaits(earlier: readonly Draft[]): ReadonlySet<number> {
  return new Set(earlier.filter(({ kind }) => SAYS_WHY.test(kind)).flatMap(({ activations }) => activations));
}

/** Where races have been told: another rule need not tell the same there. */
export function sitesOfRaces(earlier: readonly Draft[]): Set<number> {
  return new Set(earlier.filter((draft) => draft.kind.startsWith('race.')).flatMap((draft) => sitesOf(draft.places)));
}
export interface DraftStep {
  readonly lane: number;
  readonly text: string;
  /** SiteIndex, or NONE. */
  readonly site: number;
  /** The access that the step is, when it took place: its value is told where values were asked for. */
  readonly access?: number;
}
