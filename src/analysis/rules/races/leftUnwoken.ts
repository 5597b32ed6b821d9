/**
 * race.check-then-act, who begins to wait too late to be woken: a call finds by a flag that another call is at work, and leaves word to be told (`if (loading) return once(channel, 'loaded')`,
 * `waiting.push(resolve)`). The other one has told all who waited, then has waited for something else, and only now takes the flag back: who came between waits for what is over. Only what
 * happened is reported, and only where nobody begins the work again, which would end the wait after all.
 */
import { VALUE_EMPTY, VALUE_FALSE, VALUE_NULL, VALUE_UNDEFINED, VALUE_ZERO } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { SiteRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { isInnerFunction } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { taskName } from '../../names.ts';
import { atomOf, decidesBranch, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import { sitesIn, sitesOfKind } from '../../siteIndex.ts';
import { isBefore } from '../../waiting/wakers.ts';

export const leftUnwokenRule: Rule = { kinds: ['race.check-then-act'], run: findUnwoken };

const OFF: ReadonlySet<number> = new Set([VALUE_UNDEFINED, VALUE_NULL, VALUE_FALSE, VALUE_ZERO, VALUE_EMPTY]);
/** `channel.once`, or `once` of node:events, which says nothing of its emitter; `waiting.push`. */
const LISTENS = /^(?:(.+)\.)?(?:on|once|addListener)$/;
const QUEUES = /^(.+)\.(?:push|add)$/;
const EMITS = /^(.+)\.emit$/;
const WALKS = /^(.+)\.(?:forEach|splice)$/;
/** A function that is given to these runs at once. */
const AT_ONCE = /\.(?:forEach|map|filter|some|every|reduce|find|flatMap|sort)$/;

/** `wait` and `wake` are sites, the others rows of accesses. */
interface Unwoken {
  readonly check: number;
  readonly wait: number;
  readonly wake: number;
  readonly set: number;
  readonly lowered: number;
}

function findUnwoken(context: AnalysisContext): Draft[] {
  const found = new Map<number, Draft>();
  if (!sitesOfKind(context.trace, 'call').some((site) => isWake(context.trace.site(site)?.text ?? ''))) return [];
  for (const group of factsOf(context).sharedGroups) {
    if (context.options.isCancelled()) break;
    const unwoken = unwokenIn(context, group);
    const site = unwoken === undefined ? NONE : context.trace.accesses.site.at(unwoken.check);
    if (unwoken !== undefined && !found.has(site)) found.set(site, toDraft(context, unwoken));
  }
  return [...found.values()];
}

function isWake(text: string): boolean {
  return EMITS.test(text) || WALKS.test(text);
}

function unwokenIn({ trace }: AnalysisContext, { rows, writes }: LocationAccesses): Unwoken | undefined {
  const { accesses: a, segments: s } = trace;
  // The last time: who waits is told when the work is done once more.
  const [set, lowered] = writes.slice(-2);
  if (set === undefined || lowered === undefined || OFF.has(a.value.at(set)) || !OFF.has(a.value.at(lowered))) return undefined;
  const claimer = functionOf(trace, set);
  const from = begunIn(trace, lowered);
  if (from === NONE || s.thread.at(from) !== s.thread.at(a.segment.at(lowered)) || s.atom.at(from) === atomOf(trace, set)) return undefined;
  const isLate = (row: number): boolean =>
    a.write.at(row) === 0 &&
    a.position.at(row) < a.position.at(lowered) &&
    s.atom.at(a.segment.at(row)) > s.atom.at(from) &&
    atomOf(trace, row) !== atomOf(trace, lowered) &&
    a.activation.at(row) !== a.activation.at(set) &&
    functionOf(trace, row) === claimer &&
    decidesBranch(trace, row);
  const check = rows.find(isLate);
  if (check === undefined) return undefined;
  const wakes = wakesBefore(trace, lowered, claimer);
  for (const wait of wakes.length === 0 ? [] : waitsBetween(trace, check, set)) {
    const wake = wakes.find((site) => isFor(trace, site, wait));
    if (wake !== undefined) return { check, wait, wake, set, lowered };
  }
  return undefined;
}

/** The step that has set going what an access is done in: that of the last await, or what its callback was given in. */
function begunIn(trace: Trace, access: number): number {
  const { accesses: a, activations: acts, segments: s, suspensions, tasks } = trace;
  const [call, atom] = [a.activation.at(access), atomOf(trace, access)];
  for (let at = call === NONE ? NONE : acts.lastSuspension.at(call); at !== NONE; at = suspensions.previous.at(at)) {
    const resumed = suspensions.resumeSegment.at(at);
    if (resumed !== NONE && s.atom.at(resumed) === atom) return suspensions.segment.at(at);
  }
  const task = s.task.at(atom);
  return task === NONE ? NONE : tasks.initSegment.at(task);
}

/** Calls that wake, from the function that takes the flag back up to the one that sets it, and of which there is no other: an await, or the function that is called later, stands between. */
function wakesBefore(trace: Trace, lowered: number, claimer: number): number[] {
  const own = functionOf(trace, lowered);
  if (own !== claimer && !isInnerFunction(trace, own, claimer)) return [];
  const site = trace.site(trace.accesses.site.at(lowered));
  const awaits = sitesIn(trace, own).flatMap((at) => {
    const row = trace.site(at);
    return row?.kind === 'await' && site !== undefined && isBefore(row, site) ? [row] : [];
  });
  const found = callsBefore(trace, own, (row) => awaits.some((wait) => isBefore(row, wait)));
  for (let fn = own; fn !== claimer; fn = trace.functions[fn]?.parentFunction ?? NONE) {
    const inner = trace.functions[fn];
    if (inner === undefined || inner.parentFunction === NONE) break;
    const before = callsBefore(trace, inner.parentFunction, (row) => isBefore(row, inner), false);
    if (AT_ONCE.test(trace.site(before.at(-1) ?? NONE)?.text ?? '')) continue;
    found.push(...before.filter((at) => isWake(trace.site(at)?.text ?? '')));
  }
  return found.filter((at) => {
    const wake = trace.site(at);
    const isAlike = (other: number): boolean => trace.site(other)?.text === wake?.text && trace.site(other)?.file === wake?.file;
    return sitesOfKind(trace, 'call').filter(isAlike).length === 1;
  });
}

function callsBefore(trace: Trace, fn: number, isSo: (row: SiteRow) => boolean, isOfWakes = true): number[] {
  return sitesIn(trace, fn).filter((at) => {
    const row = trace.site(at);
    return row?.kind === 'call' && (!isOfWakes || isWake(row.text)) && isSo(row);
  });
}

/** Calls that leave word, between the check and the claim in the code; the executor of a promise may do it. */
function waitsBetween(trace: Trace, check: number, set: number): number[] {
  const { accesses: a } = trace;
  const [from, to] = [check, set].map((row) => trace.site(a.site.at(row)));
  const fn = functionOf(trace, check);
  if (from === undefined || to === undefined) return [];
  return sitesOfKind(trace, 'call').filter((at) => {
    const row = trace.site(at);
    if (row === undefined || (row.function !== fn && !isInnerFunction(trace, row.function, fn))) return false;
    return (LISTENS.test(row.text) || QUEUES.test(row.text)) && isBefore(from, row) && isBefore(row, to);
  });
}

function isFor(trace: Trace, wake: number, wait: number): boolean {
  const [told, left] = [wake, wait].map((site) => trace.site(site)?.text ?? '') as [string, string];
  const emitter = EMITS.exec(told)?.[1];
  if (emitter === undefined) return WALKS.exec(told)?.[1] === QUEUES.exec(left)?.[1];
  const listens = LISTENS.exec(left);
  return listens !== null && (listens[1] === undefined || listens[1] === emitter);
}

function toDraft({ trace, options }: AnalysisContext, { check, wait, wake, set, lowered }: Unwoken): Draft {
  const { accesses: a } = trace;
  const [checkSite, setSite, loweredSite] = [a.site.at(check), a.site.at(set), a.site.at(lowered)];
  const line = (site: number): string => lineText(trace, options, site);
  const name = taskName(trace, a.activation.at(check));
  const text = locationText(trace, a.location.at(check), checkSite);
  const tells = { lane: 0, text: 'tells all who wait', site: wake };
  const finds = { lane: 1, text: `finds ${text} set, and waits to be told`, site: checkSite, access: check };
  const lowers = { lane: 0, text: `takes ${text} back`, site: loweredSite, access: lowered };
  return {
    kind: 'race.check-then-act',
    key: `unwoken ${checkSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${name} found \`${text}\` set (${line(checkSite)}) and waits to be told (${line(wait)}), but all who waited had been told before (${line(wake)}): the flag is taken back only later (${line(loweredSite)}), and nobody tells again.`,
    why: [
      `it came between \`${trace.site(wake)?.text ?? ''}\` and the end of the work`,
      'take the flag back in the step that tells who waits',
    ],
    places: [
      { site: checkSite, role: 'check', access: check },
      { site: wake, role: 'wake' },
      { site: loweredSite, role: 'clear', access: lowered },
      { site: wait, role: 'wait' },
      { site: setSite, role: 'set', access: set },
    ],
    segments: [a.segment.at(check), a.segment.at(lowered)],
    activations: [a.activation.at(check)].filter((at) => at !== NONE),
    scenario: {
      lanes: ['at work', name],
      happened: [tells, finds, lowers],
      other: [finds, tells, lowers],
      otherTitle: 'What would be safe',
    },
  };
}
