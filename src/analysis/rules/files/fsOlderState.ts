/**
 * race.fs.lost-update of a file that has the state of the program: a call takes the state as it is, works on it for a while, and writes it (`const page = await render(this.text); await writeFile(file, page)`).
 * Another call of the same function, which began later and took a newer state, was done sooner: the older state stays in the file. Only what happened is told.
 */
import * as W from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { SiteRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { lastName, taskName } from '../../names.ts';
import { hasSite, sitesIn } from '../../siteIndex.ts';
import {
  endNs,
  hasFailed,
  isContentWrite,
  isFree,
  type KeepsApart,
  nameOf,
  nearby,
  type Operation,
  toDraft,
} from '../../shared/fsOperations.ts';

/** `at`: the write of the older call. */
export function olderState(
  context: AnalysisContext,
  keepsApart: KeepsApart,
  path: string,
  operations: readonly Operation[],
  at: number,
): Draft | undefined {
  const { trace, options } = context;
  const { activations: acts } = trace;
  const late = operations[at] as Operation;
  const { row } = late;
  const own = row.activation;
  if (own === NONE || !isContentWrite(late) || hasFailed(row) || row.segment === acts.startSegment.at(own)) return undefined;
  const near = nearby(operations, at);
  const isNewer = (o: Operation): boolean =>
    isContentWrite(o) &&
    o.row.site === row.site &&
    acts.fn.at(o.row.activation) === acts.fn.at(own) &&
    // Calls are numbered as they begin.
    o.row.activation > own &&
    o.row.thread === row.thread &&
    !isWithin(trace, o.row.activation, own) &&
    endNs(o.row) < row.startNs;
  const newer = near.findLast(isNewer)?.row;
  if (newer === undefined || !isFree(context, keepsApart, newer, row)) return undefined;
  // Node's own steps of a call have no place.
  const isAfter = (o: Operation): boolean => o.row.startNs > endNs(row) && o.row.site !== NONE;
  const next = near.find((o) => isAfter(o) && (isContentWrite(o) || o.class === W.FS_READ || o.class === W.FS_DELETE));
  if (next !== undefined && next.class !== W.FS_READ) return undefined;
  const taken = takenEarly(trace, own, row.segment);
  if (taken === undefined) return undefined;
  const [name, text] = [taskName(trace, own), trace.site(taken)?.text ?? ''];
  const draft = toDraft(
    'race.fs.lost-update',
    path,
    true,
    0.75,
    [
      { row, role: 'write', text: 'writes the older state' },
      { row: newer, role: 'other write', text: 'writes the newer state' },
    ],
    `An older state overwrote a newer one in \`${nameOf(path)}\`: ${name} took \`${text}\` (${lineText(trace, options, taken)}) and wrote it after a wait; a call that had begun later had written its own by then.`,
  );
  return { ...draft, consequence: false, places: [...draft.places.slice(0, 1), { site: taken, role: 'read' }] };
}

/** The place at which a call reads, before its last wait ahead of a segment and not after it, what other functions of the file change. */
function takenEarly(trace: Trace, activation: number, segment: number): number | undefined {
  const { activations: acts, suspensions: s } = trace;
  const fn = acts.fn.at(activation);
  let at = acts.lastSuspension.at(activation);
  while (at !== NONE && s.segment.at(at) >= segment) at = s.previous.at(at);
  const wait = at === NONE ? undefined : trace.site(s.site.at(at));
  if (wait === undefined) return undefined;
  const isChanged = ({ text, file }: SiteRow): boolean =>
    trace.sites.some(
      (row) =>
        (row.kind === 'write' || row.kind === 'update') &&
        lastName(row.text) === lastName(text) &&
        row.file === file &&
        row.function !== fn &&
        // No declaration.
        (row.text.includes('.') || (trace.functions[row.function]?.parentFunction ?? NONE) !== NONE) &&
        !trace.functions[row.function]?.name.endsWith('.constructor'),
    );
  const isLookedAtAgain = ({ text }: SiteRow): boolean =>
    hasSite(trace, fn, (row) => row.kind === 'read' && row.text === text && row.line > wait.line);
  return sitesIn(trace, fn).find((site) => {
    const row = trace.site(site);
    if (row?.kind !== 'read' || trace.hasFlag(site, W.FLAG_CONDITION) || row.line > wait.line) return false;
    return isChanged(row) && !isLookedAtAgain(row);
  });
}
