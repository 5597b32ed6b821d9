/**
 * await.sequential and await.in-loop: awaits that follow each other though neither needs the other (detection.md §5). The transform names the candidates
 * (no data flows between them); the run shows that they waited, that what they set off touched nothing in common, and what running them together would save.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { SequenceRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { taskName } from '../../names.ts';
import { EffectTable, isPause } from '../../time/effects.ts';
import { Together } from '../../time/together.ts';

export const sequentialRule: Rule = { kinds: ['await.sequential', 'await.in-loop'], run: findSequential };

const MIN_WAIT_NS = 5e6;
const MIN_LOOP_WAIT_NS = 2e6;
const MIN_SAVING_NS = 20e6;
const MIN_TOTAL_NS = 100e6;
const MIN_SHARE = 0.1;
/** Rounds that wait for one thing at a time (a worker thread that computes) would save the way there and back only. */
const MIN_LOOP_SHARE = 0.2;
const MIN_LOOP = 4;
/** Calls on one session or transaction follow each other in any case, and those of a client where its connection is one; and names of calls that change something outside. */
const ONE_CONNECTION = /(?:conn(?:ection)?|session|tx|trx|transaction)\s*\.\s*\w+$/i;
const CLIENT = /client\s*\.\s*\w+$/i;
const ORDERED_CALL =
  /^(?:await\s+)?(?:[\w$]+\s*\.\s*)*(?:post|put|patch|send|publish|write|append|save|store|insert|update|upsert|delete|remove|create|push|emit|log|print|say|charge|pay|debit|credit|deposit|withdraw|refund|transfer|move|apply|begin|commit|rollback|migrate|disconnect|close|run|exec(?:ute)?)(?:[A-Z_]\w*)?\s*(?:\(|$)/;
/** What is opened for its result is another thing each time; without one, something is made ready for what comes next. */
const OPENING_CALL = /^(?:await\s+)?(?:[\w$]+\s*\.\s*)*(?:connect|open)(?:[A-Z_]\w*)?\s*(?:\(|$)/;
/** A loop run together is thought of as this many at a time. */
const LOOP_WIDTH = 8;

interface Wait {
  readonly suspension: number;
  readonly ns: number;
}

function findSequential(context: AnalysisContext): Draft[] {
  const { trace } = context;
  if (trace.sequences.length === 0) return [];
  const bySite = suspensionsBySite(trace);
  const effects = new EffectTable(trace);
  const together = new Together(trace);
  const drafts: Draft[] = [];
  for (const sequence of trace.sequences) {
    if (context.options.isCancelled()) break;
    const runs = new Map<number, Wait[]>();
    for (const site of sequence.sites) {
      for (const suspension of bySite.get(site) ?? []) {
        const activation = trace.suspensions.activation.at(suspension);
        const ns = trace.suspensions.resumeNs.at(suspension) - trace.suspensions.startNs.at(suspension);
        if (Number.isNaN(ns)) continue;
        addTo(runs, activation, { suspension, ns });
      }
    }
    const draft =
      sequence.kind === 'loop'
        ? judgeLoop(trace, effects, together, sequence, runs)
        : judgeSequence(trace, effects, together, sequence, runs);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

function suspensionsBySite(trace: Trace): Map<number, number[]> {
  const wanted = new Set(trace.sequences.flatMap((s) => s.sites));
  const map = new Map<number, number[]>();
  const s = trace.suspensions;
  for (let i = 0; i < s.length; i++) {
    const site = s.site.at(i);
    if (!wanted.has(site) || s.resumeSegment.at(i) === NONE) continue;
    addTo(map, site, i);
  }
  return map;
}

/** Saving if the waits of one run had been begun together. */
function savingOf(waits: readonly Wait[], together: Together): number {
  const total = waits.reduce((sum, w) => sum + w.ns, 0);
  return total - Math.max(...waits.map((w) => w.ns), together.atLeastNs(waits.map((w) => w.suspension)));
}

function judgeSequence(
  trace: Trace,
  effects: EffectTable,
  together: Together,
  sequence: SequenceRow,
  runs: ReadonlyMap<number, readonly Wait[]>,
): Draft | undefined {
  let count = 0;
  let saved = 0;
  let spent = 0;
  let example: readonly Wait[] = [];
  for (const [activation, all] of runs) {
    const waits = all.filter((w) => w.ns >= MIN_WAIT_NS);
    if (waits.length < 2 || waits.length !== new Set(waits.map((w) => trace.suspensions.site.at(w.suspension))).size) continue;
    const suspended = waits.map((w) => w.suspension);
    if (isUnderWay(trace, suspended)) continue;
    if (mayNeedOrder(trace, effects, sequence, suspended) || effects.areSent(suspended)) return undefined;
    if (!effects.areIndependent(suspended.map((one) => [one]))) return undefined;
    if (sequence.dropped === true && !suspended.every((one) => effects.isShown(one))) return undefined;
    const saving = savingOf(waits, together);
    const span = trace.activations.endNs.at(activation) - trace.activations.startNs.at(activation);
    if (saving < MIN_SAVING_NS || !(saving >= span * MIN_SHARE)) continue;
    count++;
    saved += saving;
    spent += span;
    if (waits.length > example.length) example = waits;
  }
  if (count === 0 || (count < 3 && saved < MIN_TOTAL_NS)) return undefined;
  const sites = example.map((w) => trace.suspensions.site.at(w.suspension));
  const fn = taskName(trace, trace.suspensions.activation.at(example[0]?.suspension ?? NONE));
  const each = Math.round(saved / count / 1e6);
  return {
    kind: 'await.sequential',
    key: sequence.sites.join(','),
    confidence: 0.55,
    verdict: 'observed',
    consequence: false,
    ceiling: 'info',
    message: `These ${sites.length} awaits in ${fn} do not need each other; run together they would save about ${each} ms a call (${Math.round((saved / spent) * 100)} %).`,
    why: [
      'no result of one flows into another',
      'what they set off touched nothing in common',
      `measured in ${count} ${count === 1 ? 'call' : 'calls'}`,
    ],
    places: sites.map((site) => ({ site, role: 'await' })),
    segments: example.map((w) => trace.suspensions.segment.at(w.suspension)),
    activations: [trace.suspensions.activation.at(example[0]?.suspension ?? NONE)],
  };
}

function judgeLoop(
  trace: Trace,
  effects: EffectTable,
  together: Together,
  sequence: SequenceRow,
  runs: ReadonlyMap<number, readonly Wait[]>,
): Draft | undefined {
  let saved = 0;
  let count = 0;
  let example: readonly Round[] = [];
  for (const [activation, all] of runs) {
    const rounds = roundsOf(trace, sequence, all).filter((r) => r.ns >= MIN_LOOP_WAIT_NS);
    if (rounds.length < MIN_LOOP || isOneOfSeveral(trace, activation, runs)) continue;
    const looked = rounds.slice(0, 64).map((r) => r.suspensions);
    if (mayNeedOrder(trace, effects, sequence, looked.flat()) || effects.areSent(looked.flat())) return undefined;
    if (effects.areBatches(looked) || !effects.areIndependent(looked) || effects.areFelt(activation, looked)) return undefined;
    if (sequence.dropped === true && !looked.every((round) => round.some((one) => effects.isShown(one)))) return undefined;
    const total = rounds.reduce((sum, r) => sum + r.ns, 0);
    const longest = Math.max(...rounds.map((r) => r.ns));
    const begun = longest * Math.ceil(rounds.length / (rounds.length <= 16 ? 16 : LOOP_WIDTH));
    const saving = total - Math.max(begun, together.atLeastNs(rounds.flatMap((r) => r.suspensions)));
    if (saving < Math.max(MIN_SAVING_NS, total * MIN_LOOP_SHARE)) continue;
    saved += saving;
    count++;
    if (rounds.length > example.length) example = rounds;
  }
  if (example.length === 0 || saved < MIN_TOTAL_NS) return undefined;
  const site = sequence.sites[0] ?? NONE;
  const activation = trace.suspensions.activation.at(example[0]?.suspensions[0] ?? NONE);
  return {
    kind: 'await.in-loop',
    key: `${site}`,
    confidence: 0.55,
    verdict: 'observed',
    consequence: false,
    ceiling: 'info',
    message: `The loop in ${taskName(trace, activation)} awaits ${example.length} times, and no round needs the one before; together they would save about ${Math.round(saved / count / 1e6)} ms${count === 1 ? '' : ` a call (${count} calls)`}.`,
    why: ['no result of one round flows into the next', 'what the rounds set off touched nothing in common'],
    places: [{ site, role: 'await' }],
    segments: example.slice(0, 16).map((r) => trace.suspensions.segment.at(r.suspensions[0] ?? NONE)),
    activations: [activation],
  };
}

/** The awaits of one round of a loop. */
interface Round {
  readonly suspensions: number[];
  ns: number;
}

/** Sites stand in the order of the body: an earlier one (or the same) begins the next round. */
function roundsOf(trace: Trace, sequence: SequenceRow, waits: readonly Wait[]): Round[] {
  const rounds: Round[] = [];
  let last = Infinity;
  for (const { suspension, ns } of waits.toSorted((a, b) => a.suspension - b.suspension)) {
    const at = sequence.sites.indexOf(trace.suspensions.site.at(suspension));
    const round = rounds.at(-1);
    if (round === undefined || at <= last) rounds.push({ suspensions: [suspension], ns });
    else {
      round.suspensions.push(suspension);
      round.ns += ns;
    }
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
function isUnderWay(trace: Trace, suspensions: readonly number[]): boolean {
  const { suspensions: s, tasks, activations: acts } = trace;
  const members = new Map(trace.combines.map((row) => [row.result, row.members]));
  const begun = (promise: number): number => {
    const activation = tasks.activation.at(promise);
    if (activation !== NONE) return acts.startSegment.at(activation);
    const parts = members.get(promise);
    return parts === undefined || parts.length === 0 ? tasks.initSegment.at(promise) : Math.min(...parts.map(begun));
  };
  return suspensions.some((suspension, i) => {
    const before = suspensions[i - 1];
    const awaited = s.awaited.at(suspension);
    return before !== undefined && awaited !== NONE && begun(awaited) < s.resumeSegment.at(before);
  });
}

/** Pauses, and what changes something outside where nobody here can see whether the order matters. */
function mayNeedOrder(trace: Trace, effects: EffectTable, sequence: SequenceRow, suspensions: readonly number[]): boolean {
  const { suspensions: s, tasks } = trace;
  // All of a sequence gave something that was taken, or none did; of a loop that is known of the last await.
  const taken = sequence.dropped === true ? [] : sequence.kind === 'loop' ? sequence.sites.slice(-1) : sequence.sites;
  return suspensions.some((suspension) => {
    const text = trace.site(s.site.at(suspension))?.text ?? '';
    // What a loop fetched goes into a file: which files those are is seen.
    const isKept = sequence.kind === 'loop' && sequence.sites.length > 1 && effects.writesFile(suspension);
    if (ONE_CONNECTION.test(text) || (CLIENT.test(text) && !effects.areFetched(suspension))) return true;
    if (ORDERED_CALL.test(text) && !isKept) return true;
    if (!taken.includes(s.site.at(suspension)) && OPENING_CALL.test(text)) return true;
    const awaited = s.awaited.at(suspension);
    if (awaited === NONE || tasks.activation.at(awaited) !== NONE) return false;
    // No function of the program behind it, only a timer: a pause, unless it gave something.
    return !taken.includes(s.site.at(suspension)) && isPause(trace, awaited);
  });
}
