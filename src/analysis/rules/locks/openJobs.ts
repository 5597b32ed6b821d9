/**
 * lock.not-released in callback style, where no promise tells who waits: the loop has run empty while jobs wait for their turn in a queue, and those that have the slots were never said
 * to be done.
 */
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { findOpenSlots, type OpenSlots } from '../../locks/openSlots.ts';
import { lockNameAt, requesterName } from '../../names.ts';

export const openJobsRule: Rule = { kinds: ['lock.not-released'], run: findOpenJobs };

/** Kinds that tell why nothing went on: what holds up a job there can be what holds up the queue. */
const TELLS = /^(?:hang\.|deadlock\.|lock\.(?:not-released|self-deadlock|queue-self-wait|permit-nesting))/;

function findOpenJobs({ trace, earlier }: AnalysisContext): Draft[] {
  if (earlier.some((d) => TELLS.test(d.kind))) return [];
  return findOpenSlots(trace).flatMap((slots) => neverDone(trace, slots) ?? []);
}

function neverDone(trace: Trace, { lock, isQueue, holders, waiters }: OpenSlots): Draft | undefined {
  const { requests: r, locks } = trace;
  const [holder, waiting] = [holders[0] as number, waiters.length];
  const all: DraftPlace[] = [
    { site: r.site.at(holder), role: 'acquire' },
    { site: locks.site.at(lock), role: 'create' },
  ];
  const places = all.filter((p) => 'site' in p && p.site !== NONE);
  if (places.length === 0) return undefined;
  const name = `\`${lockNameAt(trace, holder)}\``;
  const giver = requesterName(trace, holder);
  const rest = `${waiting} more ${waiting === 1 ? 'waits' : 'wait'} for ${waiting === 1 ? 'its' : 'their'} turn for ever`;
  return {
    kind: 'lock.not-released',
    key: `${r.site.at(holder)}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: true,
    message: isQueue
      ? `A job that ${giver} gave to the queue ${name} never ends: its callback was not called, and ${rest}.`
      : `A job of ${giver} under ${name} never ends: its callback was not called, and ${rest}.`,
    why: [
      'a path of the function that does the job returns, or throws, without calling the function that says that it is done',
      'the event loop was empty: nothing was left that could call it',
    ],
    places,
    segments: [r.requestSegment.at(holder)],
    activations: [],
  };
}
