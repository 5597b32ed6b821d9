/**
 * promise.floating of calls that write files which the function around reads, or lists, as if they were there: `names.forEach(async (name) => { …; await writeFile(…); }); return readdir(folder)`. As in tooEarly.ts, of files.
 * Only what happened is reported: the read was over before the first write began, and nobody has looked again. So it is with a file that the function around writes as a whole, to which the call then adds
 * (`users.ensureIndex('email'); await writeFile(file, rows)`): what it adds was meant to be there before.
 */
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import { FS_APPEND, FS_CHECK, FS_CREATE, FS_LIST, FS_READ, FS_RENAME, FS_WRITE } from '../../../model/vocabulary.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { callersUpFrom } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { endNs, folderOf, isExpected } from '../../shared/fsOperations.ts';
import { calledWithin, droppedText } from './calls.ts';

const WRITES: ReadonlySet<number> = new Set([FS_WRITE, FS_CREATE, FS_RENAME]);
const WHOLE: ReadonlySet<number> = new Set([FS_WRITE, FS_CREATE]);
const READS: ReadonlySet<number> = new Set([FS_CHECK, FS_READ, FS_LIST]);

export function fileTooEarly(
  trace: Trace,
  options: AnalysisContext['options'],
  site: number,
  calls: readonly number[],
  why: readonly string[],
): Draft | undefined {
  const { activations: acts } = trace;
  const droppers = new Set(calls.map((call) => acts.parent.at(call)));
  const [dropper = NONE] = droppers;
  if (trace.fs.length === 0 || droppers.size !== 1 || dropper === NONE) return undefined;
  const own = calledWithin(trace, calls);
  /** The first write of each file by one of the calls, in the order in which they began. */
  const written = new Map<string, FsRow>();
  for (const row of trace.fs) {
    if (!own.has(row.activation) || !WRITES.has(row.class)) continue;
    const file = row.class === FS_RENAME ? row.path2 : row.path;
    if (!written.has(file)) written.set(file, row);
  }
  const begun = acts.startNs.at(calls.at(-1) ?? NONE);
  const isRead = (row: FsRow): boolean => READS.has(row.class) && row.site !== NONE && !own.has(row.activation);
  const isOf = (row: FsRow, file: string): boolean => row.path === (row.class === FS_LIST ? folderOf(file) : file);
  const callers = callersUpFrom(trace, dropper).slice(1);
  const isBehind = (row: FsRow): boolean =>
    row.activation === dropper
      ? follows(trace, row.site, site)
      : callers.includes(row.activation) && acts.endSegment.at(dropper) !== NONE && waitedFor(trace, row.activation, dropper, row.startNs);
  for (const [file, write] of written) {
    const isLate = (row: FsRow): boolean => isRead(row) && isOf(row, file) && row.startNs > write.startNs;
    const isEarly = (row: FsRow): boolean =>
      isRead(row) && isOf(row, file) && row.startNs >= begun && endNs(row) < write.startNs && isBehind(row);
    const read = trace.fs.find(isEarly);
    if (read === undefined || isExpected(trace, read) || trace.fs.some(isLate)) continue;
    return toDraft(trace, options, site, calls, why, read, write);
  }
  const isWhole = (row: FsRow): boolean =>
    WHOLE.has(row.class) && row.site !== NONE && row.activation === dropper && row.startNs >= begun && follows(trace, row.site, site);
  for (const write of trace.fs) {
    const addition = isWhole(write) ? addedAfter(trace, own, write) : undefined;
    if (addition !== undefined) return toDraft(trace, options, site, calls, why, write, addition);
  }
  return undefined;
}

/** The one addition to a file that a call has made, and ended with, after the file was written as a whole, and which that was not followed by another time. */
function addedAfter(trace: Trace, own: ReadonlyMap<number, number>, whole: FsRow): FsRow | undefined {
  const isOf = (row: FsRow): boolean => row.path === whole.path && row.site !== NONE && own.has(row.activation);
  const [addition, ...others] = trace.fs.filter((row) => row.class === FS_APPEND && isOf(row));
  if (addition === undefined || others.length > 0 || addition.startNs < endNs(whole)) return undefined;
  const isAnew = (row: FsRow): boolean =>
    WHOLE.has(row.class) && row.path === whole.path && row.startNs > whole.startNs && row.site !== NONE;
  const isOver = trace.activations.endSegment.at(own.get(addition.activation) ?? NONE) !== NONE;
  return isOver && !trace.fs.some(isAnew) ? addition : undefined;
}

/** Whoever has called has waited for the call, or for the one that it was made for, before this time: it thinks that all is done. */
function waitedFor({ activations: acts, segments, suspensions: s }: Trace, caller: number, call: number, ns: number): boolean {
  let step = call;
  while (step !== NONE && acts.parent.at(step) !== caller) step = acts.parent.at(step);
  for (let at = acts.lastSuspension.at(caller); step !== NONE && at !== NONE; at = s.previous.at(at)) {
    const to = s.resumeSegment.at(at);
    if (to !== NONE && s.awaited.at(at) === acts.promise.at(step)) return segments.startNs.at(to) <= ns;
  }
  return false;
}

/** It stands behind the call, in the function of that. */
function follows(trace: Trace, read: number, call: number): boolean {
  const [at, after] = [trace.site(read), trace.site(call)];
  return at !== undefined && after !== undefined && at.file === after.file && at.function === after.function && at.line > after.line;
}

function toDraft(
  trace: Trace,
  options: AnalysisContext['options'],
  site: number,
  calls: readonly number[],
  why: readonly string[],
  read: FsRow,
  write: FsRow,
): Draft {
  const text = trace.site(read.site)?.text ?? '';
  const [begun, by] = [calls.length === 1 ? 'the call' : `any of its ${calls.length} calls`, lineText(trace, options, read.site)];
  const at = lineText(trace, options, write.site);
  const message = WHOLE.has(read.class)
    ? `\`${text}\` (${by}) wrote the whole file before ${begun} had begun to add to it (${at}): which of the two comes first is left to chance.`
    : read.class === FS_LIST
      ? `\`${text}\` (${by}) looked into the folder before ${begun} had begun to write there (${at}), and nobody has looked again.`
      : `\`${text}\` (${by}) asked for the file before ${begun} had begun to write it (${at}), and nobody has looked again.`;
  return {
    kind: 'promise.floating',
    key: `${site}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${droppedText(trace, site, calls)}: ${message}`,
    why,
    places: [
      { site, role: 'call' },
      { site: read.site, role: WHOLE.has(read.class) ? 'whole write' : 'read' },
      { site: write.site, role: 'write' },
    ].filter((place) => place.site !== NONE),
    segments: [read.segment, write.segment],
    activations: calls.slice(0, 8),
  };
}
