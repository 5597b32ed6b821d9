/**
 * race.order.use-after-close of a plain descriptor: `fs.read` or `fs.write` with one that was closed by then, or while it was under way: both go to the pool of threads, where either may come first (EBADF; or
 * what is read is of another file, which has the number by then).
 */
import { addTo } from '../../../base/lists.ts';
import { FS_APPEND, FS_READ, FS_WRITE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { callText, nameOf } from '../../shared/fsOperations.ts';
import { sitesNamed } from '../../siteIndex.ts';

export const fsClosedRule: Rule = { kinds: ['race.order.use-after-close'], run: findClosed };

const IS_PIECE = new Set([FS_READ, FS_WRITE, FS_APPEND]);
const BY_DESCRIPTOR = /^(?:\w*[fF]s\.)?(?:read|write)v?(?:Sync)?$/;
const CLOSES = /^(?:\w*[fF]s\.)?close(?:Sync)?$/;

interface Closed {
  readonly use: FsRow;
  readonly path: string;
  readonly isUnderWay: boolean;
}

function findClosed(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const found = new Map<number, Closed>();
  const add = (closed: Closed): void => {
    if (found.get(closed.use.site)?.isUnderWay !== false) found.set(closed.use.site, closed);
  };
  /** Openings whose descriptors are not closed yet. */
  const open = new Map<string, FsRow[]>();
  for (const [at, use] of trace.fs.entries()) {
    if (use.closedAt !== NONE) addTo(open, use.path, use);
    if (use.isOpening || !IS_PIECE.has(use.class) || !BY_DESCRIPTOR.test(callText(trace, use))) continue;
    if (use.path === '' && use.path2 !== '') add({ use, path: use.path2, isUnderWay: false });
    if (!use.async) continue;
    const openings = (open.get(use.path) ?? []).filter((row) => row.closedAt > at);
    open.set(use.path, openings);
    // With one descriptor at a time it is known which of them is meant.
    const [opening] = openings;
    if (opening === undefined || openings.length > 1 || opening.thread !== use.thread || use.path.startsWith('/dev/')) continue;
    if (use.doneSegment !== NONE && use.doneSegment > opening.closedSegment) add({ use, path: use.path, isUnderWay: true });
  }
  return [...found.values()].map((closed) => toDraft(trace, closed));
}

function toDraft(trace: Trace, { use, path, isUnderWay }: Closed): Draft {
  const isClose = (site: number): boolean =>
    trace.site(site)?.kind === 'call' && CLOSES.test(trace.site(site)?.text ?? '') && trace.site(site)?.file === trace.site(use.site)?.file;
  const closes = ['close', 'closeSync'].flatMap((name) => sitesNamed(trace, name)).filter(isClose);
  const text = callText(trace, use);
  const uses = { lane: 0, text, site: use.site };
  const closed = { lane: 1, text: 'closes the descriptor', site: closes[0] ?? use.site };
  return {
    kind: 'race.order.use-after-close',
    key: `descriptor ${use.site}`,
    confidence: isUnderWay ? 0.65 : 0.85,
    verdict: isUnderWay ? 'predicted' : 'observed',
    consequence: !isUnderWay,
    message: isUnderWay
      ? `The descriptor of \`${nameOf(path)}\` is closed while \`${text}\` is under way with it: whichever comes first in the pool of threads, nothing makes the close wait.`
      : `\`${text}\` is given the descriptor of \`${nameOf(path)}\`, which has been closed: it fails, or meets another file.`,
    why: [
      'nothing makes the close wait for those who use the descriptor',
      'the number of a closed descriptor is given to the next file that is opened',
    ],
    places: [{ site: use.site, role: 'use' }, ...(closes.length === 1 ? [{ site: closes[0] as number, role: 'close' }] : [])],
    segments: [use.segment],
    activations: use.activation === NONE ? [] : [use.activation],
    scenario: {
      lanes: ['the use', 'the close'],
      happened: isUnderWay ? [uses, closed] : [closed, uses],
      other: isUnderWay ? [closed, uses] : [uses, closed],
      otherTitle: isUnderWay ? 'What can happen' : 'What would be safe',
    },
  };
}
