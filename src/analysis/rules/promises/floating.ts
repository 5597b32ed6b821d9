/**
 * promise.floating: the result of a call is neither awaited nor handled, and that mattered: the process was ended while the work was still under way, or the
 * caller was long gone when it settled (detection.md §5). A start-up call such as `main();` at the top of a module is how programs begin and stays silent.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_OBSERVED, type FloatRow, type SiteRow, type Trace } from '../../../model/trace.ts';
import { FLAG_ASKED, FLAG_GIVEN_EARLY, FLAG_GIVEN_IN_PART, FLAG_NOT_GIVEN, ROOT_HTTP_REQUEST } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { type Draft, sitesOf, sitesOfRaces } from '../../finding.ts';
import { isWithin, lastSite, segmentBehind } from '../../lineage.ts';
import { functionLabel, taskName } from '../../names.ts';
import { newestTests } from '../../order/testTurns.ts';
import { requestOf, rootOf } from '../../roots.ts';
import { newestSegment } from '../../runEnd.ts';
import { endedByRunner, IS_TEST } from '../../testFiles.ts';
import { hasSite, sitesIn } from '../../siteIndex.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { WAIT_PROMISE, WaitGraph, waitNode } from '../../waiting/waitFor.ts';
import { leavesOf } from '../../waiting/waitForLeaves.ts';
import { functionAround, isBefore, WAKES, wakersOf } from '../../waiting/wakers.ts';
import { ANSWERS } from '../hangs/unanswered.ts';
import { askedDrafts, testDraft, TESTS } from './asked.ts';
import { callAround, isLoop, workBehind } from './calls.ts';
import { membersOf } from './droppedWork.ts';
import { fileTooEarly } from './fileTooEarly.ts';
import { cameLate, cameLateDraft } from './cameLate.ts';
import { closedMeanwhile } from './closedMeanwhile.ts';
import { chainTooEarly } from './chainTooEarly.ts';
import { givenDraft, takenInPart } from './givenEarly.ts';
import { leftToTest } from './leftToTest.ts';
import { readMeanwhile } from './readMeanwhile.ts';
import { isLastWord, isTelling, waitersOfAll } from './telling.ts';
import { earlyDraft, readTooEarly } from './tooEarly.ts';
import { usedMeanwhile } from './usedMeanwhile.ts';
import { asyncAround, waitedForNothing, waitersOf, waitersOfStep } from './whoWaited.ts';

export const floatingRule: Rule = { kinds: ['promise.floating'], run: findFloating };

/** Work that was begun longer ago than this when the process was ended was meant to run in the background. */
const YOUNG_NS = 2e9;
/** Calls of one place that are looked at, the latest ones: those are what the end of the process cuts off, and some looks go over all that was called since. */
const MAX_CALLS = 64;

function findFloating(context: AnalysisContext): Draft[] {
  const { trace, earlier, options } = context;
  const reported = new Set(
    earlier.filter((d) => d.kind === 'promise.unhandled').flatMap((d) => d.places.map((p) => ('site' in p ? p.site : NONE))),
  );
  const told = sitesOfRaces(earlier);
  const drafts: Draft[] = [];
  const bySite = new Map<number, FloatRow[]>();
  for (const float of trace.floats) {
    if ((trace.tasks.flags.at(float.task) & TASK_OBSERVED) === 0 && !reported.has(float.site)) addTo(bySite, float.site, float);
  }
  for (const [site, floats] of bySite) {
    const row = trace.site(site);
    if (row?.kind === 'call' && ((row.flags ?? 0) & FLAG_ASKED) !== 0) {
      drafts.push(...askedDrafts(trace, site, floats));
      continue;
    }
    const latest = floats.slice(-MAX_CALLS);
    const early =
      row?.kind === 'call'
        ? (droppedTooEarly(trace, options, site, floats) ??
          chainTooEarly(context, site, latest) ??
          readMeanwhile(context, site, latest) ??
          usedMeanwhile(context, site, latest) ??
          closedMeanwhile(context, site, latest) ??
          leftToTest(trace, options, site, latest) ??
          notGiven(trace, site, latest))
        : undefined;
    if (early !== undefined) {
      // That what was to be written was not there yet is told already.
      const [, ...accesses] = sitesOf(early.places);
      if (!accesses.length || !accesses.every((at) => told.has(at))) drafts.push(early);
      continue;
    }
    const found = row?.kind === 'await' ? [awaitedList(trace, site, latest)] : latest.map((float) => judge(trace, float));
    drafts.push(...found.filter((draft) => draft !== undefined));
  }
  return [...drafts, ...floatingRounds(context)];
}

/** `add(row); return total`: the function around, or who waited for it, goes on as if the calls had been awaited. */
function droppedTooEarly(trace: Trace, options: AnalysisContext['options'], site: number, floats: readonly FloatRow[]): Draft | undefined {
  const { tasks, activations: acts } = trace;
  const promises = floats.flatMap(({ task }) => [task, ...(membersOf(trace).get(task) ?? [])]);
  const calls = promises.map((task) => tasks.activation.at(task)).filter((a) => a !== NONE && acts.lastSuspension.at(a) !== NONE);
  // Only a caller that is itself an async function could have waited for them, or a callback that tells others that it is done.
  const isDropped = (call: number): boolean => {
    const caller = asyncAround(trace, acts.parent.at(call));
    return caller !== NONE && trace.threads[acts.thread.at(call)]?.gaps.length === 0;
  };
  const areDropped = calls.every(isDropped);
  const vain = areDropped && !trace.hasFlag(site, FLAG_GIVEN_EARLY) ? waitedForNothing(trace, site, floats) : undefined;
  const waiters = vain?.size ? vain : areDropped ? undefined : waitersOfAll(trace, floats);
  if (calls.length === 0 || waiters?.size === 0) return undefined;
  return takenForDone(trace, options, site, calls, waiters, [
    `no await, then or catch looks at ${calls.length === 1 ? 'its promise' : 'their promises'}`,
    waiters === undefined || waiters === vain
      ? 'await it, or await Promise.all(…) of them, before what they do is needed'
      : 'the callback goes on at once, and whoever waits takes it for done: what it tells is to come when the call is done',
  ]);
}

/** What the calls of one place come too late for. `told`: who went on since they were told that the callbacks which made the calls were done. */
function takenForDone(
  trace: Trace,
  options: AnalysisContext['options'],
  site: number,
  calls: readonly number[],
  told: ReadonlyMap<number, number> | undefined,
  why: readonly string[],
): Draft | undefined {
  if (told === undefined && trace.hasFlag(site, FLAG_GIVEN_EARLY)) return givenDraft(trace, site, calls);
  const droppers = new Set(told === undefined ? calls.map((call) => trace.activations.parent.at(call)) : []);
  const waiters = told ?? waitersOf(trace, droppers);
  const early = readTooEarly(trace, calls, site, droppers, waiters, told !== undefined && isLastWord(trace, site));
  if (early !== undefined) return earlyDraft(trace, options, site, early, calls, why);
  const file = told === undefined ? fileTooEarly(trace, options, site, calls, why) : undefined;
  if (file !== undefined) return file;
  const taken = told === undefined && trace.hasFlag(site, FLAG_GIVEN_IN_PART) ? takenInPart(trace, calls) : NONE;
  if (taken !== NONE) return givenDraft(trace, site, calls, taken);
  const late = cameLate(trace, calls, waiters);
  return late === undefined ? undefined : cameLateDraft(trace, options, site, calls, late, why);
}

/** `await rows.map(save)`: a list is no promise, so it waits for none of those in it, and nobody else has looked at them. */
function awaitedList(trace: Trace, site: number, floats: readonly FloatRow[]): Draft | undefined {
  const text = trace.site(site)?.text ?? '';
  return pendingDraft(trace, site, floats, 'await', {
    message: (count) =>
      `\`await ${text}\` waits for nothing: it is given a list, not a promise, and nobody looks at the ${count === 1 ? 'promise' : `${count} promises`} in it, which ${count === 1 ? 'was' : 'were'} still pending.`,
    why: ['await takes a list as it is, and goes on in the next microtask', '`await Promise.all(list)` waits for all that is in it'],
  });
}

/** `await Promise.all(rows.map((row) => { save(row); }))`: what is waited for is what the callback gives, and that is nothing. */
function notGiven(trace: Trace, site: number, floats: readonly FloatRow[]): Draft | undefined {
  if (!trace.hasFlag(site, FLAG_NOT_GIVEN)) return undefined;
  const text = trace.site(site)?.text ?? 'the call';
  return pendingDraft(trace, site, floats, 'call', {
    message: (count) =>
      `The callback around \`${text}\` returns nothing, so waiting for the list of what it gives waits for nothing: nobody looks at the ${count === 1 ? 'promise of the call' : `promises of ${count} calls`}, which ${count === 1 ? 'was' : 'were'} still pending.`,
    why: [
      'a callback with braces gives only what it returns',
      `\`return ${text}(…)\`, or an arrow function without braces, gives the promise`,
    ],
  });
}

/** Where the promises belong to a list that is waited for: that says that they were to be. */
function pendingDraft(
  trace: Trace,
  site: number,
  floats: readonly FloatRow[],
  role: 'await' | 'call',
  { message, why }: { readonly message: (count: number) => string; readonly why: readonly string[] },
): Draft | undefined {
  const { tasks } = trace;
  // What had been settled by then was not missed.
  const open = floats.filter(({ task, segment }) => {
    const settled = tasks.resolveSegment.at(task);
    return (settled === NONE || settled > segment) && trace.threads[tasks.thread.at(task)]?.gaps.length === 0;
  });
  const [first] = open;
  if (first === undefined) return undefined;
  const called = tasks.activation.at(first.task);
  const work = called === NONE ? NONE : lastSite(trace, called);
  return {
    kind: 'promise.floating',
    key: `${site}`,
    confidence: 0.85,
    verdict: 'observed',
    consequence: false,
    message: message(open.length),
    why,
    places: [{ site, role }, ...(work === NONE ? [] : [{ site: work, role: 'still waiting' as const }])],
    segments: open.slice(0, 8).map((float) => float.segment),
    activations: open.slice(0, 8).flatMap(({ activation, task }) => [activation, tasks.activation.at(task)].filter((a) => a !== NONE)),
  };
}

/** `list.forEach(async …)`: nobody has the promises of the calls, and forEach does not wait. */
function floatingRounds(context: AnalysisContext): Draft[] {
  const { trace, options } = context;
  const { tasks, activations: acts } = trace;
  const bySite = new Map<number, { readonly calls: number[]; cut: number; lateNs: number }>();
  const siteOf = new Map<number, number>();
  const tests = new Map<number, number[]>();
  for (let a = 0; a < acts.length; a++) {
    const [promise, caller, fn] = [acts.promise.at(a), acts.parent.at(a), acts.fn.at(a)];
    if (promise === NONE || acts.lastSuspension.at(a) === NONE) continue;
    if ((tasks.flags.at(promise) & TASK_OBSERVED) !== 0 || trace.threads[acts.thread.at(a)]?.gaps.length !== 0) continue;
    let site = siteOf.get(fn);
    if (site === undefined) siteOf.set(fn, (site = callAround(trace, fn)));
    if (site === NONE) continue;
    if (TESTS.test(trace.site(site)?.text ?? '')) {
      addTo(tests, site, a);
      continue;
    }
    let known = bySite.get(site);
    if (known === undefined) bySite.set(site, (known = { calls: [], cut: 0, lateNs: 0 }));
    known.calls.push(a);
    const thread = trace.threads[acts.thread.at(a)];
    // Only a caller that is itself an async function could have waited for them.
    if (caller === NONE || acts.promise.at(caller) === NONE) continue;
    if (acts.endSegment.at(a) !== NONE) known.lateNs = Math.max(known.lateNs, acts.endNs.at(a) - acts.endNs.at(caller) || 0);
    else if (thread?.exitReason === 1 && thread.endNs - acts.startNs.at(a) <= YOUNG_NS && isCutOff(trace, a)) known.cut++;
  }
  const drafts = [...tests].map(([site, calls]) => testDraft(trace, site, calls));
  for (const [site, { calls, cut, lateNs }] of bySite) {
    const caller = acts.parent.at(calls[0] ?? NONE);
    const text = trace.site(site)?.text ?? 'forEach';
    const why = [
      'forEach drops the promises that its callback returns',
      'for … of with await, or await Promise.all(list.map(…)), waits for them',
    ];
    const unwaited = `\`${text}\` does not wait for the async function that it calls`;
    const floats = calls
      .slice(-MAX_CALLS)
      .map((a) => ({ site, task: acts.promise.at(a), segment: acts.startSegment.at(a), activation: acts.parent.at(a) }));
    const early = takenForDone(trace, options, site, calls, undefined, why) ?? usedMeanwhile(context, site, floats, { unwaited, why });
    if (early !== undefined) {
      drafts.push(early);
      continue;
    }
    if (cut === 0 && !(lateNs > 1e6)) continue;
    drafts.push({
      kind: 'promise.floating',
      key: `${site}`,
      confidence: cut > 0 ? 0.8 : 0.5,
      verdict: 'observed',
      consequence: false,
      ...(cut > 0 ? {} : { ceiling: 'info' as const }),
      message: `${unwaited}: ${cut > 0 ? `the process was ended before ${cut} of its ${calls.length} calls were done` : `the last of its ${calls.length} calls was done ${Math.round(lateNs / 1e6)} ms after ${taskName(trace, caller)} had returned`}.`,
      why,
      places: [
        { site, role: 'call' },
        { site: lastSite(trace, calls.at(-1) ?? NONE), role: cut > 0 ? 'still waiting' : 'await' },
      ],
      segments: calls.slice(0, 8).map((a) => acts.startSegment.at(a)),
      activations: calls.slice(0, 8),
    });
  }
  return drafts;
}

function judge(trace: Trace, float: FloatRow): Draft | undefined {
  const { tasks, activations: acts, segments } = trace;
  // Only a caller that is itself an async function could have awaited it; another one matters when it is what then ends the process.
  const isAsync = float.activation !== NONE && acts.promise.at(float.activation) !== NONE;
  const waiters = !isAsync && isTelling(trace, float) ? [...waitersOfStep(trace, float.segment).values()] : [];
  if (!isAsync && waiters.length === 0 && !isEndedByCaller(trace, float)) return undefined;
  const thread = trace.threads[tasks.thread.at(float.task)];
  if (thread === undefined || thread.gaps.length > 0) return undefined;
  const text = trace.site(float.site)?.text ?? 'the call';
  const caller = isAsync ? taskName(trace, float.activation) : functionLabel(trace, trace.functionAt(float.site));
  const called = tasks.activation.at(float.task);
  const begun = segments.startNs.at(float.segment);
  const base = {
    kind: 'promise.floating',
    key: `${float.site}`,
    verdict: 'observed',
    places: [{ site: float.site, role: 'call' }, ...(called === NONE ? [] : [{ site: lastSite(trace, called), role: 'still waiting' }])],
    segments: [float.segment],
    activations: [...(float.activation === NONE ? [] : [float.activation]), ...(called === NONE ? [] : [called])],
  } as const;
  if (tasks.resolveSegment.at(float.task) === NONE) {
    if (thread.exitReason !== 1 || thread.endNs - begun > YOUNG_NS || isLoop(trace, called) || endsItself(trace, float)) return undefined;
    if (isRound(trace, float) || (called === NONE && isWatched(trace, float.site))) return undefined;
    if (called === NONE && (waitsForGiven(trace, float) || settlesAround(trace, float.site))) return undefined;
    return {
      ...base,
      confidence: 0.8,
      consequence: false,
      ...(endedByRunner(trace).has(tasks.thread.at(float.task)) || isLeftByTest(trace, float) ? { ceiling: 'info' as const } : {}),
      message: `The result of \`${text}\` is not awaited in ${caller}, and the process was ended before it was done.`,
      why: [
        'no await, then or catch looks at its promise',
        `process.exit came ${Math.round((thread.endNs - begun) / 1e6)} ms after the call`,
        'await it, or keep such promises and wait for them before the program ends',
      ],
    };
  }
  const [wentOn] = waiters;
  const outlived = tasks.resolveNs.at(float.task) - (wentOn === undefined ? acts.endNs.at(float.activation) : segments.startNs.at(wentOn));
  if (!(outlived > 1e6) || called === NONE) return undefined;
  return {
    ...base,
    confidence: 0.5,
    consequence: false,
    ceiling: 'info',
    message: `The result of \`${text}\` is not awaited in ${caller}; it was done ${Math.round(outlived / 1e6)} ms after ${wentOn === undefined ? `${caller} had returned` : 'those that wait for what it tells had gone on'}.`,
    why: ['no await, then or catch looks at its promise: an error in it would end the process'],
  };
}

/** Other tests have begun since: whatever the process ends by, it is not that the work was cut off. */
function isLeftByTest(trace: Trace, { task, segment }: FloatRow): boolean {
  return (newestTests(trace).get(trace.tasks.thread.at(task)) ?? NONE) > segment;
}

/** Longest chain of callbacks between the call and the end of the process. */
const MAX_STEPS = 64;

/**
 * A plain function of the program's own doing (no interval, not the top of a module) dropped the promise, and the same piece of work then ended the process while that was
 * still waiting; or the handler of a request did, and answered. A chain that another function made (`save()`, which gives `pause().then(write)`) waits as an async function does.
 */
function isEndedByCaller(trace: Trace, float: FloatRow): boolean {
  const { tasks, segments: s, activations: acts, suspensions } = trace;
  const number = tasks.thread.at(float.task);
  const called = tasks.activation.at(float.task);
  const fn = trace.functions[trace.functionAt(float.site)];
  if (trace.threads[number]?.exitReason !== 1 || tasks.resolveSegment.at(float.task) !== NONE) return false;
  const root = requestOf(trace, float.segment);
  if (called === NONE && (root !== NONE || !isChainOfAnother(trace, float))) return false;
  if (root === NONE && rootOf(trace, float.segment) !== NONE) return false;
  if (fn === undefined || fn.parentFunction === NONE || (root !== NONE && !isAnsweredAfter(trace, float, root))) return false;
  const waits = called === NONE ? NONE : acts.lastSuspension.at(called);
  if (called !== NONE && (waits === NONE || suspensions.resumeSegment.at(waits) !== NONE)) return false;
  if (root !== NONE) return true;
  const begun = s.atom.at(float.segment);
  const end = s.atom.at(newestSegment(trace, number));
  const leadsHere = (behind: (segment: number) => number): boolean => {
    let current: number = end;
    for (let steps = 0; current !== NONE && s.atom.at(current) !== begun; steps++) {
      const task = s.task.at(current);
      if (steps === MAX_STEPS || (task !== NONE && trace.taskType(task) === 'Timeout')) return false;
      current = behind(current);
    }
    return current !== NONE;
  };
  const wokenBy = (segment: number): number => {
    const before = stepBefore(trace, segment);
    return before === NONE ? segmentBehind(trace, segment) : before;
  };
  if (!leadsHere((segment) => segmentBehind(trace, segment)) && !leadsHere(wokenBy)) return false;
  const task = s.task.at(begun);
  return !trace.repeats(task);
}

/** A link of a chain, with something left to do, made in the function that was called. */
function isChainOfAnother(trace: Trace, { task, site }: FloatRow): boolean {
  const made = trace.tasks.site.at(task);
  return trace.tasks.parent.at(task) !== NONE && made !== NONE && made !== site && trace.functionAt(made) !== trace.functionAt(site);
}

/** Lines between a call and the answer that follows it in the same list of statements: they begin in one column. */
const NEAR_LINES = 3;

/** The handler of a request drops the work and answers: whoever asked takes it for done. Work that answers by itself is what the request is about. */
function isAnsweredAfter(trace: Trace, float: FloatRow, root: number): boolean {
  const at = trace.site(float.site);
  const called = trace.activations.fn.at(trace.tasks.activation.at(float.task));
  if (trace.roots[root]?.kind !== ROOT_HTTP_REQUEST || at === undefined) return false;
  const answers = trace.sites.filter((site) => site.kind === 'call' && ANSWERS.test(site.text));
  const isNext = (line: number): boolean => line > at.line && line <= at.line + NEAR_LINES;
  return (
    answers.some((s) => s.function === at.function && s.file === at.file && s.column === at.column && isNext(s.line)) &&
    !answers.some((s) => s.function === called)
  );
}

/** Of a function that goes on after an await, or of a callback in a chain of `then`: where the promise that it waited for was settled. NONE. */
export function stepBefore({ segments: s, tasks }: Trace, segment: number): number {
  const task = s.task.at(segment);
  const before = task === NONE ? NONE : tasks.parent.at(task);
  const settled = before === NONE ? NONE : tasks.resolveSegment.at(before);
  return settled === NONE || settled >= segment ? NONE : s.atom.at(settled);
}

/** By these the work itself may say for how long it may take: a limit of time, or a second signal. */
const LIMITS = /^(?:Timeout|Immediate|TickObject|SIGNALWRAP)$/;

/** Work that ends the process itself is done: what it called, a timer or a listener for a signal that it has set, or a callback that was given to its promise (`main().then(process.exit)`), did it. */
function endsItself(trace: Trace, float: FloatRow): boolean {
  const { tasks, segments: s, activations: acts, suspensions } = trace;
  const number = tasks.thread.at(float.task);
  const last = newestSegment(trace, number);
  const called = workBehind(trace, float.task);
  let current = last;
  for (let steps = 0; current !== NONE && steps < MAX_STEPS; steps++) {
    const task = s.task.at(current);
    if (task === float.task) return true;
    const isOfWork = called !== NONE && task !== NONE && isWithin(trace, tasks.creator.at(task), called);
    if (isOfWork && LIMITS.test(trace.taskType(task))) return true;
    current = segmentBehind(trace, current);
  }
  if (called === NONE || last === NONE) return false;
  const [begun, end] = [s.atom.at(float.segment), s.atom.at(last)];
  for (let a = called; a < acts.length; a++) {
    if (acts.thread.at(a) !== number || !isWithin(trace, a, called)) continue;
    const suspension = acts.lastSuspension.at(a);
    const resumed = suspension === NONE ? NONE : suspensions.resumeSegment.at(suspension);
    if ((resumed !== NONE && s.atom.at(resumed) === end) || (end !== begun && s.atom.at(acts.startSegment.at(a)) === end)) return true;
  }
  return false;
}

function isCutOff(trace: Trace, activation: number): boolean {
  return !isLoop(trace, activation) && !endedByRunner(trace).has(trace.activations.thread.at(activation));
}

/** A function that has called itself so often, with nobody who waits for the first call, does so for as long as the process lives: retries are fewer. */
const ROUNDS = 5;

/** `async function work() { …; work(); }`: the next round of a loop in the background. */
function isRound(trace: Trace, { task, activation }: FloatRow): boolean {
  const { tasks, activations: acts } = trace;
  const called = tasks.activation.at(task);
  const fn = called === NONE ? NONE : acts.fn.at(called);
  let rounds = 0;
  for (
    let at = activation;
    at !== NONE && fn !== NONE && acts.fn.at(at) === fn && isLeft(trace, acts.promise.at(at));
    at = acts.caller.at(at)
  ) {
    if (++rounds === ROUNDS) return true;
  }
  return false;
}

function isLeft({ tasks }: Trace, promise: number): boolean {
  return promise !== NONE && (tasks.flags.at(promise) & TASK_OBSERVED) === 0;
}

/** `this.turn.wait(new Promise((resolve) => (this.open = resolve)))`: the call was given what it waits for, which is settled by whoever has that function. Nothing is being done yet. */
function waitsForGiven(trace: Trace, { task, site, segment }: FloatRow): boolean {
  const { tasks } = trace;
  const at = trace.site(site);
  const leaves = leavesOf(graphOf(trace), waitNode(WAIT_PROMISE, task));
  return (
    leaves.length > 0 &&
    leaves.every(({ kind, index }) => {
      const made = kind === WAIT_PROMISE ? trace.site(tasks.site.at(index)) : undefined;
      if (at === undefined || made?.kind !== 'new' || tasks.initSegment.at(index) !== segment) return false;
      return made.function === at.function && isBefore(at, made) && wakersOf(trace, tasks.site.at(index)).length === 0;
    })
  );
}

/** `new Promise((resolve, reject) => { work.then(resolve).catch(reject); … })`: who waits for that promise waits for the chain, for as long as there is anything to wait for. */
function settlesAround(trace: Trace, site: number): boolean {
  const at = trace.site(site);
  if (at === undefined || functionAround(trace, at.function) === at.function) return false;
  const wakes = ({ kind, flags = 0 }: SiteRow): boolean => kind === 'call' && (flags & WAKES) !== 0;
  const isInLink = (link: SiteRow): boolean => {
    const callback = trace.functions.findIndex((fn) => fn.parentFunction === at.function && fn.file === at.file && isBefore(link, fn));
    return wakes(link) || (callback !== NONE && hasSite(trace, callback, wakes));
  };
  return hasSite(trace, at.function, (row) => (row === at || at.text.startsWith(`${row.text}().`)) && isInLink(row));
}

/** `promise.then(() => { resolved = true; }); await clock.tick(50); assert(!resolved)`: a test looks itself whether that has been, and means that it has not. */
function isWatched(trace: Trace, site: number): boolean {
  const at = trace.site(site);
  if (at === undefined || !IS_TEST.test(trace.functions[at.function]?.name ?? '')) return false;
  const callback = trace.functions.findIndex((fn) => fn.parentFunction === at.function && fn.file === at.file && isBefore(at, fn));
  const all = callback === NONE ? [] : sitesIn(trace, callback).flatMap((store) => trace.site(store) ?? []);
  const isRead = (store: SiteRow): boolean =>
    hasSite(trace, at.function, (row) => row.kind === 'read' && row.text === store.text && isBefore(store, row));
  return all.some(isRead) && all.every(({ kind }) => kind === 'write' || kind === 'update');
}

const graphOf = remembered(byEvents, (trace) => new WaitGraph(trace));
