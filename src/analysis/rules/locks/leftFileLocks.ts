/**
 * lock.not-released: a lock file (`wx`, mkdir, link) that a task had made and left when it ended, where other calls of the same function removed theirs, and whoever tried to make it since did so in
 * vain.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import { FS_CREATE_EXCLUSIVE, FS_DELETE, FS_RENAME } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { type Draft, type DraftPlace, placesOnce, sitesOf } from '../../finding.ts';
import { callersUpFrom, commonCaller, siteOfAwait, stepOf } from '../../lineage.ts';
import { sectionsOf } from '../../locks/fileLocks.ts';
import { taskName } from '../../names.ts';
import { endNs, findStarts, hasFailed, nameOf, type Operation } from '../../shared/fsOperations.ts';

export const leftFileLocksRule: Rule = {
  kinds: ['lock.not-released'],
  run: ({ trace }: AnalysisContext) => (trace.run.incomplete.length > 0 ? [] : findLeft(trace)),
};

/** So often somebody tried who could not have it. */
const MIN_REFUSED = 2;

interface Left {
  readonly path: string;
  readonly taken: FsRow;
  /** The task that should have removed it, and has ended. */
  readonly holder: number;
  readonly refused: readonly FsRow[];
}

function findLeft(trace: Trace): Draft[] {
  const tried = new Set(trace.fs.flatMap((row) => (row.class === FS_CREATE_EXCLUSIVE && row.activation !== NONE ? [row.path] : [])));
  if (tried.size === 0) return [];
  const byPath = new Map<string, Operation[]>();
  for (const row of trace.fs.toSorted((a, b) => a.startNs - b.startNs || a.operation - b.operation)) {
    // What is moved away is gone as well, and what is moved there is no lock.
    if (tried.has(row.path)) addTo(byPath, row.path, { row, class: row.class === FS_RENAME ? FS_DELETE : row.class });
    if (row.class === FS_RENAME && tried.has(row.path2)) addTo(byPath, row.path2, { row, class: FS_DELETE });
  }
  return [...byPath].flatMap(([path, operations]) => leftAt(trace, path, operations, byPath) ?? []).map((left) => draftOf(trace, left));
}

function leftAt(
  trace: Trace,
  path: string,
  all: readonly Operation[],
  byPath: ReadonlyMap<string, readonly Operation[]>,
): Left | undefined {
  const { activations: acts } = trace;
  const removals = all.flatMap((o) => (o.class === FS_DELETE && !hasFailed(o.row) ? [o.row] : []));
  const last = all.findLast((o) => o.class === FS_CREATE_EXCLUSIVE)?.row.startNs ?? 0;
  // What is tidied up in the end helps nobody any more.
  const gone = removals.findLast((row) => row.startNs < last);
  // Nobody else has made it, so the first that tries gets it.
  const [taken, ...later] = all.flatMap(({ row, class: kind }) =>
    kind === FS_CREATE_EXCLUSIVE && gone !== undefined && row.startNs >= endNs(gone) ? [row] : [],
  );
  if (taken === undefined || hasFailed(taken) || later.length < MIN_REFUSED) return undefined;
  const startedBy = findStarts(trace, byPath);
  const removers = new Set<number>();
  const sites = new Set<number>();
  for (const section of sectionsOf(trace, all, startedBy).filter(({ released }) => released.startNs < last)) {
    const owner = commonCaller(trace, section.taken.activation, startedBy(section.released).activation);
    if (section.taken.site !== taken.site || owner === NONE || acts.endNs.at(owner) < section.released.startNs) return undefined;
    removers.add(acts.fn.at(owner));
    sites.add(startedBy(section.released).site);
  }
  const holder = callersUpFrom(trace, taken.activation).find((activation) => removers.has(acts.fn.at(activation))) ?? NONE;
  if (removals.some((row) => row.startNs >= last && sites.has(startedBy(row).site))) return undefined;
  if (holder === NONE || acts.endSegment.at(holder) === NONE) return undefined;
  const refused = later.filter((row) => row.startNs > acts.endNs.at(holder) && row.activation !== NONE);
  return refused.length < MIN_REFUSED ? undefined : { path, taken, holder, refused };
}

function draftOf(trace: Trace, { path, taken, holder, refused }: Left): Draft {
  const askers = [...new Set(refused.map((row) => row.activation))];
  const [name, task] = [nameOf(path), taskName(trace, holder)];
  const all: DraftPlace[] = [
    { site: takenAt(trace, taken, holder), role: 'acquire' },
    { site: taken.site, role: 'acquire' },
    ...askers.map((asker) => ({ site: pauseOf(trace, asker, taken), role: 'wait' })),
  ];
  const places = placesOnce(all);
  return {
    kind: 'lock.not-released',
    key: sitesOf(places).join(','),
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `The lock file \`${name}\` is made in ${task} and never removed: others tried ${refused.length} times to make it since, in vain.`,
    why: [`${task} has ended without removing it (a path that leaves early, or an error); other calls of it do remove it`],
    places,
    segments: [taken.segment],
    activations: [],
  };
}

/** Where the one that asked waited before it tried again. */
function pauseOf(trace: Trace, asker: number, taken: FsRow): number {
  const { activations: acts, suspensions: s } = trace;
  const line = (site: number): number | undefined => trace.site(site)?.line;
  let at = acts.lastSuspension.at(asker);
  while (at !== NONE && line(s.site.at(at)) === line(taken.site)) at = s.previous.at(at);
  return at === NONE ? NONE : s.site.at(at);
}

/** Where the holder called the helper that made the file; where it was made. */
function takenAt(trace: Trace, taken: FsRow, holder: number): number {
  if (taken.activation === holder) return taken.site;
  const helper = stepOf(trace, taken.activation, holder);
  return siteOfAwait(trace, holder, trace.activations.promise.at(helper), NONE) ?? taken.site;
}
