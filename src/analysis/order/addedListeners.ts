/** Where each thread has added listeners: a message from a port that is older than the recording waits for one (edge 20). */
import { addTo } from '../../base/lists.ts';
import type { Trace } from '../../model/trace.ts';

const ADDS_LISTENER = /\.(?:on|once|addListener|prependListener)$/;

/** Thread → the segments in which calls that are told of added a listener, in order. */
export function addedListeners(trace: Trace): Map<number, number[]> {
  const added = new Map<number, number[]>();
  for (const [site, rows] of trace.additions) {
    if (ADDS_LISTENER.test(trace.site(site)?.text ?? '')) for (const { thread, segment } of rows) addTo(added, thread, segment);
  }
  for (const segments of added.values()) segments.sort((a, b) => a - b);
  return added;
}
