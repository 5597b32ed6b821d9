/**
 * lock.self-deadlock on a hand-written lock that counts who has it, such as a read-write lock whose reader asks to write: the task waits until the count is down, and has itself counted up.
 * And lock.not-released on such a lock, when a call that counts down what it counted up has ended without. Said only of tasks that still waited when nothing was left to do.
 */
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { decidesBranch, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import { factsOf } from '../../facts.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lastName, taskName } from '../../names.ts';
import { callsNamed, sitesNamed } from '../../siteIndex.ts';
import { WaitGraph } from '../../waiting/waitFor.ts';

export const selfCountRule: Rule = { kinds: ['lock.self-deadlock', 'lock.not-released'], run: findSelfCounts };

function findSelfCounts(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  if (trace.accesses.length === 0 || trace.run.incomplete.length > 0) return [];
  const { threads, locations } = trace;
  const hasEnded = (location: number): boolean => [0, 3].includes(threads[locations.thread.at(location)]?.exitReason ?? NONE);
  const groups = factsOf(context).groups.filter((group) => hasEnded(group.location) && isCounter(trace, group));
  if (groups.length === 0) return [];
  const graph = new WaitGraph(trace);
  const told = new Set(earlier.filter((d) => d.kind.includes('deadlock')).flatMap((d) => d.activations));
  return groups.flatMap((group) => selfCounts(trace, graph, group).filter((d) => !d.activations.some((a) => told.has(a))));
}

function functionAt(trace: Trace, row: number): number {
  return trace.site(trace.accesses.site.at(row))?.function ?? NONE;
}

/** Counted up in one function; another one, which may not have run, counts it down. */
function isCounter(trace: Trace, { writes }: LocationAccesses): boolean {
  const sites = writes.map((row) => trace.site(trace.accesses.site.at(row)));
  const [first] = sites;
  if (first === undefined || !sites.every((site) => site?.kind === 'update' && site.text === first.text)) return false;
  return sitesNamed(trace, lastName(first.text)).some((site) => {
    const row = trace.site(site);
    return row?.kind === 'update' && row.text === first.text && row.file === first.file && row.function !== first.function;
  });
}

function selfCounts(trace: Trace, graph: WaitGraph, { location, rows, writes }: LocationAccesses): Draft[] {
  const { accesses: a, activations: acts, suspensions: s } = trace;
  const takeFunction = functionAt(trace, writes[0] as number);
  const tests = new Map<number, number>();
  for (const row of rows) if (a.write.at(row) === 0 && decidesBranch(trace, row)) tests.set(a.activation.at(row), row);
  // Who counts and waits in one function waits for its turn.
  const isWaiting = (waiter: number, test: number): boolean =>
    waiter !== NONE && graph.isSuspended(waiter) && functionAt(trace, test) !== takeFunction;
  const waiting = [...tests].filter(([waiter, test]) => isWaiting(waiter, test));
  if (waiting.length === 0) return [];
  /** Tasks that were counted, by the outermost call that the counting was done for and that has not ended; and the rows that did it. */
  const counted = new Map<number, number[]>();
  const left = leftCounts(trace, writes, takeFunction);
  for (const row of writes) {
    if (left.some((l) => l.row === row)) continue;
    const owner = liveCaller(trace, a.activation.at(row));
    if (owner === NONE) continue;
    const list = counted.get(owner) ?? [];
    if (functionAt(trace, row) === takeFunction) counted.set(owner, [...list, row]);
    else list.pop();
  }
  const drafts: Draft[] = [];
  for (const [waiter, test] of waiting) {
    const last = acts.lastSuspension.at(waiter);
    if (acts.fn.at(waiter) !== functionAt(trace, test) || s.segment.at(last) !== a.segment.at(test)) continue;
    const owner = [...counted.keys()].find((o) => (o === waiter || isWithin(trace, waiter, o)) && (counted.get(o)?.length ?? 0) > 0);
    const [forgotten] = left;
    if (owner === undefined && forgotten !== undefined) drafts.push(leftDraft(trace, { location, waiter, test, ...forgotten }));
    if (owner === undefined) continue;
    drafts.push(draftOf(trace, { location, waiter, test, owner, count: counted.get(owner)?.at(-1) ?? NONE }));
  }
  return drafts.slice(0, 1).map((draft) => ({ ...draft, activations: [...new Set(drafts.flatMap((d) => d.activations))] }));
}

interface LeftCount {
  /** Who counted up, and has ended. */
  readonly by: number;
  readonly row: number;
}

/** Counted up for calls that would count down themselves, and that have ended without. */
function leftCounts(trace: Trace, writes: readonly number[], takeFunction: number): LeftCount[] {
  const { accesses: a, activations: acts } = trace;
  const text = trace.site(a.site.at(writes[0] as number))?.text ?? '';
  const isDown = (site: number): boolean => {
    const row = trace.site(site);
    return row?.kind === 'update' && row.text === text && row.function !== takeFunction;
  };
  const downs = new Set(
    sitesNamed(trace, lastName(text))
      .filter(isDown)
      .map((site) => trace.functionAt(site)),
  );
  const names = new Set([...downs].map((fn) => lastName(trace.functions[fn]?.name ?? '')).filter((name) => name !== ''));
  const calls = [...names].flatMap((name) => callsNamed(trace, name));
  const givesBack = new Set(calls.map((site) => trace.functionAt(site)));
  const open: LeftCount[] = [];
  let count = 0;
  for (const row of writes) {
    const activation = a.activation.at(row);
    const isUp = functionAt(trace, row) === takeFunction;
    count += isUp ? 1 : -1;
    if (isUp) {
      let by = activation;
      for (let i = 0; i < 16 && by !== NONE && !givesBack.has(acts.fn.at(by)); i++) by = acts.parent.at(by);
      if (by !== NONE && acts.endSegment.at(by) !== NONE) open.push({ by, row });
      continue;
    }
    const at = open.findLastIndex(({ by }) => activation === by || isWithin(trace, activation, by));
    if (at >= 0) open.splice(at, 1);
  }
  // Something else may have counted down for it.
  return open.length <= count ? open : [];
}

function leftDraft(
  trace: Trace,
  { location, waiter, test, by, row }: LeftCount & { location: number; waiter: number; test: number },
): Draft {
  const { accesses: a, activations: acts, suspensions: s, tasks } = trace;
  const name = locationText(trace, location, a.site.at(row));
  const holder = taskName(trace, by);
  const wait = s.site.at(acts.lastSuspension.at(waiter));
  // The await of the call that counts, in the one that has left it so.
  let asked = a.activation.at(row);
  while (asked !== by && acts.parent.at(asked) !== by && acts.parent.at(asked) !== NONE) asked = acts.parent.at(asked);
  const call = asked === by ? NONE : tasks.site.at(acts.promise.at(asked));
  const places: DraftPlace[] = [
    { site: call, role: 'acquire' },
    { site: a.site.at(row), role: 'acquire' },
    { site: wait, role: 'wait' },
    { site: a.site.at(test), role: 'check' },
  ];
  return {
    kind: 'lock.not-released',
    key: `${a.site.at(row)},${call}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `\`${name}\` is counted up for ${holder} and never counted down again; ${taskName(trace, waiter)} waits for it for ever.`,
    why: [
      `${holder} has ended without counting it down (a path that leaves early, or an error)`,
      'the event loop was empty: nothing was left that could change it',
    ],
    places: places.filter((p) => 'site' in p && p.site !== NONE),
    segments: [a.segment.at(row), a.segment.at(test)],
    activations: [waiter],
  };
}

/** The activation, or the nearest of its callers that goes on. */
function liveCaller({ activations: acts }: Trace, activation: number): number {
  let at = activation;
  for (let i = 0; i < 16 && at !== NONE && acts.endSegment.at(at) !== NONE; i++) at = acts.parent.at(at);
  return at;
}

interface SelfCount {
  readonly location: number;
  readonly waiter: number;
  readonly test: number;
  readonly owner: number;
  readonly count: number;
}

function draftOf(trace: Trace, { location, waiter, test, owner, count }: SelfCount): Draft {
  const { accesses: a, activations: acts, suspensions: s } = trace;
  const name = locationText(trace, location, a.site.at(count));
  const places: DraftPlace[] = [
    { site: s.site.at(acts.lastSuspension.at(owner)), role: 'await' },
    { site: a.site.at(count), role: 'acquire' },
    { site: a.site.at(test), role: 'check' },
    { site: s.site.at(acts.lastSuspension.at(waiter)), role: 'await' },
  ];
  return {
    kind: 'lock.self-deadlock',
    key: `${a.site.at(test)},${s.site.at(acts.lastSuspension.at(owner))}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `${taskName(trace, owner)} waits in ${taskName(trace, waiter)} for \`${name}\` to be counted down, and was itself counted: it never goes on.`,
    why: [
      `it counted \`${name}\` up and would count it down only after this wait`,
      'the event loop was empty: nothing was left that could change it',
      'give back what is held before asking for more, or ask for the stronger lock at first',
    ],
    places: places.filter((p) => 'site' in p && p.site !== NONE),
    segments: [a.segment.at(count), a.segment.at(test)],
    activations: [owner, waiter],
  };
}
