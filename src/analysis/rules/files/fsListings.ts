/**
 * race.fs.toctou, listings: two calls that have both listed a folder before either has put a file into it both put one there, by how many there are (no more than so many, or only the first), or
 * because there is none of that name, or with the next number as its name. That they go by the listing says the code (SiteLink `look`, by a look at a folder).
 */
import { addTo } from '../../../base/lists.ts';
import * as W from '../../../model/vocabulary.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { readsByWrite } from '../../shared/links.ts';
import {
  endNs,
  folderOf,
  hasFailed,
  isCreation,
  isFolderMade,
  isSameWork,
  type KeepsApart,
  nameOf,
  type Operation,
  toDraft,
  WINDOW,
  worstBetween,
} from '../../shared/fsOperations.ts';

/** Files of a folder that are tried. */
const LIMIT = 512;

interface Put extends Operation {
  readonly path: string;
}

/** Sites of calls that put a file into a folder → sites of the listings that they go by. */
type Looks = ReadonlyMap<number, readonly number[]>;

export function putByListing(context: AnalysisContext, keepsApart: KeepsApart, byPath: ReadonlyMap<string, readonly Operation[]>): Draft[] {
  const { trace } = context;
  const [counts, names] = [looksOf(trace, false), looksOf(trace, true)];
  if (counts.size + names.size === 0) return [];
  const putsIn = new Map<string, Put[]>();
  for (const [path, operations] of byPath) {
    for (const operation of operations) {
      if (isPut(trace, operation) && (counts.has(operation.row.site) || names.has(operation.row.site))) {
        addTo(putsIn, folderOf(path), { ...operation, path });
      }
    }
  }
  const drafts: Draft[] = [];
  for (const [folder, puts] of putsIn) {
    puts.sort((a, b) => a.row.startNs - b.row.startNs);
    /** By the site that puts them there: what has happened before what may. */
    const bySite = new Map<number, Draft>();
    const lists = (byPath.get(folder) ?? []).filter((o) => o.class === W.FS_LIST);
    for (const put of puts.slice(0, LIMIT)) {
      const { site } = put.row;
      const known = bySite.get(site);
      if (known?.verdict === 'observed') continue;
      const others = puts.filter((o) => o.row.site === site && o.row !== put.row);
      const find = (looks: Looks, isByName: boolean): Draft | undefined =>
        putTwice(
          context,
          keepsApart,
          lists.filter((o) => looks.get(site)?.includes(o.row.site)),
          others.filter((o) => (o.path === put.path) === isByName),
          put,
          isByName,
        );
      const draft = find(names, true) ?? find(counts, false);
      if (draft !== undefined && (known === undefined || draft.verdict === 'observed')) bySite.set(site, draft);
    }
    drafts.push(...bySite.values());
  }
  return drafts;
}

function looksOf(trace: Trace, isByName: boolean): Looks {
  return readsByWrite(trace, ({ kind, empty }) => kind === 'look' && (empty === true) === isByName);
}

/** A folder that is there already is refused, for which nobody is ready. */
function isPut(trace: Trace, operation: Operation): boolean {
  if (operation.class === W.FS_CREATE_EXCLUSIVE) return isFolderMade(trace, operation);
  return (isCreation(operation) || operation.class === W.FS_MKDIR_RECURSIVE) && !hasFailed(operation.row);
}

function putTwice(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  lists: readonly Operation[],
  others: readonly Put[],
  { row, path }: Put,
  isByName: boolean,
): Draft | undefined {
  const look = lists.findLast((o) => endNs(o.row) <= row.startNs && isSameWork(context.trace, o.row, row))?.row;
  if (look === undefined) return undefined;
  const best = worstBetween(context, keepsApart, look, row, others.slice(-WINDOW));
  if (best === undefined) return undefined;
  const { observed } = best;
  const [how, puts] = observed ? ['came', 'put'] : ['can come', 'puts'];
  const folder = nameOf(folderOf(path));
  return toDraft(
    'race.fs.toctou',
    path,
    observed,
    observed ? 0.8 : 0.6,
    [
      { row, role: 'use', text: 'puts a file into it' },
      { row: look, role: 'check', text: `lists ${folder}` },
      { row: best.other, role: 'other file', text: 'puts a file into it' },
    ],
    isByName
      ? `\`${nameOf(path)}\` is put into the folder \`${folder}\` by a listing that has none of that name; another task ${how} between the two, and ${puts} one of the same name there.`
      : `A file is put into the folder \`${folder}\` by how many it has; another task ${how} between the look and that, and ${puts} one there by the same number.`,
  );
}
