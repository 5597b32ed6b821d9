/**
 * promise.never-settles of a loop that looks at the same place again and again (`while (!state.up) await pause(10)`), in a program that was ended from outside: nothing but the pauses of
 * such loops is left, so nobody can change what they look at.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { FLAG_POLL } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { type Draft, type DraftPlace, explainedWaits } from '../../finding.ts';
import { lastName, taskName } from '../../names.ts';
import { endOfRun, loneThreads, wasCutOff } from '../../runEnd.ts';
import { sitesIn, sitesNamed } from '../../siteIndex.ts';
import { formatMs } from '../../waiting/pendingReasons.ts';
import { hasSource } from '../../waiting/standstill.ts';
import { isSuspended } from '../../waiting/waitFor.ts';

export const vainPollRule: Rule = { kinds: ['promise.never-settles'], run: findVainPolls };

const MIN_NS = 2e9;
const MIN_ROUNDS = 10;
/** Somebody outside the program may change something by them. */
const FROM_OUTSIDE = /^process\.(?:on|once|addListener)\('(?:SIG\w+|message|disconnect)'\)$|^(?:\w+\.)?once\(process, /;
/** What a test asks of a collection. */
const ASKS = /\.(?:get|has|includes|some|every|find|at|keys|values)$/;

/** Suspended at the pause of a loop that has gone round often. */
interface Poll {
  readonly activation: number;
  readonly site: number;
  readonly rounds: number;
  readonly ns: number;
}

function findVainPolls({ trace, earlier }: AnalysisContext): Draft[] {
  if (!wasCutOff(trace) || trace.sites.some(({ text }) => FROM_OUTSIDE.test(text))) return [];
  const explained = explainedWaits(earlier);
  const polls = pollsOf(trace);
  return loneThreads(trace).flatMap((thread) => {
    const own = polls.filter(({ activation }) => trace.activations.thread.at(activation) === thread);
    if (own.length === 0 || !onlyPauses(trace, thread, own)) return [];
    return own.filter(({ activation }) => !explained.has(activation)).flatMap((poll) => toDraft(trace, poll));
  });
}

function pollsOf(trace: Trace): Poll[] {
  const { activations: acts, suspensions: s, run } = trace;
  const rounds = new Map<number, { count: number; fromNs: number }>();
  for (let i = 0; i < s.length; i++) {
    if (!trace.hasFlag(s.site.at(i), FLAG_POLL)) continue;
    const known = rounds.get(s.activation.at(i));
    if (known !== undefined) known.count++;
    else rounds.set(s.activation.at(i), { count: 1, fromNs: s.startNs.at(i) });
  }
  return [...rounds].flatMap(([activation, { count, fromNs }]) => {
    const last = acts.lastSuspension.at(activation);
    const site = s.site.at(last);
    const isWaiting = isSuspended(trace, activation) && trace.site(site)?.kind === 'await' && trace.hasFlag(site, FLAG_POLL);
    const ns = endOfRun(run) - fromNs;
    return isWaiting && count >= MIN_ROUNDS && ns >= MIN_NS ? [{ activation, site, rounds: count, ns }] : [];
  });
}

/** Nothing is left in the thread but what was set in the steps in which these began to wait. */
function onlyPauses(trace: Trace, thread: number, polls: readonly Poll[]): boolean {
  const { activations: acts, suspensions: s, tasks } = trace;
  const began = new Set(polls.map(({ activation }) => s.segment.at(acts.lastSuspension.at(activation))));
  return !hasSource(trace, thread, (task) => began.has(tasks.initSegment.at(task)));
}

function toDraft(trace: Trace, { activation, site, rounds, ns }: Poll): Draft[] {
  const pause = trace.site(site)?.text;
  const inLoop = sitesIn(trace, trace.activations.fn.at(activation)).filter((at) => trace.hasFlag(at, FLAG_POLL));
  // The pause itself, and what the program alone can change.
  const isHarmless = (at: number): boolean => {
    const { kind, text } = trace.site(at) ?? { kind: '', text: '' };
    return kind !== 'call' || text === pause || ASKS.test(text);
  };
  const look = inLoop.find((at) => trace.site(at)?.kind === 'read');
  const text = trace.site(look ?? NONE)?.text;
  if (look === undefined || text === undefined || !inLoop.every(isHarmless)) return [];
  const isWrite = (at: number): boolean => /^(?:write|update)$/.test(trace.site(at)?.kind ?? '');
  const writes = sitesNamed(trace, lastName(text)).filter(isWrite);
  const places: DraftPlace[] = [
    { site, role: 'await' },
    { site: look, role: 'read' },
    ...writes.slice(0, 2).map((write) => ({ site: write, role: 'write' })),
  ];
  return [
    {
      kind: 'promise.never-settles',
      key: `${site}`,
      confidence: 0.8,
      verdict: 'observed',
      consequence: false,
      message: `${taskName(trace, activation)} had looked at \`${text}\` ${rounds.toLocaleString('en')} times in ${formatMs(ns / 1e6)} when the program was ended, and nothing was left that could change it.`,
      why: [
        'no other timer, socket or operation was left: only the pauses of the loop kept the program alive',
        ...(writes.length === 0 ? [] : ['what should have changed it did not run, or came to another end']),
      ],
      places,
      segments: [trace.suspensions.segment.at(trace.activations.lastSuspension.at(activation))],
      activations: [activation],
    },
  ];
}
