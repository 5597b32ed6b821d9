/**
 * race.atomicity of one place for the one who waits: `this.next = callback; this.port.write(question)`, and whoever hears the answer calls what stands there, and takes it away. Two calls have asked before
 * the first answer came: the second one has put its own callback over the first, which nobody calls any more, and the answer to the first goes to the second. Only what happened is reported.
 */
import { ACCESS_PLAIN, FLAG_HANDED_ON, VALUE_NULL, VALUE_OBJECT, VALUE_PROMISE, VALUE_UNDEFINED } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName } from '../../names.ts';
import { sitesIn } from '../../siteIndex.ts';
import { isExecutor } from '../../waiting/wakers.ts';
import { isField, racesByPlace } from './byPlace.ts';

export const overwrittenWaiterRule: Rule = { kinds: ['race.atomicity'], run: findOverwrittenWaiters };

/** Calls that send a question, to which something will answer. */
const ASKS = /\.(?:write|send|post|postMessage|publish|emit|request|query|command)$/;
/** Accesses of one place that are looked at. */
const LIMIT = 4096;

interface Overwritten {
  readonly first: number;
  readonly second: number;
  /** Where what stands there is taken to be called. */
  readonly taken: number;
  /** SiteIndex of the question. */
  readonly ask: number;
}

function findOverwrittenWaiters(context: AnalysisContext): Draft[] {
  const { trace } = context;
  return racesByPlace(context, {
    find: (group) => (isField(trace, group) && group.rows.length <= LIMIT ? overwrittenAt(trace, group) : undefined),
    siteOf: ({ second }) => trace.accesses.site.at(second),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

function overwrittenAt(trace: Trace, { rows, writes }: LocationAccesses): Overwritten | undefined {
  const a = trace.accesses;
  if (writes.length < 3) return undefined;
  const isWaiter = (row: number): boolean => {
    const value = a.value.at(row);
    const isPlain = a.write.at(row) === 1 && a.how.at(row) === ACCESS_PLAIN && trace.hasFlag(a.site.at(row), FLAG_HANDED_ON);
    return isPlain && (value & VALUE_OBJECT) !== 0 && (value & VALUE_PROMISE) === 0;
  };
  for (const [at, second] of rows.entries()) {
    const first = rows[at - 1];
    // Nobody has looked at it in between: neither who answers, nor who asks next.
    if (first === undefined || a.site.at(first) !== a.site.at(second) || !isWaiter(first) || !isWaiter(second)) continue;
    if (a.value.at(first) === a.value.at(second) || atomOf(trace, first) === atomOf(trace, second)) continue;
    if (hasGivenUp(trace, first, second)) continue;
    const ask = questionOf(trace, a.site.at(second));
    const taken = ask === NONE ? NONE : takenIn(trace, rows.slice(at + 1));
    if (taken !== NONE) return { first, second, taken, ask };
  }
  return undefined;
}

/** What was put there settles a promise, which was settled in another way before the next one came (by a limit of time): nobody waits for the answer any more. */
function hasGivenUp(trace: Trace, first: number, second: number): boolean {
  const { accesses: a, segments: s, tasks } = trace;
  const fn = functionOf(trace, first);
  const segment = a.segment.at(first);
  const isMade = (task: number): boolean => {
    const row = trace.site(tasks.site.at(task));
    return trace.isPromise(task) && row?.kind === 'new' && row.text === 'Promise' && isExecutor(trace, fn, row);
  };
  for (let task = tasks.length - 1; task >= 0 && tasks.initSegment.at(task) >= segment; task--) {
    if (tasks.initSegment.at(task) !== segment || !isMade(task)) continue;
    if (tasks.resolveSegment.at(task) !== NONE && tasks.resolveNs.at(task) <= s.startNs.at(a.segment.at(second))) return true;
  }
  return false;
}

/** What the function that stores it, or the one around it (`new Promise((resolve) => …)`), sends besides; NONE. */
function questionOf(trace: Trace, site: number): number {
  const fn = trace.functionAt(site);
  const around = trace.functions[fn]?.parentFunction ?? NONE;
  const isOf = (at: number): boolean => trace.site(at)?.kind === 'call' && ASKS.test(trace.site(at)?.text ?? '');
  const isModule = around === NONE || trace.functions[around]?.parentFunction === NONE;
  return [fn, ...(isModule ? [] : [around])].flatMap((each) => sitesIn(trace, each)).find(isOf) ?? NONE;
}

/** The look of whoever calls it, and leaves nothing there in the same step; NONE. */
function takenIn(trace: Trace, rows: readonly number[]): number {
  const a = trace.accesses;
  for (const [at, empty] of rows.entries()) {
    const value = a.value.at(empty);
    if (a.write.at(empty) === 0 || (value !== VALUE_NULL && value !== VALUE_UNDEFINED)) continue;
    const look = rows
      .slice(0, at)
      .findLast(
        (row) => a.write.at(row) === 0 && a.segment.at(row) === a.segment.at(empty) && a.activation.at(row) === a.activation.at(empty),
      );
    if (look !== undefined && isCalled(trace, look)) return look;
  }
  return NONE;
}

/** `const next = this.next; if (next) next(answer)`, `this.next(answer)`. */
function isCalled(trace: Trace, look: number): boolean {
  const site = trace.accesses.site.at(look);
  const name = lastName(trace.site(site)?.text ?? '');
  const isCall = (at: number): boolean => trace.site(at)?.kind === 'call';
  const isByName = (at: number): boolean => isCall(at) && lastName(trace.site(at)?.text ?? '') === name;
  const isByLocal = (at: number): boolean => isCall(at) && /^[\w$]+$/.test(trace.site(at)?.text ?? '');
  if (sitesIn(trace, functionOf(trace, look)).some(isByName)) return true;
  return decidesBranch(trace, look) && trace.links.some(({ read, write }) => read === site && isByLocal(write));
}

function toDraft({ trace, options }: AnalysisContext, location: number, { first, second, taken, ask }: Overwritten): Draft {
  const a = trace.accesses;
  const [site, takenSite] = [a.site.at(second), a.site.at(taken)];
  const text = locationText(trace, location, site);
  const asker = functionLabel(trace, functionOf(trace, second));
  const line = (at: number): string => lineText(trace, options, at);
  const own = { lane: 0, text: `puts its callback into ${text}, and asks`, site, access: first };
  const other = { lane: 1, text: `puts its callback into ${text}, and asks`, site, access: second };
  const answer = { lane: 0, text: 'the first answer comes, and the second callback is called', site: takenSite, access: taken };
  return {
    kind: 'race.atomicity',
    key: `waiter ${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${asker} keeps the callback of its question in \`${text}\` (${line(site)}) and asks (${line(ask)}); another call did the same before the answer to the first had come: the first callback is lost, and the first answer goes to the second (${line(takenSite)}).`,
    why: [
      'nobody looked at it between the two stores',
      `whoever hears an answer takes what stands in \`${text}\``,
      'a table of callbacks by the number of the question, or a queue of them, has room for all',
    ],
    places: [
      { site, role: 'write', access: first },
      { site, role: 'other write', access: second },
      { site: takenSite, role: 'read', access: taken },
    ],
    segments: [a.segment.at(first), a.segment.at(second), a.segment.at(taken)],
    activations: [...new Set([a.activation.at(first), a.activation.at(second), a.activation.at(taken)].filter((x) => x !== NONE))],
    scenario: {
      lanes: ['first question', 'second question'],
      happened: [own, other, answer],
      other: [own, answer, other],
      otherTitle: 'What would be safe',
    },
  };
}
