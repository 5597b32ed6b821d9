/**
 * await.sequential and await.in-loop: awaits that follow each other though neither needs the other (detection.md §5). The transform names the candidates
 * (no data flows between them); the run shows that they waited, that what they set off touched nothing in common, and what running them together would save.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { SequenceRow, Trace } from '../../../model/trace.ts';
import { FLAG_USED } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { CHANGING_CALL, functionLabel, taskName } from '../../names.ts';
import { chainsOf, type Step } from '../../time/chains.ts';
import { CLIENT, EffectTable, isPause, type Wait } from '../../time/effects.ts';
import { nestsOf, touchTheSame } from '../../time/nests.ts';
import { Together } from '../../time/together.ts';

export const sequentialRule: Rule = { kinds: ['await.sequential', 'await.in-loop'], run: findSequential };

const MIN_WAIT_NS = 5e6;
const MIN_LOOP_WAIT_NS = 2e6;
const MIN_SAVING_NS = 20e6;
const MIN_TOTAL_NS = 60e6;
const MIN_SHARE = 0.1;
/** Rounds that wait for one thing at a time (a worker thread that computes) would save the way there and back only. */
const MIN_LOOP_SHARE = 0.2;
const MIN_LOOP = 4;
/** Loops of fewer rounds are told where these alone take so much longer than they need. */
const MIN_FEW = 2;
const MIN_FEW_SAVING_NS = 80e6;
/** What `for await` goes through comes much faster than it is worked off: it waits this part of the time at most. */
const MAX_SOURCE_SHARE = 0.1;
/** Calls on one session or transaction follow each other in any case, and those of a client where its connection is one. */
const ONE_CONNECTION = /(?:conn(?:ection)?|session|tx|trx|transaction)\s*\.\s*\w+$/i;
/** What is opened for its result is another thing each time; without one, something is made ready for what comes next. */
const OPENING_CALL = /^(?:await\s+)?(?:[\w$]+\s*\.\s*)*(?:connect|open)(?:[A-Z_]\w*)?\s*(?:\(|$)/;
/** Methods of one name open things of one kind where they are one function. */
const OPENING_METHOD = /\.\s*(?:connect|open|start)(?:[A-Z_]\w*)?\s*(?:\(|$)/;
/** What only says something gives nothing; taken for what it gives, it is asked for that (`const commits = await git.log(tag)`). */
const SAYING_CALL = /(?:^|[\s.])(?:log|print|say)(?:[A-Z_]\w*)?\s*(?:\(|$)/;
/** Those that are open, rather than to open them. */
const OPEN_ONES = /(?:^|\.)\s*open[A-Z]\w*[^aisu]s\s*(?:\(|$)/;
/** A loop run together is thought of as this many at a time. */
const LOOP_WIDTH = 8;

function findSequential(context: AnalysisContext): Draft[] {
  const { trace } = context;
  if (trace.sequences.length === 0) return [];
  const waitsAt = waitsBySite(trace);
  const look: Look = { trace, effects: new EffectTable(trace), together: new Together(trace) };
  const drafts: Draft[] = [];
  for (const sequence of trace.sequences) {
    if (context.options.isCancelled()) break;
    const draft =
      sequence.kind === 'chain'
        ? judgeRounds(look, sequence, chainsOf(trace, sequence, waitsAt))
        : sequence.kind === 'loop'
          ? judgeLoop(look, sequence, runsOf(sequence, waitsAt))
          : judgeSequence(look, sequence, sequence.kind === 'nest' ? nestsOf(trace, sequence) : runsOf(sequence, waitsAt));
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

interface Look {
  readonly trace: Trace;
  readonly effects: EffectTable;
  readonly together: Together;
}

/** The waits of each call of the function. */
function runsOf(sequence: SequenceRow, waitsAt: ReadonlyMap<number, readonly Wait[]>): Map<number, Wait[]> {
  const runs = new Map<number, Wait[]>();
  for (const site of sequence.sites) for (const wait of waitsAt.get(site) ?? []) addTo(runs, wait.activation, wait);
  return runs;
}

function waitsBySite(trace: Trace): Map<number, Wait[]> {
  const wanted = new Set(trace.sequences.flatMap((s) => s.sites));
  const map = new Map<number, Wait[]>();
  const s = trace.suspensions;
  for (let i = 0; i < s.length; i++) {
    const site = s.site.at(i);
    const ns = s.resumeNs.at(i) - s.startNs.at(i);
    if (!wanted.has(site) || s.resumeSegment.at(i) === NONE || Number.isNaN(ns)) continue;
    addTo(map, site, {
      promise: s.awaited.at(i),
      index: i,
      site,
      activation: s.activation.at(i),
      segment: s.segment.at(i),
      resumeSegment: s.resumeSegment.at(i),
      startNs: s.startNs.at(i),
      ns,
    });
  }
  return map;
}

/** Saving if the waits of one run had been begun together. */
function savingOf(waits: readonly Wait[], together: Together): number {
  const total = waits.reduce((sum, w) => sum + w.ns, 0);
  return total - Math.max(...waits.map((w) => w.ns), together.atLeastNs(waits));
}

function judgeSequence(
  { trace, effects, together }: Look,
  sequence: SequenceRow,
  runs: ReadonlyMap<number, readonly Wait[]>,
): Draft | undefined {
  let count = 0;
  let saved = 0;
  let spent = 0;
  let example: readonly Wait[] = [];
  const isNest = sequence.kind === 'nest';
  for (const [activation, all] of runs) {
    const waits = all.filter((w) => w.ns >= MIN_WAIT_NS);
    if (waits.length < 2 || waits.length !== new Set(waits.map((w) => w.site)).size) continue;
    if (isUnderWay(trace, waits) || openSeveralKinds(trace, effects, waits)) continue;
    if (mayNeedOrder(trace, effects, sequence, waits) || effects.areSent(waits)) return undefined;
    const works = waits.map((one) => [one]);
    if (!effects.areIndependent(works) || effects.areFelt(works)) return undefined;
    if (sequence.dropped === true && !waits.every((one) => effects.isShown(one))) return undefined;
    // What plain callbacks touch belongs to no function: only of requests is it known what they are.
    if (isNest && (!waits.every((one) => effects.areFetched(one)) || touchTheSame(trace, all))) return undefined;
    const saving = savingOf(waits, together);
    const span = isNest ? spanOf(all) : trace.activations.endNs.at(activation) - trace.activations.startNs.at(activation);
    if (saving < MIN_SAVING_NS || !(saving >= span * MIN_SHARE)) continue;
    count++;
    saved += saving;
    spent += span;
    if (waits.length > example.length) example = waits;
  }
  if (count === 0 || (count < 3 && saved < MIN_TOTAL_NS)) return undefined;
  const sites = example.map((w) => w.site);
  const activation = example[0]?.activation ?? NONE;
  const fn = isNest ? functionLabel(trace, trace.functionAt(sites[0] ?? NONE)) : taskName(trace, activation);
  const each = Math.round(saved / count / 1e6);
  return {
    kind: 'await.sequential',
    key: sequence.sites.join(','),
    confidence: 0.55,
    verdict: 'observed',
    consequence: false,
    ceiling: 'info',
    message: `These ${sites.length} ${isNest ? 'calls, each in the callback of the one before,' : 'awaits'} in ${fn} do not need each other; run together they would save about ${each} ms a call (${Math.round((saved / spent) * 100)} %).`,
    why: [
      'no result of one flows into another',
      'what they set off touched nothing in common',
      `measured in ${count} ${count === 1 ? 'call' : 'calls'}`,
    ],
    places: sites.map((site) => ({ site, role: isNest ? 'call' : 'await' })),
    segments: example.map((w) => w.segment),
    activations: isNest ? [] : [activation],
  };
}

/** From the first of them to the end of the last. */
function spanOf(waits: readonly Wait[]): number {
  const [first, last] = [waits[0], waits.at(-1)];
  return first === undefined || last === undefined ? 0 : last.startNs + last.ns - first.startNs;
}

/** A loop. That of `for await` is judged by its own awaits, where what it goes through was there. */
function judgeLoop(look: Look, sequence: SequenceRow, runs: ReadonlyMap<number, readonly Wait[]>): Draft | undefined {
  const [source = NONE, ...own] = sequence.sites;
  const loops = loopsOf(look.trace, sequence, runs);
  if (look.trace.site(source)?.kind !== 'for-await') return judgeRounds(look, sequence, loops);
  const worked = loops.flatMap((rounds) => {
    // Opening it comes before all rounds.
    const came = lengthOf(rounds.slice(1).flatMap((round) => round.filter((wait) => wait.site === source)));
    const steps = rounds.map((round) => round.filter((wait) => wait.site !== source));
    return came <= lengthOf(steps.flat()) * MAX_SOURCE_SHARE ? [steps] : [];
  });
  return judgeRounds(look, { ...sequence, sites: own }, worked);
}

/** Rounds of a loop, or steps of a chain, that ran one after the other. */
function judgeRounds({ trace, effects, together }: Look, sequence: SequenceRow, runs: readonly (readonly Step[])[]): Draft | undefined {
  let saved = 0;
  let count = 0;
  let example: readonly Step[] = [];
  for (const all of runs) {
    const rounds = all.filter((round) => lengthOf(round) >= MIN_LOOP_WAIT_NS);
    if (rounds.length < MIN_FEW) continue;
    const looked = rounds.slice(0, 64);
    if (mayNeedOrder(trace, effects, sequence, looked.flat()) || effects.areSent(looked.flat())) return undefined;
    if (effects.areBatches(looked) || !effects.areIndependent(looked) || effects.areFelt(looked)) return undefined;
    if (sequence.dropped === true && !looked.every((round) => round.some((one) => effects.isShown(one)))) return undefined;
    if (sequence.ofItems === true && !areQuestions(trace, effects, sequence, looked.flat())) return undefined;
    const total = rounds.reduce((sum, round) => sum + lengthOf(round), 0);
    const longest = Math.max(...rounds.map(lengthOf));
    const begun = longest * Math.ceil(rounds.length / (rounds.length <= 16 ? 16 : LOOP_WIDTH));
    const saving = total - Math.max(begun, together.atLeastNs(rounds.flat()));
    if (saving < Math.max(rounds.length < MIN_LOOP ? MIN_FEW_SAVING_NS : MIN_SAVING_NS, total * MIN_LOOP_SHARE)) continue;
    saved += saving;
    count++;
    if (rounds.length > example.length) example = rounds;
  }
  if (example.length === 0 || saved < MIN_TOTAL_NS) return undefined;
  const [site = NONE, work] = sequence.sites;
  const activation = example[0]?.[0]?.activation ?? NONE;
  const [what, one] =
    sequence.kind === 'chain'
      ? [
          `The chain that \`reduce\` makes in ${functionLabel(trace, trace.functions[trace.functionAt(site)]?.parentFunction ?? NONE)}`,
          'step',
        ]
      : [`The loop in ${taskName(trace, activation)}`, 'round'];
  return {
    kind: 'await.in-loop',
    key: `${site}`,
    confidence: 0.55,
    verdict: 'observed',
    consequence: false,
    ceiling: 'info',
    message: `${what} awaits ${example.length} times, and no ${one} needs the one before; together they would save about ${Math.round(saved / count / 1e6)} ms${count === 1 ? '' : ` a call (${count} calls)`}.`,
    why: [`no result of one ${one} flows into the next`, `what the ${one}s set off touched nothing in common`],
    places: [{ site, role: 'await' }, ...(sequence.kind === 'chain' && work !== undefined ? [{ site: work, role: 'call' as const }] : [])],
    segments: example.slice(0, 16).map((round) => round[0]?.segment ?? NONE),
    activations: activation === NONE ? [] : [activation],
  };
}

/** A function that says so works off what it is given in this order. */
const IN_ORDER = /serie|serial|sequen|waterfall|in(?:Order|Turn|Row)|one(?:By|After|At)/i;

/** Whoever chains tasks means that order, unless all of them only ask, by one function, for something that joins what was found before. */
function areQuestions(trace: Trace, effects: EffectTable, sequence: SequenceRow, waits: readonly Wait[]): boolean {
  const step = trace.functions[trace.functionAt(sequence.sites[0] ?? NONE)];
  const around = trace.functions[step?.parentFunction ?? NONE]?.name ?? '';
  if (sequence.dropped === true || IN_ORDER.test(around)) return false;
  return waits.every((wait) => effects.areFetched(wait)) && effects.areOfOneKind(waits);
}

function lengthOf(round: Step): number {
  return round.reduce((sum, wait) => sum + wait.ns, 0);
}

function loopsOf(trace: Trace, sequence: SequenceRow, runs: ReadonlyMap<number, readonly Wait[]>): Step[][] {
  return [...runs].flatMap(([activation, waits]) => (isOneOfSeveral(trace, activation, runs) ? [] : [roundsOf(sequence, waits)]));
}

/** Sites stand in the order of the body: an earlier one (or the same) begins the next round. */
function roundsOf(sequence: SequenceRow, waits: readonly Wait[]): Step[] {
  const rounds: Wait[][] = [];
  let last = Infinity;
  for (const wait of waits.toSorted((a, b) => a.index - b.index)) {
    const at = sequence.sites.indexOf(wait.site);
    const round = rounds.at(-1);
    if (round === undefined || at <= last) rounds.push([wait]);
    else round.push(wait);
    last = at;
  }
  return rounds;
}

/** Begun in the same step as other calls of this function that were under way with it: the work is shared out already. */
function isOneOfSeveral(trace: Trace, activation: number, runs: ReadonlyMap<number, unknown>): boolean {
  const { activations: acts } = trace;
  const begun = acts.startSegment.at(activation);
  return [...runs.keys()].some((other) => other !== activation && acts.startSegment.at(other) === begun);
}

/** Something that is awaited later was begun before the first of these awaits was over: they run together already. */
function isUnderWay(trace: Trace, waits: readonly Wait[]): boolean {
  const { tasks, activations: acts } = trace;
  const members = new Map(trace.combines.map((row) => [row.result, row.members]));
  const begun = (promise: number): number => {
    const activation = tasks.activation.at(promise);
    if (activation !== NONE) return acts.startSegment.at(activation);
    const parts = members.get(promise);
    return parts === undefined || parts.length === 0 ? tasks.initSegment.at(promise) : Math.min(...parts.map(begun));
  };
  return waits.some(({ promise }, i) => {
    const before = waits[i - 1];
    return before !== undefined && promise !== NONE && begun(promise) < before.resumeSegment;
  });
}

/** Methods of which it is not known that they are one function: what is opened first may be needed by what follows. */
function openSeveralKinds(trace: Trace, effects: EffectTable, waits: readonly Wait[]): boolean {
  const isOpening = (wait: Wait): boolean => {
    const text = trace.site(wait.site)?.text ?? '';
    return OPEN_ONES.test(text) ? effects.opens(wait) : OPENING_METHOD.test(text);
  };
  if (!waits.some(isOpening)) return false;
  const called = new Set(waits.map(({ promise }) => (promise === NONE ? NONE : trace.tasks.activation.at(promise))));
  return called.has(NONE) || new Set(Array.from(called, (a) => trace.activations.fn.at(a))).size > 1;
}

/** Pauses, and what changes something outside where nobody here can see whether the order matters. */
function mayNeedOrder(trace: Trace, effects: EffectTable, sequence: SequenceRow, waits: readonly Wait[]): boolean {
  const { tasks } = trace;
  // All of a sequence gave something that was taken, or none did; of a loop that is known of each await.
  const isLoop = sequence.kind === 'loop';
  const areTaken = sequence.dropped === true ? [] : isLoop ? sequence.sites.slice(-1) : sequence.sites;
  const taken = isLoop ? [...areTaken, ...sequence.sites.filter((site) => trace.hasFlag(site, FLAG_USED))] : areTaken;
  // The callbacks of a chain have no `await` of their own: all that they call.
  const called = sequence.kind === 'chain' ? sequence.sites.slice(1).map((site) => trace.site(site)?.text ?? '') : [];
  return waits.some((wait) => {
    const { promise, site, activation } = wait;
    const text = trace.site(site)?.text ?? '';
    // Of `load().then`, what is called first.
    const texts = sequence.kind === 'nest' ? [text.replace(/\(.*$/s, '')] : activation === NONE ? called : [text];
    // What a loop fetched goes into a file: which files those are is seen.
    const isKept = isLoop && sequence.sites.length > 1 && effects.writesFile(wait);
    if (texts.some((text) => ONE_CONNECTION.test(text) || (CLIENT.test(text) && !effects.areFetched(wait)))) return true;
    const isTaken = taken.includes(site);
    if (texts.some((text) => CHANGING_CALL.test(text) && !(isTaken && SAYING_CALL.test(text))) && !isKept) return true;
    if (!isTaken && texts.some((text) => OPENING_CALL.test(text))) return true;
    if (promise === NONE || tasks.activation.at(promise) !== NONE) return false;
    // No function of the program behind it, only a timer: a pause, unless it gave something.
    return !isTaken && isPause(trace, promise);
  });
}
