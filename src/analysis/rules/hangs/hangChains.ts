/**
 * hang.exit-pending, hang.orphan-promise of chains of callbacks: `steps.reduce((chain, step) => chain.then(step), …)` of which one step never ends, or a value that
 * never comes to the callback of `.then`, in a thread whose loop ran empty.
 */
import { NONE } from '../../../model/ids.ts';
import { COMBINE_ALL, COMBINE_ALL_SETTLED, FLAG_SETTLED_BY_CALLER, FLAG_SETTLED_BY_MAKER } from '../../../model/vocabulary.ts';
import { ACCESS_IS_WRITE, TASK_CLEARED, type Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { functionLabel, lastName } from '../../names.ts';
import { functionOf } from '../../shared/accesses.ts';
import { EMPTY_LOOP, exitCodeOf } from '../../runEnd.ts';
import { callsNamed } from '../../siteIndex.ts';
import { isInTests, isTestOrHook } from '../../testFiles.ts';
import { nextTestStart } from '../../order/testTurns.ts';
import { madeText } from '../../waiting/pendingReasons.ts';
import { lineOf, type Kept } from '../../waiting/keptIn.ts';
import { lastRunFor, lastRunText } from '../../waiting/trails.ts';
import { WaitGraph } from '../../waiting/waitFor.ts';
import { isMeantNever, wakesByUnrefTimer } from '../../waiting/waitForLeaves.ts';
import { settledSites, waitingChains, type Chain } from '../../waiting/waitingChains.ts';
import { isExecutor, wakersOf } from '../../waiting/wakers.ts';

export const hangChainsRule: Rule = { kinds: ['hang.exit-pending', 'hang.orphan-promise'], run: findChains };

function findChains(context: AnalysisContext): Draft[] {
  const { trace } = context;
  if (trace.run.incomplete.length > 0) return [];
  const { tasks } = trace;
  const graph = new WaitGraph(trace);
  const isOver = (chain: Chain): boolean =>
    (hasEnded(trace, chain) || chain.how === 'lost') && trace.threads[tasks.thread.at(chain.promise)]?.gaps.length === 0;
  const chains = waitingChains(graph).filter(
    (chain) =>
      isOver(chain) &&
      tasks.site.at(chain.promise) !== NONE &&
      !isMeantNever(trace, chain.promise) &&
      !wakesByUnrefTimer(trace, chain.promise),
  );
  const settled = settledSites(trace, new Set(chains.map((chain) => tasks.site.at(chain.promise))));
  const drafts = new Map<string, Draft>();
  for (const chain of chains) {
    const draft = chain.step === NONE ? valueMissing(context, graph, chain, settled) : stepOpen(trace, chain, settled);
    if (draft !== undefined && !drafts.has(draft.key)) drafts.set(draft.key, draft);
  }
  return [...drafts.values()];
}

/** The callback has begun something, and what comes after it waits for its end. */
function stepOpen(trace: Trace, chain: Chain, settled: ReadonlySet<number>): Draft | undefined {
  const { tasks } = trace;
  if (isUnusedGate(trace, chain, settled)) return undefined;
  const begun = chain.links.filter((link) => tasks.firstRun.at(link) !== NONE).map((link) => tasks.site.at(link));
  // `const next = () => take().then(handle).then(next)`: each turn waits for all that come after it, a consumer at rest; also after its first one.
  if (new Set(begun).size < begun.length) return undefined;
  const [first = NONE] = chain.links;
  const isInLine = turnOf(trace, tasks.site.at(chain.promise)) !== undefined;
  if (isInLine && comesOf(trace, tasks.initSegment.at(first), tasks.site.at(first))) return undefined;
  const call = trace.site(tasks.site.at(chain.step))?.text ?? '';
  const after = chain.links.slice(chain.links.indexOf(chain.step) + 1).filter((link) => tasks.firstRun.at(link) === NONE).length;
  const rest = after === 0 ? '' : `: ${after} more ${after === 1 ? 'callback' : 'callbacks'} after it never ran`;
  return toDraft(
    trace,
    chain,
    hasEnded(trace, chain)
      ? `The program ended (exit code ${exitCode(trace, chain)}) while the callback given to \`${call}\` was still waiting for ${promiseText(trace, chain)}, which nothing settled${rest}.`
      : `The callback given to \`${call}\` waits for ${promiseText(trace, chain)}, which nothing can settle any more${rest}.`,
    isOwnWork(trace, chain) ? 0.8 : 0.5,
  );
}

/**
 * `this.tail = this.tail.then(() => gate)` where an object is made, and `open = resolve` is kept for later: others of that place were opened, and nobody but whoever made this one
 * has ever put anything behind it.
 */
function isUnusedGate(trace: Trace, { promise, links }: Chain, settled: ReadonlySet<number>): boolean {
  const { segments, tasks } = trace;
  const made = tasks.site.at(promise);
  if (!settled.has(made) || trace.site(made)?.kind !== 'new' || wakersOf(trace, made).length > 0) return false;
  const turnOfTask = (task: number): number => segments.turn.at(tasks.initSegment.at(task));
  return links.every((link) => turnOfTask(link) === turnOfTask(promise));
}

/**
 * Nothing has come to the first callback. Meant to come: it is settled by a call in the executor, not by the next event; or it has a turn in a line,
 * as others had that were let in by those before them; or it is one of several that somebody waits for together, of which others have come; or it is what a function gives for work
 * that it has begun (`finalize() { this.state.ending = true; …; return new Promise((resolve) => this.once('end', resolve)); }`), not just for an event that may come.
 */
function valueMissing(context: AnalysisContext, graph: WaitGraph, chain: Chain, settled: ReadonlySet<number>): Draft | undefined {
  const { trace } = context;
  const { tasks } = trace;
  const made = tasks.site.at(chain.promise);
  const flags = trace.site(made)?.flags ?? 0;
  if (trace.site(made)?.kind !== 'new' || (flags & (FLAG_SETTLED_BY_MAKER | FLAG_SETTLED_BY_CALLER)) !== 0) return undefined;
  // What is there for failures only waits for none.
  if (chain.links.every((link) => trace.site(tasks.site.at(link))?.text.endsWith('.catch') === true)) return undefined;
  const wakers = wakersOf(trace, made);
  const [first = NONE] = chain.links;
  const line = turnOf(trace, made);
  const isUsual = settled.has(made);
  const isDoing = isOwnWork(trace, chain) && hasBegun(context, chain.promise, wakers);
  const isOfAll = isOneOfAll(graph, chain) || (!isUsual && isPassedOver(trace, chain));
  const isMeant =
    isDoing ||
    isOfAll ||
    (line === undefined
      ? wakers.length > 0 && wakers.every((w) => isAnswer(trace, w, made))
      : isUsual && (isHandedOn(trace, made, tasks.site.at(first)) || isTakenOut(trace, chain.promise, line)));
  if (!isMeant || isCalledOff(trace, chain.promise)) return undefined;
  const call = trace.site(tasks.site.at(first))?.text ?? '';
  // All that was begun for it has come to its end, and none of it has settled it.
  const last = first === NONE ? NONE : lastRunFor(trace, chain.promise, tasks.initSegment.at(first));
  return toDraft(
    trace,
    chain,
    `${
      hasEnded(trace, chain)
        ? `The program ended (exit code ${exitCode(trace, chain)}) before the callback given to \`${call}\` could run: nothing settled`
        : `The callback given to \`${call}\` can never run: nothing can settle`
    } ${promiseText(trace, chain)}.${lastRunText(trace, last)}`,
    isDoing || isOfAll || ((isUsual || last !== NONE) && isOwnWork(trace, chain)) ? 0.7 : 0.5,
  );
}

/** `Promise.all([load(7), load(99)]).then(…)`, when one has come. */
function isOneOfAll(graph: WaitGraph, { promise, links }: Chain): boolean {
  return [promise, ...links].some((part) =>
    graph
      .combinesOf(part)
      .some(
        ({ kind, result, members }) =>
          (kind === COMBINE_ALL || kind === COMBINE_ALL_SETTLED) &&
          !graph.isSettled(result) &&
          graph.reactionsOf(result) > 0 &&
          members.some((member) => graph.isSettled(member)),
      ),
  );
}

/**
 * `return lock.acquire().then(() => write(x)).then((v) => { lock.release(); return v; })`: it stands in line, out of which nobody was ever taken, and whoever was before it
 * came to the end of the same chain: the callback that gives back was passed over, by a failure.
 */
function isPassedOver(trace: Trace, { promise, links }: Chain): boolean {
  const { tasks } = trace;
  const line = turnOf(trace, tasks.site.at(promise));
  const giver = line === undefined ? '' : lastName(trace.functions[trace.functionAt(line.taken)]?.name ?? '');
  if (giver === '') return false;
  const maker = trace.functionAt(tasks.site.at(links[0] ?? NONE));
  const gives = callsNamed(trace, giver).some((site) => trace.functions[trace.functionAt(site)]?.parentFunction === maker);
  if (maker === NONE || !gives) return false;
  const sites = new Set(links.map((link) => tasks.site.at(link)).filter((site) => trace.functionAt(site) === maker));
  for (let task = 0; task < tasks.length; task++) {
    if (sites.has(tasks.site.at(task)) && tasks.resolveSegment.at(task) > tasks.initSegment.at(promise)) return true;
  }
  return false;
}

/** The line in which the resolving function of such a promise stands, and where it is taken out of it. */
function turnOf(trace: Trace, made: number): Kept | undefined {
  const [put = NONE, ...others] = wakersOf(trace, made);
  return put === NONE || others.length > 0 ? undefined : lineOf(trace, put);
}

/** Steps back from a callback to what set it going. */
const MAX_STEPS = 64;

/** What runs in the segment came of a callback that was added at the site. */
function comesOf(trace: Trace, segment: number, site: number): boolean {
  const { tasks, segments } = trace;
  let from = segments.task.at(segment);
  for (let i = 0; i < MAX_STEPS && from !== NONE; i++) {
    if (tasks.site.at(from) === site) return true;
    const parent = trace.isPromise(from) ? tasks.parent.at(from) : NONE;
    from = parent === NONE ? segments.task.at(tasks.initSegment.at(from)) : parent;
  }
  return false;
}

/** Who was let in was let in by one that had been before, as with permits, and none came of an earlier one, as consumers do: `take().then(handle).then(next)`. */
function isHandedOn(trace: Trace, made: number, site: number): boolean {
  const { tasks } = trace;
  for (let task = 0; task < tasks.length; task++) {
    const at = tasks.site.at(task);
    const resolved = at === made ? tasks.resolveSegment.at(task) : NONE;
    if (resolved !== NONE && !comesOf(trace, resolved, site)) return false;
    if (at === site && comesOf(trace, tasks.initSegment.at(task), site)) return false;
  }
  return true;
}

/** Who takes out what is put in line was called for it, and has come to its end, as has every call of it. */
function isTakenOut(trace: Trace, promise: number, { taken }: Kept): boolean {
  const { activations: acts, tasks } = trace;
  const [fn, thread, made] = [trace.functionAt(taken), tasks.thread.at(promise), tasks.initSegment.at(promise)];
  let last: number = NONE;
  for (let a = 0; a < acts.length; a++) {
    if (acts.fn.at(a) !== fn || acts.thread.at(a) !== thread) continue;
    if (acts.endSegment.at(a) === NONE) return false;
    last = Math.max(last, acts.startSegment.at(a));
  }
  return last >= made;
}

const LISTENER = /(?:^|\.)(?:on|once|addListener|addEventListener|subscribe|watch|onmessage|onopen)\b/;
const NAME = /^[\w$]+$/;

const HANDS_ON = /(?:^|\.)then$/;

/** `resolve(value)` in a callback that is not one of an event, or `ask().then(resolve)`. */
function isAnswer(trace: Trace, waker: number, made: number): boolean {
  const [site, at] = [trace.site(waker), trace.site(made)];
  if (site === undefined || at === undefined || isExecutor(trace, site.function, at)) return false;
  if (!NAME.test(site.text) && !HANDS_ON.test(site.text)) return false;
  return !LISTENER.test(trace.functions[site.function]?.name ?? '');
}

/** The function that waits for the event has stored something in the same step: it is told to do something. */
function hasBegun(context: AnalysisContext, promise: number, wakers: readonly number[]): boolean {
  const { trace } = context;
  const { accesses: a, segments, tasks } = trace;
  const fn = trace.functionAt(tasks.site.at(promise));
  if (wakers.length === 0 || !wakers.every((w) => LISTENER.test(textAt(trace, w)))) return false;
  return factsOf(context)
    .coverage.accessesAt(segments.atom.at(tasks.initSegment.at(promise)))
    .some((row) => a.write.at(row) === ACCESS_IS_WRITE && functionOf(trace, row) === fn);
}

/** A timer that was set together with the promise was cleared: the wait was called off. */
function isCalledOff({ tasks }: Trace, promise: number): boolean {
  const segment = tasks.initSegment.at(promise);
  for (let task = promise + 1; task < tasks.length && tasks.initSegment.at(task) === segment; task++) {
    if (tasks.delayMs.at(task) >= 0 && (tasks.flags.at(task) & TASK_CLEARED) !== 0 && tasks.firstRun.at(task) === NONE) return true;
  }
  return false;
}

/** The last callback was added by the program itself, by a module or by a test: nobody else knows when its work is done. */
function isOwnWork(trace: Trace, { links }: Chain): boolean {
  const { activations: acts, functions, tasks } = trace;
  return links.some((link) => {
    const creator = tasks.creator.at(link);
    const isOwn = creator === NONE || isTestOrHook(functions[acts.fn.at(creator)]?.name ?? '');
    return isOwn && !isPassedOn(trace, link);
  });
}

/** The limits of tests are longer. */
const MIN_LIMIT_NS = 1e9;

/** Soon after it the next test began: the one that has made it did not wait for it (`p.then(() => done(new Error('too early')))`). */
function isPassedOn(trace: Trace, link: number): boolean {
  const { segments: s, tasks } = trace;
  const made = tasks.initSegment.at(link);
  if (!isInTests(trace, made)) return false;
  const next = nextTestStart(trace, made);
  return next !== NONE && s.startNs.at(next) - tasks.initNs.at(link) < MIN_LIMIT_NS;
}

/** Its thread has run out of work; what nothing can settle any more is known of others, too. */
function hasEnded(trace: Trace, { promise }: Chain): boolean {
  return trace.threads[trace.tasks.thread.at(promise)]?.exitReason === EMPTY_LOOP;
}

function exitCode(trace: Trace, chain: Chain): number {
  return exitCodeOf(trace, trace.tasks.thread.at(chain.promise));
}

function promiseText(trace: Trace, chain: Chain): string {
  const made = trace.tasks.site.at(chain.promise);
  return `the promise made in ${functionLabel(trace, trace.functionAt(made))} (\`${madeText(trace, made)}\`)`;
}

function textAt(trace: Trace, site: number): string {
  return trace.site(site)?.text ?? '';
}

function toldWakers(trace: Trace, wakers: readonly number[]): string[] {
  const texts = wakers.slice(0, 3).map((w) => `\`${textAt(trace, w)}\``);
  return texts.length === 0 ? [] : [`what should have settled it: ${texts.join(', ')}`];
}

function lineOfText(trace: Trace, promise: number, line: Kept): string {
  const [put, taker] = [textAt(trace, line.put), functionLabel(trace, trace.functionAt(line.taken))];
  return isTakenOut(trace, promise, line)
    ? `${taker}, which takes out what is put in line for it (\`${put}\`), was called and has come to its end without settling it`
    : `it stands in line (\`${put}\`) until ${taker} takes it out`;
}

function toDraft(trace: Trace, chain: Chain, message: string, confidence: number): Draft {
  const { tasks } = trace;
  const made = tasks.site.at(chain.promise);
  const wakers = wakersOf(trace, made);
  const line = turnOf(trace, made);
  const sites = chain.links.map((link) => tasks.site.at(link));
  const places: DraftPlace[] = [
    { site: sites[0] ?? NONE, role: 'await' },
    { site: made, role: 'create' },
    { site: line?.taken ?? wakers[0] ?? NONE, role: 'wake' },
    ...[...new Set(sites.slice(1))].map((site) => ({ site, role: 'await' })),
  ].filter((p) => p.site !== NONE);
  return {
    kind: chain.how === 'lost' ? 'hang.orphan-promise' : 'hang.exit-pending',
    key: `chain ${sites[0] ?? NONE},${made}`,
    confidence,
    verdict: 'observed',
    consequence: false,
    message,
    why: [
      chain.how === 'lost'
        ? 'both functions that could settle it were garbage collected'
        : 'the event loop was empty: no timer, socket or other operation was left that could settle it',
      ...(line === undefined ? toldWakers(trace, wakers) : [lineOfText(trace, chain.promise, line)]),
    ],
    places,
    segments: [tasks.initSegment.at(chain.promise)],
    activations: [],
  };
}
