/**
 * promise.all-fail-fast and promise.late-handler: a Promise.all failed while other members were still under way, and they went on as if nothing had happened; a rejection
 * whose handler came in a later turn (detection.md §5). Info, unless what the others did afterwards met what was done about the failure.
 */
import { addTo } from '../../../base/lists.ts';
import {
  ACCESS_DELETE,
  FLAG_REMOVES,
  FLAG_SENDS,
  FS_APPEND,
  FS_DELETE,
  FS_RENAME,
  FS_WRITE,
  LOCATION_WHOLE,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { COMBINE_ALL, type CombineRow, type SiteRow, type Trace, type UnhandledRow } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { taskName } from '../../names.ts';
import { folderOf } from '../../shared/fsOperations.ts';
import { type Cut, cutMembers } from './cutMembers.ts';

export const allFailFastRule: Rule = { kinds: ['promise.all-fail-fast', 'promise.late-handler'], run: findFailFast };

/** Members that end together with the failure are no matter. */
const MIN_AFTER_NS = 1e6;
/** Failures of one place that are looked at: each of them looks at all that was done after it. */
const MAX_FAILURES = 64;

function findFailFast({ trace }: AnalysisContext): Draft[] {
  const drafts: Draft[] = [];
  const failures = new Map<number, number>();
  for (const row of trace.combines) {
    const site = trace.tasks.site.at(row.result);
    const seen = failures.get(site) ?? 0;
    const draft = row.kind === COMBINE_ALL && seen < MAX_FAILURES ? judge(trace, row) : undefined;
    if (draft === undefined) continue;
    failures.set(site, seen + 1);
    drafts.push(draft);
  }
  const late = trace.unhandled.filter((row) => row.kind === 'late');
  const answers = handledLate(trace, late);
  for (const row of late) {
    const { promise, handler } = answers.get(row) ?? { promise: row.task, handler: NONE };
    const site = promise === NONE ? NONE : trace.tasks.site.at(promise);
    if (site === NONE) continue;
    const handled = handler === NONE ? NONE : siteOfReaction(trace, handler);
    drafts.push({
      kind: 'promise.late-handler',
      key: `${site}`,
      confidence: 0.7,
      verdict: 'observed',
      consequence: false,
      // Which promise it was is told where the program itself listens for handlers that come late: it reckons with them.
      ...(row.task === NONE ? {} : { ceiling: 'info' as const }),
      message: `The rejection of \`${trace.site(site)?.text ?? 'a promise'}\` was handled only after it had been reported as unhandled.`,
      why: [
        'the handler was attached in a later turn of the event loop: without a listener for unhandledRejection the process ends before that',
        'await it together with what is awaited before it (Promise.all, Promise.allSettled), or attach a handler at once',
      ],
      places: [{ site, role: 'create' }, ...(handled === NONE || handled === site ? [] : [{ site: handled, role: 'handled here' }])],
      segments: [row.segment],
      activations: [],
    });
  }
  return drafts;
}

/** Where the program asked for the outcome: the await, or the call of `then` or `catch`. */
function siteOfReaction({ tasks, suspensions }: Trace, reaction: number): number {
  const suspension = tasks.suspension.at(reaction);
  return suspension === NONE ? tasks.site.at(reaction) : suspensions.site.at(suspension);
}

interface HandledLate {
  readonly promise: number;
  /** Its first reaction. */
  readonly handler: number;
}

/** For each report, in the order in which they came: the promise that it names, or the one of its thread that last got its first reaction in a later turn than that in which it was settled. */
function handledLate(trace: Trace, reports: readonly UnhandledRow[]): Map<UnhandledRow, HandledLate> {
  const { tasks, segments: s } = trace;
  const found = new Map<UnhandledRow, HandledLate>();
  if (reports.length === 0) return found;
  const byThread = new Map<number, UnhandledRow[]>();
  for (const row of reports) addTo(byThread, row.thread, row);
  const next = new Map<number, number>();
  const latest = new Map<number, HandledLate>();
  /** First reactions by promise. */
  const handlers = new Map<number, number>();
  const answer = (thread: number, before: number): void => {
    const rows = byThread.get(thread) ?? [];
    let i = next.get(thread) ?? 0;
    for (let row = rows[i]; row !== undefined && row.segment < before; row = rows[++i]) {
      const known = row.task === NONE ? latest.get(thread) : { promise: row.task, handler: handlers.get(row.task) ?? NONE };
      if (known !== undefined) found.set(row, known);
    }
    next.set(thread, i);
  };
  for (let task = 0; task < tasks.length; task++) {
    const thread = tasks.thread.at(task);
    const promise = byThread.has(thread) && trace.isPromise(task) ? tasks.parent.at(task) : NONE;
    if (promise === NONE || handlers.has(promise)) continue;
    const handled = tasks.initSegment.at(task);
    const settled = tasks.resolveSegment.at(promise);
    answer(thread, handled);
    handlers.set(promise, task);
    if (settled !== NONE && s.turn.at(settled) < s.turn.at(handled)) latest.set(thread, { promise, handler: task });
  }
  for (const thread of byThread.keys()) answer(thread, Number.POSITIVE_INFINITY);
  return found;
}

function judge(trace: Trace, row: CombineRow): Draft | undefined {
  const { tasks, activations: acts } = trace;
  const failedNs = tasks.resolveNs.at(row.result);
  const failed = tasks.resolveSegment.at(row.result);
  if (failed === NONE || row.members.length < 2) return undefined;
  // All of them fulfilled is the only other way in which it settles.
  const left = row.members
    .map((member) => tasks.activation.at(member))
    .filter(
      (a) =>
        a !== NONE && acts.startSegment.at(a) <= failed && (acts.endSegment.at(a) === NONE || acts.endNs.at(a) > failedNs + MIN_AFTER_NS),
    );
  const settled = row.members.filter((member) => tasks.resolveSegment.at(member) !== NONE && tasks.resolveNs.at(member) <= failedNs);
  const site = tasks.site.at(row.result);
  if (left.length === 0 || settled.length === row.members.length || site === NONE) return undefined;
  const cut = cutMembers(
    trace,
    left,
    row.members.map((member) => tasks.activation.at(member)),
  );
  if (cut !== undefined) return cutDraft(trace, row, site, failed, cut);
  const aborting = abortingTurns(trace, failedNs);
  const goOn = left.filter(
    (a) => resumedAfter(trace, a, failedNs) && !wasStopped(trace, a, aborting) && !(aborting.size > 0 && didNothing(trace, a, failed)),
  );
  if (goOn.length === 0) return undefined;
  const met = metAfter(trace, goOn, { failedNs, turn: trace.segments.turn.at(failed), caller: tasks.creator.at(row.result) });
  const names = [...new Set(goOn.map((a) => taskName(trace, a)))].slice(0, 3).join(', ');
  const were = goOn.length === 1 ? 'was' : 'were';
  return {
    kind: 'promise.all-fail-fast',
    key: `${site}`,
    confidence: met === undefined ? 0.55 : 0.7,
    verdict: 'observed',
    consequence: false,
    ...(met === undefined ? { ceiling: 'info' as const } : {}),
    message: `Promise.all failed while ${goOn.length} of its ${row.members.length} members (${names}) ${were} still under way and went on${met?.how ?? ''}.`,
    why: [
      'Promise.all rejects with the first rejection and does not stop the others',
      met === undefined
        ? 'Promise.allSettled waits for all of them; an AbortSignal stops them'
        : `${met.why}; Promise.allSettled waits for all members, an AbortSignal stops them`,
    ],
    places: [{ site, role: 'combine' }, ...(met?.places ?? [])],
    segments: [row.segment, failed],
    activations: goOn,
  };
}

function cutDraft(trace: Trace, row: CombineRow, site: number, failed: number, { calls, made, removal }: Cut): Draft {
  const textAt = (at: number): string => trace.site(at)?.text ?? '';
  return {
    kind: 'promise.all-fail-fast',
    key: `${site}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `Promise.all failed, and the process was ended while ${calls.length} of its ${row.members.length} members ${calls.length === 1 ? 'was' : 'were'} still under way: what \`${textAt(made)}\` had made stays.`,
    why: [
      `a member that was done had taken its own back (\`${textAt(removal)}\`); those that were cut off never came to that`,
      'Promise.allSettled waits for all members, also when one fails',
    ],
    places: [
      { site, role: 'combine' },
      { site: made, role: 'write' },
      { site: removal, role: 'removal' },
    ],
    segments: [row.segment, failed],
    activations: [...calls],
  };
}

/** Where members that went on met what was done about the failure. */
interface Met {
  readonly how: string;
  readonly why: string;
  readonly places: readonly DraftPlace[];
}

interface Failure {
  readonly failedNs: number;
  /** Of the event loop. */
  readonly turn: number;
  /** The activation that waited for all of them, NONE. */
  readonly caller: number;
}

function metAfter(trace: Trace, stragglers: readonly number[], { failedNs, turn, caller }: Failure): Met | undefined {
  const textAt = (site: number): string => trace.site(site)?.text ?? '';
  const wanted = goneFor(trace, stragglers, failedNs, turn, caller);
  if (wanted !== NONE) {
    return {
      how: ` and still came to \`${textAt(wanted)}\` after the failure had been dealt with`,
      why: 'what it looked for was removed after the failure, and having found that once it did not stop',
      places: [{ site: wanted, role: 'read' }],
    };
  }
  const undone = undoneElsewhere(trace, stragglers, failedNs, caller);
  if (undone !== undefined) {
    return {
      how: `, and what they had sent (\`${textAt(undone.sent)}\`) was answered after its removal had been asked for`,
      why: 'what arrives after the removal stays',
      places: [
        { site: undone.removal, role: 'removal' },
        { site: undone.sent, role: 'write' },
      ],
    };
  }
  const clash = clashOf(trace, stragglers, failedNs, turn);
  if (clash === NONE) return undefined;
  const did = CALLS.test(textAt(clash)) || trace.site(clash)?.kind === 'call' ? 'did' : 'changed';
  return {
    how: ` and ${did} \`${textAt(clash)}\` after the failure had been dealt with`,
    why: 'what it changed had been changed, removed or gone through by others after the failure',
    places: [{ site: clash, role: 'write' }],
  };
}

function resumedAfter(trace: Trace, activation: number, ns: number): boolean {
  const last = trace.activations.lastSuspension.at(activation);
  return last !== NONE && trace.suspensions.resumeNs.at(last) > ns;
}

const ABORTS = /(?:^|\.)abort$/;
const ABORTS_ITSELF = /^(?:this\.)?abort$/;

/** Functions that abort something by a signal; what the program itself calls so may be anything. */
function abortingFunctions({ functions, sites }: Trace): Set<number> {
  const own = new Set(functions.flatMap(({ name, file }) => (ABORTS.test(name) ? [file] : [])));
  const isOwn = ({ text, file }: SiteRow): boolean => ABORTS_ITSELF.test(text) && own.has(file);
  return new Set(sites.filter((site) => site.kind === 'call' && ABORTS.test(site.text) && !isOwn(site)).map((site) => site.function));
}

/** Turns of the event loop after a failure in which a function that aborts something was at work. */
function abortingTurns(trace: Trace, failedNs: number): Set<number> {
  const { activations: acts, suspensions: s, segments } = trace;
  const aborting = abortingFunctions(trace);
  const turns = new Set<number>();
  if (aborting.size === 0) return turns;
  for (let a = 0; a < acts.length; a++) {
    if (!aborting.has(acts.fn.at(a))) continue;
    if (acts.startNs.at(a) >= failedNs) turns.add(segments.turn.at(acts.startSegment.at(a)));
    for (let at = acts.lastSuspension.at(a); at !== NONE; at = s.previous.at(at)) {
      if (s.resumeSegment.at(at) !== NONE && s.resumeNs.at(at) >= failedNs) turns.add(segments.turn.at(s.resumeSegment.at(at)));
    }
  }
  return turns;
}

/** It came to its end right when something was aborted: a signal has stopped it, as it should. */
function wasStopped({ activations: acts, suspensions: s, segments }: Trace, straggler: number, aborting: ReadonlySet<number>): boolean {
  const last = acts.lastSuspension.at(straggler);
  const end = acts.endSegment.at(straggler);
  return end !== NONE && s.resumeSegment.at(last) === end && aborting.has(segments.turn.at(end));
}

/** What it waited for came to its end, and it did nothing with it: it has seen that it was told to stop. */
function didNothing(trace: Trace, straggler: number, failed: number): boolean {
  const { accesses: a, activations: acts, tasks } = trace;
  if (acts.endSegment.at(straggler) === NONE) return false;
  const isItsOwn = (activation: number, segment: number): boolean =>
    segment > failed && activation !== NONE && isWithin(trace, activation, straggler);
  for (let i = a.length - 1; i >= 0; i--) if (a.write.at(i) === 1 && isItsOwn(a.activation.at(i), a.segment.at(i))) return false;
  for (let task = tasks.length - 1; task >= 0 && tasks.initSegment.at(task) > failed; task--) {
    if (tasks.site.at(task) !== NONE && isItsOwn(tasks.creator.at(task), tasks.initSegment.at(task))) return false;
  }
  return !trace.fs.some((row) => isItsOwn(row.activation, row.segment));
}

function isOfAny(trace: Trace, calls: readonly number[], activation: number): boolean {
  return activation !== NONE && calls.some((call) => isWithin(trace, activation, call));
}

/** `rows.push`, `#files.set`: the text at the site of an addition. */
const CALLS = /\.(?:push|unshift|set|add)$/;

/**
 * Site of a write that a straggler made after the failure, to something that somebody else changed (or into a folder that somebody else removed) between the two, or to a collection
 * that was counted or gone through when the failure was dealt with; NONE.
 */
function clashOf(trace: Trace, stragglers: readonly number[], failedNs: number, turn: number): number {
  const { accesses: a, segments: s, locations } = trace;
  const used = new Map<number, number>();
  /** Segment → sites at which a straggler has read what others had changed. */
  const replaced = new Map<number, number[]>();
  for (let i = 0; i < a.length; i++) {
    const ns = s.startNs.at(a.segment.at(i));
    if (ns < failedNs) continue;
    const own = isOfAny(trace, stragglers, a.activation.at(i));
    const isTaken = a.write.at(i) === 1 || (locations.kind.at(a.location.at(i)) === LOCATION_WHOLE && s.turn.at(a.segment.at(i)) === turn);
    const isChanged = (row: number): boolean => (used.get(a.location.at(row)) ?? Infinity) < ns;
    if (!own && isTaken) used.set(a.location.at(i), ns);
    if (!own) continue;
    if (a.write.at(i) === 0) {
      if (isChanged(i)) addTo(replaced, a.segment.at(i), a.site.at(i));
    } else if (isChanged(i) || (replaced.get(a.segment.at(i)) ?? []).some((read) => isReachedBy(trace, a.site.at(i), read))) {
      return a.site.at(i);
    }
  }
  const files = new Map<string, number>();
  const removed = new Map<string, number>();
  for (const row of trace.fs) {
    if (row.startNs < failedNs || row.class < FS_WRITE || row.class > FS_RENAME || row.class === FS_APPEND) continue;
    if (!isOfAny(trace, stragglers, row.activation)) {
      files.set(row.path, row.startNs);
      if (row.class === FS_DELETE) removed.set(row.path, row.startNs);
    } else if (Math.min(files.get(row.path) ?? Infinity, removed.get(folderOf(row.path)) ?? Infinity) < row.startNs) return row.site;
  }
  return NONE;
}

/** `this.rows.push(row)` changes the list that `this.rows` has just given: one that may have been put there instead of another. */
function isReachedBy({ sites }: Trace, write: number, read: number): boolean {
  const held = sites[read]?.text ?? '';
  return held !== '' && sites[write]?.text.startsWith(`${held}.`) === true;
}

/**
 * Site where a straggler looked for an entry that was removed when the failure was dealt with, in another turn than before: it has found that once, and has not stopped; NONE. One that has
 * stopped then has heeded it.
 */
function goneFor(trace: Trace, stragglers: readonly number[], failedNs: number, turn: number, caller: number): number {
  const { accesses: a, segments: s } = trace;
  const removed = new Map<number, number>();
  const looked = new Map<string, number>();
  const kept = new Set<number>();
  for (let i = 0; i < a.length; i++) {
    const [activation, location, segment] = [a.activation.at(i), a.location.at(i), a.segment.at(i)];
    const ns = s.startNs.at(segment);
    const isRemoval = a.how.at(i) === ACCESS_DELETE;
    if (ns < failedNs) {
      if (a.write.at(i) === 1) kept[isRemoval ? 'delete' : 'add'](location);
      continue;
    }
    const straggler = activation === NONE ? undefined : stragglers.find((x) => isWithin(trace, activation, x));
    if (a.write.at(i) === 1) {
      const isDealt = straggler === undefined && (s.turn.at(segment) === turn || (caller !== NONE && isWithin(trace, activation, caller)));
      if (isRemoval && isDealt && kept.has(location)) removed.set(location, ns);
      else removed.delete(location);
    } else if (straggler !== undefined && (removed.get(location) ?? Infinity) < ns) {
      const key = `${straggler}:${location}`;
      if ((looked.get(key) ?? s.turn.at(segment)) !== s.turn.at(segment)) return a.site.at(i);
      looked.set(key, s.turn.at(segment));
    }
  }
  return NONE;
}

/**
 * Whoever deals with the failure has what the members store elsewhere removed (`method: 'DELETE'`), and what stragglers had sent before (`method: 'PUT'`) is answered only after that was asked
 * for: the sites of the two calls.
 */
function undoneElsewhere(
  trace: Trace,
  stragglers: readonly number[],
  failedNs: number,
  caller: number,
): { readonly removal: number; readonly sent: number } | undefined {
  const { tasks } = trace;
  if (caller === NONE || !trace.sites.some(({ flags = 0 }) => (flags & FLAG_REMOVES) !== 0)) return undefined;
  const isSent = (task: number, flag: number): boolean => trace.isPromise(task) && trace.hasFlag(tasks.site.at(task), flag);
  let removal = NONE;
  for (let task = 0; task < tasks.length && removal === NONE; task++) {
    const isAfter = tasks.initNs.at(task) >= failedNs && isSent(task, FLAG_REMOVES);
    if (isAfter && isWithin(trace, tasks.creator.at(task), caller) && !isOfAny(trace, stragglers, tasks.creator.at(task))) removal = task;
  }
  if (removal === NONE) return undefined;
  for (let task = 0; task < removal; task++) {
    if (!isSent(task, FLAG_SENDS) || isSent(task, FLAG_REMOVES) || tasks.resolveSegment.at(task) === NONE) continue;
    const isLate = tasks.resolveNs.at(task) > tasks.initNs.at(removal);
    if (isLate && isOfAny(trace, stragglers, tasks.creator.at(task))) return { removal: tasks.site.at(removal), sent: tasks.site.at(task) };
  }
  return undefined;
}
