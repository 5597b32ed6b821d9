/**
 * promise.floating in a chain: a callback of `then` begins work and does not return its promise, so the next step does not wait for it, and reads what that work was still to write.
 */
import { RowLists } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, TASK_AWAIT, TASK_OBSERVED, TASK_PROMISE, type FloatRow, type Trace } from '../../../model/trace.ts';
import { FS_APPEND, FS_READ, FS_RENAME, FS_WRITE } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { segmentBehind } from '../../lineage.ts';
import type { LocationAccesses } from '../../shared/accesses.ts';
import { calledWithin } from './calls.ts';
import { stepBefore } from './floating.ts';

export const droppedStepRule: Rule = { kinds: ['promise.floating'], run: findDropped };

const THEN = /\.then$/;
const WRITES: ReadonlySet<number> = new Set([FS_WRITE, FS_APPEND, FS_RENAME]);
/** Longest way from the step to the read. */
const MAX_STEPS = 64;
/** Of one place. */
const MAX_CALLS = 16;
/** Of all places: each is a pass over the calls since. */
const MAX_ALL = 256;

function findDropped(context: AnalysisContext): Draft[] {
  const { trace, earlier, options } = context;
  const told = new Set(earlier.flatMap((d) => (/^(?:race|promise)\./.test(d.kind) ? d.activations : [])));
  const seen = new Map<number, number>();
  const drafts: Draft[] = [];
  let looked = 0;
  let accesses: Accesses | undefined;
  for (const float of trace.floats) {
    const times = seen.get(float.site) ?? 0;
    if (options.isCancelled() || looked >= MAX_ALL || times >= MAX_CALLS) continue;
    const step = stepOfChain(trace, float);
    const called = trace.tasks.activation.at(float.task);
    if (step === NONE || called === NONE || told.has(called)) continue;
    seen.set(float.site, times + 1);
    looked++;
    const own = calledWithin(trace, [called]);
    const early = readFile(trace, step, own) ?? readValue(trace, step, called, own, (accesses ??= accessesOf(context)));
    if (early !== undefined) drafts.push(toDraft(trace, options, float, called, early));
  }
  return drafts;
}

/** The promise of the step: what is dropped is begun by its callback itself, a plain function. */
function stepOfChain(trace: Trace, { task, segment, activation }: FloatRow): number {
  const { tasks, segments: s } = trace;
  const step = s.task.at(s.atom.at(segment));
  if (step === NONE || activation !== NONE || (tasks.flags.at(task) & TASK_OBSERVED) !== 0) return NONE;
  if ((tasks.flags.at(step) & (TASK_PROMISE | TASK_AWAIT)) !== TASK_PROMISE || tasks.resolveSegment.at(step) === NONE) return NONE;
  if (trace.threads[tasks.thread.at(task)]?.gaps.length !== 0) return NONE;
  return THEN.test(trace.site(tasks.site.at(step))?.text ?? '') ? step : NONE;
}

interface Early {
  /** Sites and segments. */
  readonly read: number;
  readonly write: number;
  readonly segments: readonly number[];
  readonly isFile: boolean;
}

/** A file that the next step read before the work had written it (or had put a new one in its place), and that nobody read again. */
function readFile(trace: Trace, step: number, own: ReadonlyMap<number, number>): Early | undefined {
  const { fs, tasks } = trace;
  const from = tasks.resolveNs.at(step);
  for (const write of fs) {
    if (!own.has(write.activation) || !WRITES.has(write.class) || write.site === NONE || !(write.doneNs > from)) continue;
    const path = write.class === FS_RENAME ? write.path2 : write.path;
    const reads = fs.filter((row) => row.path === path && row.class === FS_READ && row.site !== NONE && !own.has(row.activation));
    const last = reads.at(-1);
    if (last === undefined || !(last.startNs >= from && last.startNs < write.doneNs)) continue;
    if (isAfter(trace, last.segment, step)) {
      return { read: last.site, write: write.site, segments: [last.segment, write.segment], isFile: true };
    }
  }
  return undefined;
}

interface Accesses {
  /** Rows of writes by activation. */
  readonly writes: RowLists;
  readonly groups: ReadonlyMap<number, LocationAccesses>;
}

function accessesOf(context: AnalysisContext): Accesses {
  const { accesses: a, activations } = context.trace;
  return {
    writes: new RowLists(activations.length, a.length, (row) => (a.write.at(row) === ACCESS_IS_WRITE ? a.activation.at(row) : NONE)),
    groups: new Map(factsOf(context).groups.map((group) => [group.location, group])),
  };
}

/** The same of what is kept in memory. */
function readValue(
  trace: Trace,
  step: number,
  called: number,
  own: ReadonlyMap<number, number>,
  { groups, writes }: Accesses,
): Early | undefined {
  const { accesses: a, activations: acts, segments: s, tasks } = trace;
  const begun = s.atom.at(acts.startSegment.at(called));
  const from = tasks.resolveNs.at(step);
  const isLate = (row: number): boolean => s.atom.at(a.segment.at(row)) !== begun;
  const written = [...own.keys()].flatMap((activation) => writes.of(activation)).filter(isLate);
  for (const [location, write] of new Map(written.toSorted((x, y) => x - y).map((row) => [a.location.at(row), row]))) {
    const read = groups.get(location)?.rows.findLast((row) => !own.has(a.activation.at(row)));
    if (read === undefined || a.write.at(read) === ACCESS_IS_WRITE || a.position.at(read) > a.position.at(write)) continue;
    const segment = a.segment.at(read);
    if (s.startNs.at(segment) < from || !isAfter(trace, segment, step)) continue;
    return { read: a.site.at(read), write: a.site.at(write), segments: [segment, a.segment.at(write)], isFile: false };
  }
  return undefined;
}

/** It belongs to what goes on when the step is done. */
function isAfter(trace: Trace, segment: number, step: number): boolean {
  const { segments: s, tasks } = trace;
  let current: number = s.atom.at(segment);
  for (let steps = 0; current !== NONE && steps < MAX_STEPS; steps++) {
    const task = s.task.at(current);
    if (task !== NONE && tasks.parent.at(task) === step) return true;
    const before = stepBefore(trace, current);
    current = before === NONE ? segmentBehind(trace, current) : before;
  }
  return false;
}

function toDraft(trace: Trace, options: AnalysisContext['options'], float: FloatRow, called: number, early: Early): Draft {
  const { read, write, segments, isFile } = early;
  const text = trace.site(float.site)?.text ?? 'the call';
  const [got, put] = [trace.site(read)?.text ?? '', trace.site(write)?.text ?? ''];
  return {
    kind: 'promise.floating',
    key: `${float.site}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: isFile
      ? `The callback of \`then\` does not return the promise of \`${text}\`: the next step did not wait for it, and \`${got}\` (${lineText(trace, options, read)}) read the file before \`${put}\` (${lineText(trace, options, write)}) was done with it.`
      : `The callback of \`then\` does not return the promise of \`${text}\`: the next step did not wait for it, and read \`${got}\` (${lineText(trace, options, read)}) before the call had written it (${lineText(trace, options, write)}).`,
    why: ['nobody looked at it again afterwards', 'a step of a chain waits for the promise that its callback returns, and for no other'],
    places: [
      { site: float.site, role: 'call' },
      { site: read, role: 'read' },
      { site: write, role: 'write' },
    ],
    segments,
    activations: [called],
  };
}
