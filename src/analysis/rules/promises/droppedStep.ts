/**
 * promise.floating in a chain: a callback of `then` begins work and does not return its promise, so the next step does not wait for it, and reads what that work was still to write.
 */
import { addTo, RowLists } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, TASK_AWAIT, TASK_OBSERVED, TASK_PROMISE, type FloatRow, type FsRow, type Trace } from '../../../model/trace.ts';
import { FS_APPEND, FS_CREATE, FS_CREATE_EXCLUSIVE, FS_DELETE, FS_LIST, FS_READ, FS_RENAME, FS_WRITE } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOf } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { segmentBehind } from '../../lineage.ts';
import { folderOf } from '../../shared/fsOperations.ts';
import { DroppedWork } from './droppedWork.ts';
import { stepBefore } from './floating.ts';

export const droppedStepRule: Rule = { kinds: ['promise.floating'], run: findDropped };

const THEN = /\.then$/;
const WRITES: ReadonlySet<number> = new Set([FS_WRITE, FS_APPEND, FS_CREATE, FS_CREATE_EXCLUSIVE, FS_RENAME]);
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
  let files: Files | undefined;
  let accesses: Accesses | undefined;
  for (const float of trace.floats) {
    const times = seen.get(float.site) ?? 0;
    if (options.isCancelled() || looked >= MAX_ALL || times >= MAX_CALLS) continue;
    const step = stepOfChain(trace, float);
    if (step === NONE) continue;
    const work = new DroppedWork(trace, float);
    if (work.calls.some((call) => told.has(call))) continue;
    seen.set(float.site, times + 1);
    looked++;
    const begun = trace.segments.atom.at(float.segment);
    const early =
      readFile(trace, step, work, (files ??= filesOf(trace))) ?? readValue(context, step, begun, work, (accesses ??= accessesOf(trace)));
    if (early !== undefined && !isTold(earlier, early)) drafts.push(toDraft(trace, options, float, work.calls, early));
  }
  return drafts;
}

/** A race between the two is told, which comes to the same. */
function isTold(earlier: readonly Draft[], { read, write }: Early): boolean {
  return earlier.some((d) => d.kind.startsWith('race.') && [read, write].every((site) => sitesOf(d.places).includes(site)));
}

/** The promise of the step: what is dropped is begun by its callback itself, a plain function. */
function stepOfChain(trace: Trace, { task, segment, activation }: FloatRow): number {
  const { tasks, segments: s } = trace;
  const step = s.task.at(s.atom.at(segment));
  if (step === NONE || !isPlain(trace, activation) || (tasks.flags.at(task) & TASK_OBSERVED) !== 0) return NONE;
  if ((tasks.flags.at(step) & (TASK_PROMISE | TASK_AWAIT)) !== TASK_PROMISE || tasks.resolveSegment.at(step) === NONE) return NONE;
  if (trace.threads[tasks.thread.at(task)]?.gaps.length !== 0) return NONE;
  return THEN.test(trace.site(tasks.site.at(step))?.text ?? '') ? step : NONE;
}

/** A function that waits for nothing, if it is any that is recorded. */
function isPlain({ activations: acts, functions }: Trace, activation: number): boolean {
  return activation === NONE || (acts.promise.at(activation) === NONE && functions[acts.fn.at(activation)]?.async !== true);
}

interface Early {
  /** Sites and segments. */
  readonly read: number;
  readonly write: number;
  readonly segments: readonly number[];
  readonly what: 'file' | 'folder' | 'value';
}

/** Operations by path. */
interface Files {
  readonly all: ReadonlyMap<string, readonly FsRow[]>;
  readonly reads: ReadonlyMap<string, readonly FsRow[]>;
  /** Of folders, but for what removes them with all that is in there. */
  readonly lists: ReadonlyMap<string, readonly FsRow[]>;
}

function filesOf({ fs }: Trace): Files {
  const [all, reads, lists] = [new Map<string, FsRow[]>(), new Map<string, FsRow[]>(), new Map<string, FsRow[]>()];
  const removers = new Set(fs.filter((row) => row.class === FS_DELETE).map((row) => row.site));
  for (const row of fs) {
    addTo(all, row.path, row);
    if (row.class === FS_RENAME) addTo(all, row.path2, row);
    if (row.site === NONE) continue;
    if (row.class === FS_READ) addTo(reads, row.path, row);
    else if (row.class === FS_LIST && !removers.has(row.site)) addTo(lists, row.path, row);
  }
  return { all, reads, lists };
}

/** A file that the next step read before the work had written it (or had put a new one in its place), or that a listing of its folder lacks; and nobody looked again. */
function readFile(trace: Trace, step: number, work: DroppedWork, files: Files): Early | undefined {
  const from = trace.tasks.resolveNs.at(step);
  for (const write of trace.fs) {
    if (!WRITES.has(write.class) || write.site === NONE || !(write.doneNs > from) || !work.has(write)) continue;
    const path = write.class === FS_RENAME ? write.path2 : write.path;
    const since = (looks: readonly FsRow[] = []): FsRow[] => looks.filter((row) => row.startNs >= from && !work.has(row));
    const toEarly = (look: FsRow, what: Early['what']): Early => ({
      read: look.site,
      write: write.site,
      segments: [look.segment, write.segment],
      what,
    });
    const read = since(files.reads.get(path)).at(-1);
    if (read !== undefined && read.startNs < write.doneNs && isAfter(trace, read.segment, step)) return toEarly(read, 'file');
    const list = since(files.lists.get(folderOf(path))).at(-1);
    // A listing at the same time as the write may have the file: it is there as soon as it is opened.
    const isEarly = list !== undefined && list.doneNs <= write.startNs && isAfter(trace, list.segment, step);
    if (isEarly && isMade(trace, files, work, path, list.startNs)) return toEarly(list, 'folder');
  }
  return undefined;
}

/** The work makes the file and leaves it there: at this time the run had shown that it was not there yet, and nobody else makes it. */
function isMade(trace: Trace, { all }: Files, work: DroppedWork, path: string, ns: number): boolean {
  const spoils = (row: FsRow): boolean => (work.has(row) ? isGone(row) && row.path === path : row.startNs < ns && WRITES.has(row.class));
  if (all.get(path)?.some(spoils) === true) return false;
  const isBefore = (row: FsRow): boolean => row.doneNs <= ns && !work.has(row);
  for (let at = path; at !== ''; at = folderOf(at)) {
    if (all.get(at)?.some((row) => isBefore(row) && wasAbsent(row, at)) === true) return true;
    const drawn = all.get(at.slice(0, -DRAWN))?.some((row) => isBefore(row) && DRAWS.test(trace.site(row.site)?.text ?? ''));
    if (drawn === true) return true;
  }
  return false;
}

/** `mkdtemp` adds six letters of its own to the path that it is given. */
const DRAWS = /(?:^|\.)mkdtemp(?:Sync)?$/;
const DRAWN = 6;

const isGone = (row: FsRow): boolean => row.class === FS_DELETE || row.class === FS_RENAME;

/** When it was done, at the latest, there was nothing of that path: it was taken away, made anew or looked for in vain. */
function wasAbsent(row: FsRow, path: string): boolean {
  if (row.path !== path) return false;
  return row.error === '' ? row.class === FS_CREATE_EXCLUSIVE || isGone(row) : row.error === 'ENOENT';
}

interface Accesses {
  /** Rows of writes, by the activation, and of callbacks of none by their task. */
  readonly writes: RowLists;
  readonly plain: RowLists;
}

function accessesOf(trace: Trace): Accesses {
  const { accesses: a, activations, segments: s, tasks } = trace;
  const isWrite = (row: number): boolean => a.write.at(row) === ACCESS_IS_WRITE;
  return {
    writes: new RowLists(activations.length, a.length, (row) => (isWrite(row) ? a.activation.at(row) : NONE)),
    plain: new RowLists(tasks.length, a.length, (row) => (isWrite(row) ? s.task.at(s.atom.at(a.segment.at(row))) : NONE)),
  };
}

/** The same of what is kept in memory. */
function readValue(
  context: AnalysisContext,
  step: number,
  begun: number,
  work: DroppedWork,
  { writes, plain }: Accesses,
): Early | undefined {
  const { trace } = context;
  const { accesses: a, segments: s, tasks } = trace;
  const from = tasks.resolveNs.at(step);
  const isOwn = (row: number): boolean => work.has({ segment: a.segment.at(row), activation: a.activation.at(row), site: NONE });
  const isLate = (row: number): boolean => s.atom.at(a.segment.at(row)) !== begun;
  const of = (lists: RowLists, keys: Iterable<number>): number[] => [...keys].flatMap((key) => lists.of(key));
  const written = [...of(writes, work.activations.keys()), ...of(plain, work.tasks)].filter(isLate);
  for (const [location, write] of new Map(written.toSorted((x, y) => x - y).map((row) => [a.location.at(row), row]))) {
    const read = factsOf(context)
      .groupAt(location)
      ?.rows.findLast((row) => !isOwn(row));
    if (read === undefined || a.write.at(read) === ACCESS_IS_WRITE || a.position.at(read) > a.position.at(write)) continue;
    const segment = a.segment.at(read);
    if (s.startNs.at(segment) < from || !isAfter(trace, segment, step)) continue;
    return { read: a.site.at(read), write: a.site.at(write), segments: [segment, a.segment.at(write)], what: 'value' };
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

function toDraft(trace: Trace, options: AnalysisContext['options'], float: FloatRow, calls: readonly number[], early: Early): Draft {
  const { read, write, segments, what } = early;
  const text = trace.site(float.site)?.text ?? 'the call';
  const [got, put] = [trace.site(read)?.text ?? '', trace.site(write)?.text ?? ''].map((name) => `\`${name}\``);
  const [atRead, atWrite] = [lineText(trace, options, read), lineText(trace, options, write)];
  const missed = {
    file: `${got} (${atRead}) read the file before ${put} (${atWrite}) was done with it`,
    folder: `${got} (${atRead}) listed the folder before ${put} (${atWrite}) was done with a file in it`,
    value: `read ${got} (${atRead}) before the call had written it (${atWrite})`,
  };
  return {
    kind: 'promise.floating',
    key: `${float.site}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `The callback of \`then\` does not return the promise of \`${text}\`: the next step did not wait for it, and ${missed[what]}.`,
    why: ['nobody looked at it again afterwards', 'a step of a chain waits for the promise that its callback returns, and for no other'],
    places: [
      { site: float.site, role: 'call' },
      { site: read, role: 'read' },
      { site: write, role: 'write' },
    ],
    segments,
    activations: calls,
  };
}
