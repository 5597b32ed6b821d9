/**
 * What is told of a run of tests with less weight. Tests close what they use on purpose, to see that it refuses; count in order to know when they have seen enough; take away behind each test what it
 * has made; and begin all at once, so that many short queues look like a long one. Judged by hand in the suites of some 220 packages, at first sight: of 47 such findings 8 were true, of all others about eight in ten.
 */
import { NONE } from '../model/ids.ts';
import type { Trace } from '../model/trace.ts';
import type { Draft } from './finding.ts';
import { requestOf } from './roots.ts';
import { isInTests, isOfTests } from './testFiles.ts';

const DOUBTED = /^(?:race\.(?:check-then-act|order\.(?:use-after-close|last-write))|loop\.microtask-starvation)$/;
/** Where it has not come to it. */
const DOUBTED_PREDICTIONS = /^race\.(?:atomicity|fs\.(?:toctou|torn-read))$/;

/** It is information there. What requests to a server do to each other is as it would be in service. */
export function isDoubtedInTests(trace: Trace, { kind, segments, places, verdict }: Draft): boolean {
  const isOfRequests = segments.every((segment) => requestOf(trace, segment) !== NONE);
  if (segments.length === 0 || isOfRequests || !segments.every((segment) => isInTests(trace, segment))) return false;
  if (DOUBTED.test(kind)) return true;
  if (verdict !== 'predicted' || !DOUBTED_PREDICTIONS.test(kind)) return false;
  return !kind.startsWith('race.fs.') || places.some((place) => 'site' in place && isOfTests(trace, trace.site(place.site)?.file ?? NONE));
}
