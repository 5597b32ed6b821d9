/**
 * What is told of a run of tests with less weight. Tests close what they use on purpose, to see that it refuses; count in order to know when they have seen enough; take away behind each test what it
 * has made; and begin all at once, so that many short queues look like a long one. Judged by hand in the suites of some 220 packages, at first sight: of 47 such findings 8 were true, of all others about eight in ten.
 */
import { NONE } from '../model/ids.ts';
import type { Trace } from '../model/trace.ts';
import type { Draft } from './finding.ts';
import { segmentBehind } from './lineage.ts';
import { testStarts } from './order/testTurns.ts';
import { byEvents, remembered } from './remembered.ts';
import { requestOf } from './roots.ts';
import { isInTests, isOfTests } from './testFiles.ts';

const DOUBTED = /^(?:race\.(?:check-then-act|order\.(?:use-after-close|last-write))|loop\.microtask-starvation)$/;
/** Where it has not come to it. */
const DOUBTED_PREDICTIONS = /^race\.(?:atomicity|fs\.(?:lost-update|toctou|torn-read))$/;

/** It is information there. What requests to a server do to each other is as it would be in service. */
export function isDoubtedInTests(trace: Trace, { kind, segments, places, verdict }: Draft): boolean {
  const isOfRequests = segments.every((segment) => requestOf(trace, segment) !== NONE);
  if (segments.length === 0 || isOfRequests || !segments.every((segment) => isInTests(trace, segment))) return false;
  if (DOUBTED.test(kind)) return true;
  if (verdict !== 'predicted' || !DOUBTED_PREDICTIONS.test(kind)) return false;
  const isOfTest = (place: Draft['places'][number]): boolean => 'site' in place && isOfTests(trace, trace.site(place.site)?.file ?? NONE);
  if (!kind.startsWith('race.fs.') || places.some(isOfTest)) return true;
  return new Set(segments.map((segment) => startBehind(trace, segment))).size > 1;
}

const startsAsSet = remembered(byEvents, (trace): ReadonlySet<number> => new Set(testStarts(trace)));

/** Chains of tasks longer than this are cut. */
const MAX_DEPTH = 4096;

/** Where the test, or the hook, began whose work a segment is; NONE. What an earlier one has left behind meets files that bear the same name for the next one. */
function startBehind(trace: Trace, segment: number): number {
  let at = segment;
  for (let depth = 0; at !== NONE && depth < MAX_DEPTH; depth++, at = segmentBehind(trace, at)) if (startsAsSet(trace).has(at)) return at;
  return NONE;
}
