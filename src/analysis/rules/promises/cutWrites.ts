/**
 * promise.floating without a promise: process.exit came while a stream or a callback function of the program was still writing a file, and nobody had waited for it. What was to be written
 * is lost, or half written.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { FS_APPEND, FS_CREATE, FS_CREATE_EXCLUSIVE, FS_WRITE } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { PROCESS_EXIT } from '../../runEnd.ts';
import type { Draft } from '../../finding.ts';
import { segmentBehind } from '../../lineage.ts';
import { functionLabel } from '../../names.ts';

export const cutWritesRule: Rule = { kinds: ['promise.floating'], run: findCutWrites };

/** What was begun longer ago had something else to wait for. */
const YOUNG_NS = 2e9;
const WRITES: ReadonlySet<number> = new Set([FS_WRITE, FS_APPEND, FS_CREATE, FS_CREATE_EXCLUSIVE]);
/** Functions that go on writing after they have returned. */
const GOES_ON = /(?:^|\.)(?:writeFile|appendFile|write|end)$/;
/** The stream is opened a little later, and writes when it is open. */
const STREAM = /(?:^|\.)createWriteStream$/;
const FILLS = /\.(?:write|end)$/;
/** Callbacks between the call and the operation. */
const MAX_STEPS = 8;

function findCutWrites({ trace, earlier }: AnalysisContext): Draft[] {
  const told = new Set(earlier.filter((d) => d.kind === 'promise.floating').flatMap((d) => d.activations));
  /** By the call: when it was made, and where. */
  const cut = new Map<number, { readonly thread: number; readonly segment: number; readonly ns: number }>();
  const isCut = (index: number, ns: number): boolean => {
    const thread = trace.threads[index];
    return thread?.exitReason === PROCESS_EXIT && thread.gaps.length === 0 && thread.endNs - ns <= YOUNG_NS;
  };
  /** The step that ended the process, and the writes that were begun in it: none of them had a chance, and whoever has their promise has not waited for it. */
  const last = lastAtoms(trace);
  const doomed = new Set<number>();
  const opened = new Set<string>();
  for (const { thread, segment, startNs, ...row } of trace.fs) {
    if (row.doneSegment !== NONE) opened.add(row.path);
    if (!row.async || row.doneSegment !== NONE || !WRITES.has(row.class) || told.has(row.activation) || !isCut(thread, startNs)) continue;
    // What is written when the file is open is no opening in case there is something to write.
    const isWrite = row.class === FS_WRITE || opened.has(row.path);
    const site =
      row.site === NONE ? streamBehind(trace, segment, isWrite) : GOES_ON.test(trace.site(row.site)?.text ?? '') ? row.site : NONE;
    if (site === NONE) continue;
    cut.set(site, { thread, segment, ns: startNs });
    if (segment !== NONE && trace.segments.atom.at(segment) === last.get(thread)) doomed.add(site);
  }
  const { tasks } = trace;
  for (let task = 0; task < tasks.length; task++) {
    const site = tasks.site.at(task);
    // Whoever got a promise for it could wait for that, and chose to give up, or is told elsewhere.
    if (trace.isPromise(task)) {
      if (tasks.parent.at(task) === NONE && !doomed.has(site)) cut.delete(site);
    } else if (tasks.firstRun.at(task) === NONE && trace.taskType(task) === 'TickObject' && isFilled(trace, site)) {
      const [thread, segment, ns] = [tasks.thread.at(task), tasks.initSegment.at(task), tasks.initNs.at(task)];
      if (isCut(thread, ns)) cut.set(site, { thread, segment, ns });
    }
  }
  return [...cut].map(([site, { thread, segment, ns }]) =>
    toDraft(trace, site, segment, doomed.has(site) ? 0 : (trace.threads[thread]?.endNs ?? ns) - ns),
  );
}

/** The last step of each thread. */
function lastAtoms({ segments: s }: Trace): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (let i = 0; i < s.length; i++) found.set(s.thread.at(i), s.atom.at(i));
  return found;
}

/** The call that made the stream for which an operation was begun in this segment; NONE. */
function streamBehind(trace: Trace, segment: number, isWrite: boolean): number {
  const { tasks, segments } = trace;
  for (let step = 0, at = segment; at !== NONE && step < MAX_STEPS; step++, at = segmentBehind(trace, at)) {
    const task = segments.task.at(at);
    const site = task === NONE ? NONE : tasks.site.at(task);
    if (isWrite ? STREAM.test(trace.site(site)?.text ?? '') : isFilled(trace, site)) return site;
  }
  return NONE;
}

/** A stream that the same function writes to below: one that is only opened for later loses nothing. */
function isFilled(trace: Trace, site: number): boolean {
  const row = trace.site(site);
  if (row === undefined || !STREAM.test(row.text)) return false;
  return trace.sites.some((s) => s.function === row.function && s.file === row.file && s.line > row.line && FILLS.test(s.text));
}

function toDraft(trace: Trace, site: number, segment: number, ns: number): Draft {
  return {
    kind: 'promise.floating',
    key: `${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `The process was ended while \`${trace.site(site)?.text ?? ''}\` in ${functionLabel(trace, trace.functionAt(site))} was still writing: what it had not written yet is lost.`,
    why: [
      `process.exit came ${ns === 0 ? 'in the step that made the call' : `${Math.round(ns / 1e6)} ms after the call`}, and does not wait for files`,
      "end the program in the callback, or wait for the stream's 'finish' (`await finished(stream)`) first",
    ],
    places: [{ site, role: 'still writing' }],
    segments: [segment],
    activations: [],
  };
}
