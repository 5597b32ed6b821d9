/**
 * race.fs.toctou, a folder that is still to come: a call that makes it is under way (`constructor() { this.init().catch(log); }`, with `access` and `mkdir` in there), nobody waits for it, and a file is
 * put into the folder meanwhile. Where the folder was not there already, that fails. Nothing in the run has used the folder before, so that nobody knows whether it was there.
 */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_FLOATING, TASK_OBSERVED, type FsRow, type Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import {
  endNs,
  endSegment,
  folderOf,
  hasFailed,
  isCreation,
  isExpected,
  nameOf,
  type Operation,
  toDraft,
} from '../../shared/fsOperations.ts';
import { callersUpFrom, isWithin } from '../../lineage.ts';

/** Callbacks from the making of a folder back to what had set that going. */
const MAX_STEPS = 16;

export class FoldersLate {
  readonly #trace: Trace;
  readonly #byPath: ReadonlyMap<string, readonly Operation[]>;
  /** By folder: when the first operation on it or in it was over that is no mere question. */
  #usedNs: ReadonlyMap<string, number> | undefined;

  constructor(trace: Trace, byPath: ReadonlyMap<string, readonly Operation[]>) {
    this.#trace = trace;
    this.#byPath = byPath;
  }

  find({ order }: AnalysisContext, path: string, use: Operation): Draft | undefined {
    const { row } = use;
    const isMaking = use.class === W.FS_MKDIR_RECURSIVE || row.class === W.FS_RENAME;
    const isPut = (isCreation(use) || use.class === W.FS_APPEND) && !isMaking && row.site !== NONE;
    if (!isPut || isExpected(this.#trace, row)) return undefined;
    const folder = folderOf(path);
    const isLate = (o: Operation): boolean =>
      isMade(o) &&
      o.row.thread === row.thread &&
      o.row.async &&
      o.row.site !== NONE &&
      endNs(o.row) > row.startNs &&
      this.#isUnderWay(o.row, row) &&
      !order.isOrdered(endSegment(row), o.row.segment);
    const made = this.#byPath.get(folder)?.find(isLate)?.row;
    if (made === undefined || this.#firstUse(folder) <= row.startNs) return undefined;
    return toDraft(
      'race.fs.toctou',
      path,
      row.error === 'ENOENT',
      0.7,
      [
        { row, role: 'use', text: `puts ${nameOf(path)} into it` },
        { row: made, role: 'folder made', text: `makes the folder ${nameOf(folder)}` },
      ],
      `A file is put into the folder \`${nameOf(folder)}\` while the call that makes the folder is under way: nobody waits for that, and where the folder is not there yet, there is no place for the file.`,
    );
  }

  /** What makes the folder had begun before the file was asked for, and is none of the same work. */
  #isUnderWay(made: FsRow, use: FsRow): boolean {
    const trace = this.#trace;
    const { activations: acts, segments: s, tasks } = trace;
    const isApart = (call: number): boolean =>
      acts.startNs.at(call) < use.startNs && (use.activation === NONE || !isWithin(trace, use.activation, call));
    const apart = callersUpFrom(trace, made.activation).filter((call) => acts.sync.at(call) === 0 && isApart(call));
    // Of a call whose promise nobody looks at, promise.floating tells.
    if (apart.some((call) => isFloating(trace, acts.promise.at(call)))) return false;
    if (apart.length > 0) return true;
    if (made.startNs < use.startNs) return made.activation === NONE || !isWithin(trace, use.activation, made.activation);
    // `fs.stat(dir, (err) => { if (err) fs.mkdir(dir, done) })`
    for (let [at, step] = [made.segment, 0]; at !== NONE && step < MAX_STEPS; step++) {
      const by = s.task.at(at);
      if (by === NONE || trace.isPromise(by)) return false;
      if (tasks.initNs.at(by) < use.startNs) return true;
      at = tasks.initSegment.at(by);
    }
    return false;
  }

  #firstUse(folder: string): number {
    this.#usedNs ??= firstUses(this.#byPath);
    return this.#usedNs.get(folder) ?? Infinity;
  }
}

function isFloating({ tasks }: Trace, promise: number): boolean {
  return promise !== NONE && (tasks.flags.at(promise) & (TASK_FLOATING | TASK_OBSERVED)) === TASK_FLOATING;
}

function isMade({ row, class: kind }: Operation): boolean {
  return (kind === W.FS_MKDIR_RECURSIVE || kind === W.FS_CREATE_EXCLUSIVE) && !hasFailed(row);
}

function firstUses(byPath: ReadonlyMap<string, readonly Operation[]>): Map<string, number> {
  const found = new Map<string, number>();
  for (const [path, operations] of byPath) {
    for (const { row, class: kind } of operations) {
      if (kind === W.FS_CHECK || kind === W.FS_META || hasFailed(row)) continue;
      for (const folder of [path, folderOf(path)]) found.set(folder, Math.min(found.get(folder) ?? Infinity, endNs(row)));
    }
  }
  return found;
}
