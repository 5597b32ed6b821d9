/** deadlock.actual, lock.self-deadlock, lock.not-released between plain callbacks: hand-written locks in whose lines callbacks stand that are never called. */
import { NONE } from '../../../model/ids.ts';
import type { SiteRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { type Draft, type DraftPlace, placesOnce, sitesOf } from '../../finding.ts';
import type { HandLock, Hold, Waiter } from '../../locks/handLocks.ts';
import { traceOfHandLocks } from '../../locks/handRequests.ts';
import { isWrittenIn } from '../../locks/plainCalls.ts';
import { findStuckCallbacks } from '../../locks/stuckCallbacks.ts';
import { factsOf } from '../../facts.ts';
import { lockNames, requesterName } from '../../names.ts';

export function stuckCallbacks(context: AnalysisContext, locks: readonly HandLock[]): Draft[] {
  const { trace, order } = context;
  const found = findStuckCallbacks(trace, order, locks, factsOf(context).sharedGroups);
  if (found.length === 0) return [];
  const at = new Map<Hold | Waiter, number>();
  const asks = found.map(({ asked }) => asked.map((guard): Waiter => ({ activation: NONE, guard, promise: NONE, race: NONE })));
  const shown = traceOfHandLocks(
    trace,
    found.map(({ lock }, i) => ({ ...lock, waiting: asks[i] ?? [] })),
    at,
  );
  const { site } = shown.requests;
  const requests = (list: readonly (Hold | Waiter)[]): number[] => list.flatMap((one) => at.get(one) ?? []);
  const holds = requests(found.map(({ hold }) => hold));
  const waits = requests(asks.flat());
  const names = lockNames(shown, [...holds, ...waits]);
  // Where it was taken is not always known; who asks for it calls it by its name.
  const known = (request: number): number => waits.find((w) => shown.requests.lock.at(w) === shown.requests.lock.at(request)) ?? request;
  const name = (request: number): string => `\`${names.get(known(request)) ?? ''}\``;
  const a = trace.accesses;
  const [held, wait] = [holds[0] ?? NONE, waits[0] ?? NONE];
  const around = found.length > 1 ? NONE : callAround(trace, site.at(wait), site.at(held));
  const all: DraftPlace[] = [
    ...waits.map((request) => ({ site: site.at(request), role: 'wait' })),
    ...[around, ...holds.map((request) => site.at(request))].map((place) => ({ site: place, role: 'hold' })),
    ...found.map(({ hold }) => ({ site: a.site.at(hold.guard), role: 'check' })),
  ];
  const places = placesOnce(all);
  const who = [...new Set(waits.map((request) => requesterName(shown, request)))].slice(0, 3).join(', ');
  const [kind, message] =
    found.length > 1
      ? [
          'deadlock.actual',
          `Deadlock: ${holds.map(name).join(' and ')} are taken, and what is called back with them waits for the other: ${who} is never let in.`,
        ]
      : around !== NONE
        ? ['lock.self-deadlock', `${who} asks for ${name(wait)} in what is called back with it: it is never let in.`]
        : [
            'lock.not-released',
            `${name(held)} is taken in ${requesterName(shown, held)} and never given back: ${who} asks for it after that and is never let in.`,
          ];
  return [
    {
      kind,
      key: sitesOf(places)
        .sort((x, y) => x - y)
        .join(','),
      confidence: 0.7,
      verdict: 'observed',
      consequence: false,
      message,
      why: [
        'the program had nothing left to do, and these callbacks still stood in line',
        'the locks are hand-written: what they do is taken from this run',
      ],
      places,
      segments: found.flatMap(({ hold, asked }) => [hold.from.segment, ...asked.map((row) => a.segment.at(row))]),
      activations: [],
    },
  ];
}

/** The call of the lock in whose callback it is asked for: the one that took it, or one of the same words. NONE. */
function callAround(trace: Trace, asked: number, taken: number): number {
  if (isWrittenIn(trace, asked, taken)) return taken;
  const at = trace.site(asked);
  const isLike = (site: SiteRow, call: number): boolean =>
    call !== asked && site.kind === 'call' && site.text === at?.text && site.file === at.file && isWrittenIn(trace, asked, call);
  return at?.kind === 'call' ? trace.sites.findIndex(isLike) : NONE;
}
