/**
 * promise.floating of a change to a file that nobody waits for (`writeFile(file, text); return readFile(file)`), where the same call, or who waited for it, goes on with that file, or with what is in that folder, or lists the
 * folder in which it is made, while the change is under way: which of the two the system does first is open.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { FloatRow, FsRow, Trace } from '../../../model/trace.ts';
import * as W from '../../../model/vocabulary.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { isWithin } from '../../lineage.ts';
import { taskName } from '../../names.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { folderOf, nameOf } from '../../shared/fsOperations.ts';
import { isBegunMeanwhile, isGoneOnWith, isOfThoseWhoGoOn } from '../../shared/droppedChanges.ts';
import { isBefore } from '../../waiting/wakers.ts';
import { calledWithin } from './calls.ts';

const PUTS: ReadonlySet<number> = new Set([W.FS_WRITE, W.FS_CREATE, W.FS_CREATE_EXCLUSIVE, W.FS_APPEND, W.FS_DELETE, W.FS_RENAME]);
/** Of folders: what is done with what is in them needs them, or finds them gone. */
const FOLDERS: ReadonlySet<number> = new Set([W.FS_CREATE_EXCLUSIVE, W.FS_MKDIR_RECURSIVE, W.FS_DELETE]);

/** Gives what it reads from one stream to the next, and its promise is settled when all has been written. */
const PIPES = /(?:^|\.)pipeline$/;

/** What a listing of the folder has, or has not. */
const MAKES: ReadonlySet<number> = new Set([W.FS_WRITE, W.FS_CREATE, W.FS_CREATE_EXCLUSIVE, W.FS_RENAME]);

interface Files {
  readonly bySite: ReadonlyMap<number, readonly FsRow[]>;
  readonly byActivation: ReadonlyMap<number, readonly FsRow[]>;
  readonly byPath: ReadonlyMap<string, readonly FsRow[]>;
  readonly byFolder: ReadonlyMap<string, readonly FsRow[]>;
}

/** What was asked for in the program itself. */
const filesOf = remembered(byEvents, (trace): Files => {
  const [bySite, byActivation] = [new Map<number, FsRow[]>(), new Map<number, FsRow[]>()];
  const [byPath, byFolder] = [new Map<string, FsRow[]>(), new Map<string, FsRow[]>()];
  for (const row of trace.fs) {
    if (row.site === NONE) continue;
    addTo(bySite, row.site, row);
    addTo(byActivation, row.activation, row);
    for (const path of [row.path, row.path2]) {
      if (path === '') continue;
      addTo(byPath, path, row);
      addTo(byFolder, folderOf(path), row);
    }
  }
  return { bySite, byActivation, byPath, byFolder };
});

/** `round`: how it is said of calls that another function makes (`list.forEach(async …)`). */
export function usedMeanwhile(
  context: AnalysisContext,
  site: number,
  floats: readonly FloatRow[],
  round?: { readonly unwaited: string; readonly why: readonly string[] },
): Draft | undefined {
  const { trace, options } = context;
  for (const float of floats) {
    if (trace.threads[trace.tasks.thread.at(float.task)]?.gaps.length !== 0) continue;
    const [change, use] = conflictOf(context, float, floats) ?? [];
    if (change === undefined || use === undefined) continue;
    const text = trace.site(site)?.text ?? 'the call';
    const [name, at] = [nameOf(change.path), lineText(trace, options, use.site)];
    const goesOn = isGoneOnWith(context, float, use)
      ? `; when it is done, '${name}' is used (${at})`
      : `, which goes on with '${name}' (${at})`;
    return {
      kind: 'promise.floating',
      key: `${site}`,
      confidence: 0.75,
      verdict: 'observed',
      consequence: false,
      message: `${round?.unwaited ?? `The result of \`${text}\` is not awaited`} in ${taskName(trace, float.activation)}${goesOn} while that is still under way: nothing makes the one come before the other.`,
      why: [
        ...(round?.why ?? ['no await, then or catch looks at its promise', `await \`${text}\` first`]),
        'operations on files are done by several threads at once, in no order',
      ],
      places: [
        { site, role: 'call' },
        { site: use.site, role: 'use' },
      ],
      segments: [float.segment, use.segment],
      activations: [float.activation].filter((a) => a !== NONE),
    };
  }
  return undefined;
}

/** A change that was made by the call, and what its caller began on the same file before that was done. */
function conflictOf(
  context: AnalysisContext,
  float: FloatRow,
  floats: readonly FloatRow[],
): readonly [change: FsRow, use: FsRow] | undefined {
  const { trace } = context;
  const files = filesOf(trace);
  /** Another such call uses the folder, and makes it, too: whichever does it first, it is there. */
  const makesItself = (change: FsRow, use: FsRow): boolean =>
    change.class === W.FS_MKDIR_RECURSIVE &&
    floats.some(({ task }) => {
      const other = trace.tasks.activation.at(task);
      const isIn = (row: FsRow): boolean => other !== NONE && isWithin(trace, row.activation, other);
      return isIn(use) && (files.byPath.get(change.path) ?? []).some((row) => row.class === change.class && isIn(row));
    });
  const called = trace.tasks.activation.at(float.task);
  if (called === NONE && PIPES.test(trace.site(float.site)?.text ?? '')) return streamed(context, float, files);
  const own = called === NONE ? undefined : calledWithin(trace, [called]);
  const rows = own
    ? [...own.keys()].flatMap((a) => files.byActivation.get(a) ?? [])
    : (files.bySite.get(float.site) ?? []).filter(({ segment }) => segment === float.segment);
  for (const change of rows) {
    const isUse = (row: FsRow): boolean => isBegunMeanwhile(context, float, change, row);
    const isBoth = change.class === W.FS_APPEND ? (row: FsRow): boolean => row.class !== W.FS_APPEND && isUse(row) : isUse;
    const use =
      (PUTS.has(change.class) ? files.byPath.get(change.path)?.find(isBoth) : undefined) ??
      (FOLDERS.has(change.class) ? files.byFolder.get(change.path)?.find((r) => isUse(r) && !makesItself(change, r)) : undefined) ??
      (MAKES.has(change.class) ? files.byPath.get(folderOf(change.path))?.find((r) => r.class === W.FS_LIST && isUse(r)) : undefined);
    if (use !== undefined) return [change, use];
  }
  return undefined;
}

function isBelow(trace: Trace, call: number, use: number): boolean {
  const [first, then] = [trace.site(call), trace.site(use)];
  return first !== undefined && then !== undefined && first.function === then.function && isBefore(first, then);
}

/** A file that the streams of the call write (Node's own steps, which belong to no call), and what is begun with it before the last of it has been written. */
function streamed(context: AnalysisContext, float: FloatRow, files: Files): readonly [change: FsRow, use: FsRow] | undefined {
  const { trace } = context;
  const { resolveNs, thread } = trace.tasks;
  const [begunNs, doneNs] = [trace.segments.startNs.at(float.segment), resolveNs.at(float.task)];
  for (const change of trace.fs) {
    const isOwn = change.site === NONE && change.class === W.FS_WRITE && change.thread === thread.at(float.task);
    if (!isOwn || change.startNs < begunNs || !(change.doneNs <= doneNs)) continue;
    const uses = files.byPath.get(change.path) ?? [];
    const isSince = (row: FsRow): boolean =>
      row.segment > float.segment || (row.segment === float.segment && isBelow(trace, float.site, row.site));
    // Who looks again later waits for it so.
    const isLast = (row: FsRow): boolean => !uses.some(({ site, startNs }) => site === row.site && startNs >= doneNs);
    const isUse = (row: FsRow): boolean => row.startNs >= begunNs && row.startNs < change.startNs && isSince(row) && isLast(row);
    const use = uses.find((row) => isUse(row) && isOfThoseWhoGoOn(context, float, row));
    if (use !== undefined) return [change, use];
  }
  return undefined;
}
