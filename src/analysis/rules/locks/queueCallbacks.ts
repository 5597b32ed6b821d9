/**
 * lock.queue-self-wait and lock.self-deadlock in callback style: the worker of a queue pushes to its own queue and calls back when that is done. No promise tells who waits for whom; but when the loop has run
 * empty while the slots are taken by workers that have not called back, and what waits was pushed from inside one of them, none of it will ever happen.
 */
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { findOpenSlots } from '../../locks/openSlots.ts';
import { lockNameAt, requesterName } from '../../names.ts';

export const queueCallbacksRule: Rule = { kinds: ['lock.queue-self-wait', 'lock.self-deadlock'], run: findSelfWaits };

const MAX_STEPS = 4096;

function findSelfWaits({ trace, earlier }: AnalysisContext): Draft[] {
  const { requests: r } = trace;
  const drafts: Draft[] = [];
  for (const { isQueue, permits, holders, waiters } of findOpenSlots(trace)) {
    const kind = isQueue ? 'lock.queue-self-wait' : 'lock.self-deadlock';
    for (const waiter of waiters) {
      const holder = holders.find((h) => isMadeUnder(trace, r.requestSegment.at(waiter), h));
      if (holder === undefined) continue;
      const all: DraftPlace[] = [
        { site: r.site.at(waiter), role: 'wait' },
        { site: r.site.at(holder), role: 'hold' },
      ];
      const places = all.filter((p) => 'site' in p && p.site !== NONE);
      if (places.length === 0 || earlier.some((d) => d.kind === kind)) break;
      const name = lockNameAt(trace, waiter);
      drafts.push({
        kind,
        key: `${r.site.at(waiter)},${r.site.at(holder)}`,
        confidence: 0.9,
        verdict: 'observed',
        consequence: true,
        message: isQueue
          ? `A job of the queue \`${name}\` (concurrency ${permits}) waits for another job of it, which cannot start until it ends: ${requesterName(trace, waiter)} never goes on.`
          : `${requesterName(trace, waiter)} waits for \`${name}\`, which its own caller already holds: it never goes on.`,
        why: isQueue
          ? [
              `all ${permits} ${permits === 1 ? 'slot is' : 'slots are'} taken by workers that have not called back`,
              'the job that waits was pushed from inside one of them, and nothing was left that could call back',
            ]
          : ['the lock was asked for from inside the job that has it, which has not called back', 'nothing was left that could call back'],
        places,
        segments: [r.requestSegment.at(holder), r.requestSegment.at(waiter)],
        activations: [],
      });
      break;
    }
  }
  return drafts;
}

/** Does the segment come of the job that runs under the request, by what was created in it? */
function isMadeUnder(trace: Trace, segment: number, request: number): boolean {
  const { segments: s, tasks } = trace;
  let current = segment;
  for (let steps = 0; current !== NONE && steps < MAX_STEPS; steps++) {
    if (s.jobOf.at(current) === request) return true;
    const task = s.task.at(current);
    const made = task === NONE ? NONE : tasks.initSegment.at(task);
    if (made === NONE || made >= current) return false;
    current = made;
  }
  return false;
}
