/**
 * handle.leak instead of io.no-timeout: a request that waits because the answers before it hold all connections, since nobody reads their bodies (`const { statusCode } = await pool.request(…)`, `if (statusCode === 404) return null; return body.text()`).
 * A limit of time would hide it.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { FLAG_BODY_LEFT } from '../../../model/vocabulary.ts';
import type { Draft } from '../../finding.ts';
import { sitesIn } from '../../siteIndex.ts';

/** Calls by which a body is read. */
const READS = /\.(?:text|json|dump|arrayBuffer|blob|bytes|formData)$/;

/** `segment`: where the request that waits was made. */
export function unreadDraft(trace: Trace, site: number, segment: number, ns: number): Draft | undefined {
  const { activations: acts, suspensions: s, tasks, segments } = trace;
  const file = trace.site(site)?.file;
  const isLeft = (index: number): boolean => {
    const row = trace.site(index);
    return row?.file === file && ((row?.flags ?? 0) & FLAG_BODY_LEFT) !== 0;
  };
  const answers: number[] = [];
  const readers = new Set<number>();
  for (let task = 0; task < tasks.length; task++) {
    if (trace.isPromise(task) && READS.test(trace.site(tasks.site.at(task))?.text ?? '')) readers.add(tasks.creator.at(task));
  }
  for (let i = 0; i < s.length; i++) {
    const promise = s.awaited.at(i);
    if (promise === NONE || s.resumeSegment.at(i) === NONE || !isLeft(tasks.site.at(promise))) continue;
    const [fn, activation] = [trace.functionAt(tasks.site.at(promise)), s.activation.at(i)];
    const reads = sitesIn(trace, fn).filter((index) => READS.test(trace.site(index)?.text ?? ''));
    // Who has not come to its end may still come to it.
    const isRead = reads.length > 0 && (acts.endSegment.at(activation) === NONE || readers.has(activation));
    if (!isRead) answers.push(promise);
  }
  const [first] = answers;
  if (first === undefined || opensConnection(trace, site, segments.atom.at(segment))) return undefined;
  const left = tasks.site.at(first);
  const text = trace.site(site)?.text ?? 'the request';
  return {
    kind: 'handle.leak',
    key: `${left}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `\`${text}\` was still waiting for a connection after ${(ns / 1e9).toFixed(1)} s: nobody reads the bodies of the answers before it (${answers.length} to \`${trace.site(left)?.text ?? ''}\`), and each keeps its connection until that is done.`,
    why: [
      'of such an answer all is taken but the body, in any case or on one path, and the request that waits has opened no connection of its own',
      '`await body.dump()` lets the connection go, `body.text()` or `body.json()` does as well; a timeout would only hide it',
    ],
    places: [{ site: left, role: 'request' }, ...(site === left ? [] : [{ site, role: 'wait' }])],
    segments: [tasks.initSegment.at(first), segment],
    activations: [],
  };
}

/** It was sent on a new connection: then it waits for its own answer. */
function opensConnection(trace: Trace, site: number, atom: number): boolean {
  const { tasks, segments } = trace;
  for (let task = tasks.length - 1; task >= 0; task--) {
    const isOwn = tasks.site.at(task) === site && segments.atom.at(tasks.initSegment.at(task)) === atom;
    if (isOwn && !trace.isPromise(task) && /^(?:TCP|TLS|PIPE)(?:CONNECT)?WRAP$/.test(trace.taskType(task))) return true;
  }
  return false;
}
