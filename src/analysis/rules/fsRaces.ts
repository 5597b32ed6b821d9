/**
 * race.fs.lost-update, race.fs.toctou, race.fs.torn-read: conflicting operations on one path by two pieces of work that nothing orders (detection.md §3.6),
 * in one process or several. Temp file plus rename, exclusive creation, appending and recursive mkdir are the safe ways and stay silent.
 */
import * as W from '../../model/vocabulary.ts';
import { NONE } from '../../model/ids.ts';
import type { FsRow, Trace } from '../../model/trace.ts';
import type { AnalysisContext, Rule } from '../analyze.ts';
import type { Draft } from '../finding.ts';
import { buildHolding, type Holding } from '../holding.ts';
import { isOneWork, isSetOffBy, isWithin } from '../lineage.ts';

export const fsRule: Rule = { kinds: ['race.fs.lost-update', 'race.fs.toctou', 'race.fs.torn-read'], run: findFsRaces };

/** Operations on one path that are compared with each other. */
const WINDOW = 64;

/** Error code of an asynchronous operation whose result was not seen. */
const UNKNOWN_ERROR = '?';

function hasFailed(row: FsRow): boolean {
  return row.error !== '' && row.error !== UNKNOWN_ERROR;
}

/** Exclusive creation fails when another came first, and the program may handle that. */
const EXCLUSIVE = 0.8;

interface Operation {
  readonly row: FsRow;
  /** A rename counts as a write of its target and a deletion of its source. */
  readonly class: number;
}

function findFsRaces(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const byPath = new Map<string, Operation[]>();
  const put = (path: string, row: FsRow, kind: number): void => {
    if (path === '') return;
    const list = byPath.get(path);
    if (list === undefined) byPath.set(path, [{ row, class: kind }]);
    else list.push({ row, class: kind });
  };
  for (const row of trace.fs.toSorted((a, b) => a.startNs - b.startNs || a.operation - b.operation)) {
    if (row.class === W.FS_RENAME) {
      put(row.path, row, W.FS_DELETE);
      put(row.path2, row, W.FS_RENAME);
    } else put(row.path, row, row.class);
  }
  const holding = buildHolding(trace, []);
  const drafts: Draft[] = [];
  for (const [path, operations] of byPath) {
    if (context.options.isCancelled()) break;
    if (operations.length < 3 || new Set(operations.map((o) => workOf(trace, o.row))).size < 2) continue;
    /** Sites of reads that start a lost update: what repairs that repairs what else they can see. */
    const explained = new Set<number>();
    const torn: { readonly draft: Draft; readonly site: number }[] = [];
    for (const [i, operation] of operations.entries()) {
      if (operation.row.site === NONE) continue;
      const lost = lostUpdate(context, holding, path, operations, i);
      for (const place of lost?.places ?? []) if ('site' in place && place.role === 'read') explained.add(place.site);
      const draft = lost ?? staleCheck(context, holding, path, operations, i);
      if (draft !== undefined) drafts.push(draft);
      else {
        const seen = tornRead(context, holding, path, operations, i);
        if (seen !== undefined) torn.push({ draft: seen, site: operation.row.site });
      }
    }
    for (const { draft, site } of torn) if (!explained.has(site)) drafts.push(draft);
  }
  return drafts;
}

function workOf(trace: Trace, row: FsRow): string {
  return row.activation === NONE ? `s${trace.segments.atom.at(row.segment)}` : `a${row.activation}`;
}

const isContentWrite = (o: Operation): boolean => o.class === W.FS_WRITE || o.class === W.FS_RENAME || o.class === W.FS_CREATE;
const isCreation = (o: Operation): boolean =>
  o.class === W.FS_CREATE || o.class === W.FS_CREATE_EXCLUSIVE || o.class === W.FS_WRITE || o.class === W.FS_RENAME;

function endSegment(row: FsRow): number {
  return row.doneSegment === NONE ? row.segment : row.doneSegment;
}
function endNs(row: FsRow): number {
  return Number.isNaN(row.doneNs) ? row.startNs : row.doneNs;
}

function isSameWork(trace: Trace, first: FsRow, second: FsRow): boolean {
  if (first.thread !== second.thread) return false;
  if (first.activation === NONE || second.activation === NONE) {
    return first.activation === second.activation && isSetOffBy(trace, second.segment, endSegment(first));
  }
  const [f, s] = [trace.site(first.site), trace.site(second.site)];
  return isOneWork(trace, first.activation, second.activation, f !== undefined && f.function === s?.function);
}

/** Can the other operation come between the end of `first` and the start of `second`? */
function between(
  context: AnalysisContext,
  holding: Holding,
  first: FsRow,
  second: FsRow,
  other: FsRow,
): 'observed' | 'possible' | undefined {
  const { order, trace } = context;
  if (isSameWork(trace, first, other) || isSameWork(trace, other, second) || isWithin(trace, other.activation, second.activation)) {
    return undefined;
  }
  const [a, c] = [endSegment(first), second.segment];
  if (order.isOrdered(endSegment(other), first.segment) || order.isOrdered(endSegment(second), other.segment)) return undefined;
  if (order.isOrdered(a, other.segment) && order.isOrdered(endSegment(other), c)) return undefined;
  const moment = (row: FsRow, ns: number): { readonly activation: number; readonly ns: number } => ({ activation: row.activation, ns });
  if (holding.isLocked(moment(first, endNs(first)), moment(second, second.startNs), moment(other, other.startNs))) return undefined;
  // The other took effect somewhere in [start, done]; it was between if that lies before ours ended and after ours was read.
  if (endNs(other) > endNs(first) && other.startNs < endNs(second)) return 'observed';
  return order.crossesTurn(first.segment, second.segment) ? 'possible' : undefined;
}

function nearby(operations: readonly Operation[], at: number): Operation[] {
  return operations.slice(Math.max(0, at - WINDOW), at + WINDOW);
}

/** The newest operation of the same work before `at` that satisfies `wanted`. */
function earlierOfSameWork(
  trace: Trace,
  operations: readonly Operation[],
  at: number,
  wanted: (o: Operation) => boolean,
): FsRow | undefined {
  const row = (operations[at] as Operation).row;
  for (let i = at - 1; i >= 0 && i >= at - WINDOW; i--) {
    const o = operations[i] as Operation;
    if (o.row !== row && wanted(o) && isSameWork(trace, o.row, row) && endNs(o.row) <= row.startNs) return o.row;
  }
  return undefined;
}

function lostUpdate(
  context: AnalysisContext,
  holding: Holding,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { trace } = context;
  const write = operations[at] as Operation;
  if (!isContentWrite(write) || hasFailed(write.row)) return undefined;
  const read = earlierOfSameWork(trace, operations, at, (o) => o.class === W.FS_READ);
  if (
    read === undefined ||
    (trace.segments.atom.at(endSegment(read)) === trace.segments.atom.at(read.segment) && read.segment === write.row.segment)
  ) {
    return undefined;
  }
  if (isLoadedOnce(trace, operations, at, read)) return undefined;
  let best: { readonly other: FsRow; readonly observed: boolean } | undefined;
  for (const o of nearby(operations, at)) {
    if (!(isContentWrite(o) || o.class === W.FS_APPEND) || o.row === write.row || hasFailed(o.row)) continue;
    const how = between(context, holding, read, write.row, o.row);
    if (how !== undefined && best?.observed !== true) best = { other: o.row, observed: how === 'observed' };
  }
  if (best === undefined) return undefined;
  return toDraft(
    'race.fs.lost-update',
    path,
    best.observed,
    best.observed ? 0.9 : 0.7,
    [
      { row: write.row, role: 'write', text: 'writes the file' },
      { row: read, role: 'read', text: 'reads the file' },
      { row: best.other, role: 'other write', text: 'writes the file' },
    ],
    `\`${nameOf(path)}\` is read, changed and written back; another task ${best.observed ? 'wrote' : 'can write'} it in between, and that update is lost.`,
  );
}

/** Read at the start and saved many times: each save stores what the program holds, not what the file had. */
function isLoadedOnce(trace: Trace, operations: readonly Operation[], at: number, read: FsRow): boolean {
  const write = (operations[at] as Operation).row;
  if (read.activation !== NONE) return false;
  return nearby(operations, at).some(
    (o) => o.row !== write && o.row.site === write.site && isContentWrite(o) && isSameWork(trace, read, o.row),
  );
}

function staleCheck(
  context: AnalysisContext,
  holding: Holding,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { trace } = context;
  const use = operations[at] as Operation;
  const creates = isCreation(use);
  if (!creates && use.class !== W.FS_DELETE && use.class !== W.FS_READ && use.class !== W.FS_LIST) return undefined;
  const check = earlierOfSameWork(trace, operations, at, (o) => o.class === W.FS_CHECK);
  if (check === undefined || (check.segment === use.row.segment && !check.async)) return undefined;
  // "Not there, so create it" is broken by a creation; "there, so use it" by a deletion. Where the answer was not seen, the use tells it.
  const missing = creates;
  if (check.error !== UNKNOWN_ERROR && (check.error !== '') !== missing) return undefined;
  let best: { readonly other: FsRow; readonly observed: boolean } | undefined;
  for (const o of nearby(operations, at)) {
    const breaks = missing ? isCreation(o) : o.class === W.FS_DELETE;
    if (!breaks || o.row === use.row || hasFailed(o.row)) continue;
    const how = between(context, holding, check, use.row, o.row);
    if (how !== undefined && best?.observed !== true) best = { other: o.row, observed: how === 'observed' };
  }
  if (best === undefined) return undefined;
  return toDraft(
    'race.fs.toctou',
    path,
    best.observed,
    (best.observed ? 0.8 : 0.6) * (use.class === W.FS_CREATE_EXCLUSIVE ? EXCLUSIVE : 1),
    [
      { row: use.row, role: 'use', text: creates ? 'creates it' : 'uses it' },
      { row: check, role: 'check', text: `checks ${nameOf(path)}` },
      { row: best.other, role: missing ? 'other creation' : 'deletion', text: missing ? 'creates it' : 'deletes it' },
    ],
    `\`${nameOf(path)}\` is checked and ${creates ? 'created' : 'used'} later; another task ${best.observed ? 'came' : 'can come'} in between and ${missing ? 'creates' : 'deletes'} it.`,
  );
}

function tornRead(
  context: AnalysisContext,
  holding: Holding,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { trace, order } = context;
  const read = operations[at] as Operation;
  if (read.class !== W.FS_READ || !read.row.async || hasFailed(read.row)) return undefined;
  for (const o of nearby(operations, at)) {
    if (o.class !== W.FS_WRITE || !o.row.async || isSameWork(trace, o.row, read.row) || isSameWork(trace, read.row, o.row)) continue;
    if (!(o.row.startNs < endNs(read.row) && read.row.startNs < endNs(o.row))) continue;
    if (order.isOrdered(endSegment(o.row), read.row.segment) || order.isOrdered(endSegment(read.row), o.row.segment)) continue;
    const moment = (row: FsRow): { readonly activation: number; readonly ns: number } => ({ activation: row.activation, ns: row.startNs });
    if (holding.isLocked(moment(read.row), moment(read.row), moment(o.row))) continue;
    return toDraft(
      'race.fs.torn-read',
      path,
      true,
      0.8,
      [
        { row: read.row, role: 'read', text: 'reads the file' },
        { row: o.row, role: 'write', text: 'is writing it' },
      ],
      `\`${nameOf(path)}\` was read while another task was writing it: the reader can see half of it.`,
    );
  }
  return undefined;
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function toDraft(
  kind: string,
  path: string,
  observed: boolean,
  confidence: number,
  steps: readonly { readonly row: FsRow; readonly role: string; readonly text: string }[],
  message: string,
): Draft {
  const lane = (i: number): number => (steps.length === 3 ? (i === 2 ? 1 : 0) : i);
  const happened = steps
    .toSorted((a, b) => a.row.startNs - b.row.startNs)
    .map((s) => ({ lane: lane(steps.indexOf(s)), text: s.text, site: s.row.site }));
  const bad = [1, 2, 0].flatMap((i) => {
    const s = steps[i];
    return s === undefined ? [] : [{ lane: lane(i), text: s.text, site: s.row.site }];
  });
  return {
    kind,
    key: steps.map((s) => s.row.site).join(','),
    confidence,
    verdict: observed ? 'observed' : 'predicted',
    consequence: observed && kind === 'race.fs.lost-update',
    message,
    why: ['nothing orders the two tasks', 'no lock is held over both operations', `path ${nameOf(path)}`],
    places: steps.map((s) => ({ site: s.row.site, role: s.role })),
    segments: steps.map((s) => s.row.segment),
    activations: [...new Set(steps.map((s) => s.row.activation).filter((x) => x !== NONE))],
    scenario: {
      lanes: ['one task', 'another task'],
      happened,
      other: bad,
      otherTitle: observed ? 'The order that loses' : 'What can happen',
    },
  };
}
