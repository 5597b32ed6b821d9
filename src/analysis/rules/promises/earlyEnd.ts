/**
 * promise.floating of async listeners beside one for the end: `source.on('data', async …)` beside `source.on('end', …)`. The stream does not wait for what its listeners return: 'end' comes when the last
 * piece has been handed out, and what was made of them is taken for complete while the listeners are still at work.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, TASK_OBSERVED, type Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { lastSite } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { calledWithin } from './calls.ts';
import { closedEarlyDraft } from './closedEarly.ts';
import { endsBeside, listenedAt } from './endsBeside.ts';

export const earlyEndRule: Rule = { kinds: ['promise.floating'], run: findEarlyEnds };

/** What a function without a name is called that is given to an emitter. */
const PIECES = /^(?:on|addListener)\('(?!(?:end|close|finish|exit|done|error|drain)'\))/;

function findEarlyEnds(context: AnalysisContext): Draft[] {
  const { trace, earlier, options } = context;
  const { activations: acts, tasks, functions } = trace;
  const told = new Set(earlier.flatMap((d) => (d.kind === 'promise.floating' ? d.activations : [])));
  const byFn = new Map<number, number[]>();
  for (let a = 0; a < acts.length; a++) {
    const [promise, fn] = [acts.promise.at(a), acts.fn.at(a)];
    if (promise === NONE || acts.lastSuspension.at(a) === NONE || acts.endSegment.at(a) === NONE || told.has(a)) continue;
    if ((tasks.flags.at(promise) & TASK_OBSERVED) === 0 && PIECES.test(functions[fn]?.name ?? '')) addTo(byFn, fn, a);
  }
  const drafts: Draft[] = [];
  for (const [fn, calls] of byFn) {
    if (trace.threads[acts.thread.at(calls[0] ?? NONE)]?.gaps.length !== 0) continue;
    const ends = endsBeside(trace, fn);
    if (ends.listeners.length === 0 && ends.waits.length === 0) continue;
    const early = takenEarly(trace, calls);
    const draft = early === undefined ? closedEarlyDraft(context, fn, calls, ends) : toDraft(trace, options, fn, calls, early);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

interface Early {
  readonly read: number;
  readonly write: number;
  /** The calls that had not written it yet. */
  readonly late: readonly number[];
}

/** What calls write after they have waited is read when the last of them had begun and some had not come so far, and nobody looks at it again. */
function takenEarly(trace: Trace, calls: readonly number[]): Early | undefined {
  const { accesses: a, activations: acts, segments: s } = trace;
  const own = calledWithin(trace, calls);
  const writes = new Map<number, number[]>();
  const reads = new Map<number, number[]>();
  for (let i = 0; i < a.length; i++) {
    const [location, call] = [a.location.at(i), own.get(a.activation.at(i))];
    const isWrite = a.write.at(i) === ACCESS_IS_WRITE;
    if (call === undefined || !isWrite) addTo(reads, location, i);
    else if (s.atom.at(a.segment.at(i)) !== s.atom.at(acts.startSegment.at(call))) addTo(writes, location, i);
  }
  for (const [location, written] of writes) {
    const by = written.map((i) => own.get(a.activation.at(i)) ?? NONE);
    const begun = Math.max(...by.map((call) => acts.startNs.at(call)));
    const lines = new Set(written.map((i) => trace.site(a.site.at(i))?.line));
    // The first half of a write of theirs is no look.
    const looks = (reads.get(location) ?? []).filter((i) => !own.has(a.activation.at(i)) || !lines.has(trace.site(a.site.at(i))?.line));
    const read = looks.reduce((last, i) => (last === NONE || a.position.at(i) > a.position.at(last) ? i : last), NONE);
    if (read === NONE || a.write.at(read) === ACCESS_IS_WRITE || own.has(a.activation.at(read))) continue;
    const lateWrites = written.filter((i) => a.position.at(i) > a.position.at(read));
    const [write] = lateWrites;
    if (write === undefined || s.startNs.at(a.segment.at(read)) < begun) continue;
    return { read, write, late: [...new Set(lateWrites.map((i) => own.get(a.activation.at(i)) ?? NONE))] };
  }
  return undefined;
}

function toDraft(
  trace: Trace,
  options: AnalysisContext['options'],
  fn: number,
  calls: readonly number[],
  { read, write, late }: Early,
): Draft {
  const { accesses: a } = trace;
  const call = listenedAt(trace, fn);
  const [got, put] = [a.site.at(read), a.site.at(write)];
  return {
    kind: 'promise.floating',
    key: `${fn}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `Nobody waits for the async listener ${trace.functions[fn]?.name ?? ''}: \`${trace.site(got)?.text ?? ''}\` (${lineText(trace, options, got)}) was read when ${late.length} of its ${calls.length} calls had not written it yet (${lineText(trace, options, put)}), and never again afterwards.`,
    why: [
      "'end' comes when the last piece has been handed out, not when the listeners are done with it",
      '`for await (const piece of stream)` takes one piece after the other, and comes to its end when all is done; or keep the promises, and await them all in the listener for the end',
    ],
    places: [
      call === NONE ? { fn, role: 'listener' } : { site: call, role: 'listener' },
      { site: got, role: 'read' },
      { site: lastSite(trace, late[0] ?? NONE), role: 'await' },
    ],
    segments: [a.segment.at(read), a.segment.at(write)],
    activations: late.slice(0, 8),
  };
}
