/**
 * promise.floating of a handler that answered a request before the work that it dropped was done: whoever had asked waited for the answer, looked for what that work was to write, and found
 * it not there yet. Nobody looked again. Work that is asked for again until it is done, and work that nobody looks at, is none of this.
 */
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, type FloatRow } from '../../../model/trace.ts';
import { FS_APPEND, FS_CREATE, FS_READ, FS_WRITE, ROOT_HTTP_REQUEST } from '../../../model/vocabulary.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { factsOf } from '../../facts.ts';
import { taskName } from '../../names.ts';
import { requestOf } from '../../roots.ts';
import { calledWithin, lateWrites, NOTHING_YET } from './calls.ts';

const STORES: ReadonlySet<number> = new Set([FS_WRITE, FS_APPEND, FS_CREATE]);

interface Missed {
  readonly float: FloatRow;
  readonly what: string;
  readonly read: number;
  readonly write: number;
  readonly segments: readonly number[];
}

export function readMeanwhile(context: AnalysisContext, site: number, floats: readonly FloatRow[]): Draft | undefined {
  const { trace, options } = context;
  const late = lateOf(context, floats);
  const missed = late.size === 0 ? undefined : (missedFile(context, late) ?? missedValue(context, late));
  if (missed === undefined) return undefined;
  const { float, what, read, write, segments } = missed;
  const caller = taskName(trace, float.activation);
  return {
    kind: 'promise.floating',
    key: `${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `The result of \`${trace.site(site)?.text ?? 'the call'}\` is not awaited in ${caller}, which answers before it is done: whoever had asked looked for ${what} (${lineText(trace, options, read)}) before it had been written (${lineText(trace, options, write)}), and nobody looked again.`,
    why: ['no await, then or catch looks at its promise', 'await it before the answer'],
    places: [
      { site, role: 'call' },
      { site: write, role: 'write' },
      { site: read, role: 'read' },
    ],
    segments: [float.segment, ...segments],
    activations: [float.activation, trace.tasks.activation.at(float.task)],
  };
}

/** The calls that went on when the async handler which had dropped them had ended. */
function lateOf({ trace }: AnalysisContext, floats: readonly FloatRow[]): ReadonlyMap<number, FloatRow> {
  const { tasks, activations: acts } = trace;
  const late = new Map<number, FloatRow>();
  for (const float of floats) {
    const [called, handler] = [tasks.activation.at(float.task), float.activation];
    if (called === NONE || handler === NONE || acts.promise.at(handler) === NONE) continue;
    if (tasks.resolveSegment.at(float.task) === NONE || !(tasks.resolveNs.at(float.task) > acts.endNs.at(handler))) continue;
    if (trace.roots[requestOf(trace, float.segment)]?.kind !== ROOT_HTTP_REQUEST) continue;
    if (trace.threads[tasks.thread.at(float.task)]?.gaps.length === 0) late.set(called, float);
  }
  return late;
}

/** Who looks, or who sent the request for which it is done, has waited for the answer to the request in which the call was made. */
function hasWaited(context: AnalysisContext, { segment }: FloatRow, look: number): boolean {
  const { askedSince } = factsOf(context);
  const { roots, segments } = context.trace;
  const isSince = (to: number): boolean => to !== NONE && askedSince.isAnswered(segment, segments.startNs.at(segment), to);
  const request = roots[requestOf(context.trace, look)];
  return isSince(look) || (request !== undefined && isSince(askedSince.sentBefore(request.ns, segments.thread.at(look))));
}

function missedFile(context: AnalysisContext, late: ReadonlyMap<number, FloatRow>): Missed | undefined {
  const { trace } = context;
  const own = calledWithin(trace, [...late.keys()]);
  const stored = new Map<string, { readonly float: FloatRow; readonly row: (typeof trace.fs)[number] }>();
  const looked = new Map<string, (typeof trace.fs)[number]>();
  for (const row of trace.fs) {
    const float = late.get(own.get(row.activation) ?? NONE);
    if (float !== undefined && STORES.has(row.class)) stored.set(row.path, { float, row });
    else if (float === undefined && row.class === FS_READ) looked.set(row.path, row);
  }
  for (const [path, { float, row }] of stored) {
    const look = looked.get(path);
    if (look === undefined || !(look.doneNs <= row.startNs) || !hasWaited(context, float, look.segment)) continue;
    const what = `'${path.slice(path.lastIndexOf('/') + 1)}'`;
    return { float, what, read: look.site, write: row.site, segments: [look.segment, row.segment] };
  }
  return undefined;
}

function missedValue(context: AnalysisContext, late: ReadonlyMap<number, FloatRow>): Missed | undefined {
  const { trace } = context;
  const { accesses: a } = trace;
  const own = calledWithin(trace, [...late.keys()]);
  const read = new Map<number, number>();
  for (let i = 0; i < a.length; i++) {
    const known = read.get(a.location.at(i));
    if (a.write.at(i) === ACCESS_IS_WRITE || own.has(a.activation.at(i))) continue;
    if (known === undefined || a.position.at(known) < a.position.at(i)) read.set(a.location.at(i), i);
  }
  for (const [location, { last: write }] of lateWrites(trace, own)) {
    const look = read.get(location);
    const float = late.get(own.get(a.activation.at(write)) ?? NONE);
    if (look === undefined || float === undefined || a.position.at(look) > a.position.at(write)) continue;
    if (!NOTHING_YET.has(a.value.at(look)) || !hasWaited(context, float, a.segment.at(look))) continue;
    const what = `\`${trace.site(a.site.at(look))?.text ?? ''}\``;
    return { float, what, read: a.site.at(look), write: a.site.at(write), segments: [a.segment.at(look), a.segment.at(write)] };
  }
  return undefined;
}
