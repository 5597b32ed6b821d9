/**
 * handle.leak of file streams. Of those that are written: each new one takes the place of the one before (`this.out = createWriteStream(…)`), which was never ended. Of those that are read: nobody
 * read them to their end or destroyed them, and the program is done.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { FsRow, Trace } from '../../../model/trace.ts';
import { FS_READ } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { endOfRun, wasCutOff } from '../../runEnd.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';

export const leakStreamsRule: Rule = { kinds: ['handle.leak'], run: findStreams };

/** So many must be left over, made in as many turns. */
const MIN_LEFT = 5;
/** What is left over of those whose place was taken. */
const MIN_SHARE = 0.8;
/** A program that was stopped from outside must have left them alone for so long. */
const REST_NS = 1e9;
const MAKES = /(?:^|\.)create(?:Read|Write)Stream$/;

interface Stream {
  readonly row: FsRow;
  /** The step in which it was made. */
  readonly made: number;
}

function findStreams({ trace, options }: AnalysisContext): Draft[] {
  const { tasks, segments } = trace;
  const bySite = new Map<number, Stream[]>();
  for (const row of trace.fs) {
    // It is opened in the tick after the call.
    const task = row.isOpening && row.site === NONE ? segments.task.at(row.segment) : NONE;
    const site = task === NONE ? NONE : tasks.site.at(task);
    if (!MAKES.test(trace.site(site)?.text ?? '') || row.path.startsWith('/dev/')) continue;
    addTo(bySite, site, { row, made: tasks.initSegment.at(task) });
  }
  const drafts: Draft[] = [];
  for (const [site, streams] of bySite) {
    if (options.isCancelled()) break;
    const open = streams.filter(({ row }) => row.closedAt === NONE && row.doneSegment !== NONE);
    const turns = new Set(open.map(({ made }) => segments.turn.at(made)));
    if (Math.min(turns.size, open.length - trace.strayCloses) < MIN_LEFT) continue;
    if (trace.threads[open[0]?.row.thread ?? NONE]?.gaps.length !== 0) continue;
    const draft = replaced(trace, site, streams) ?? leftUnread(trace, site, streams.length, open);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

/** Each but the last of a variable or property has lost the only place where it was kept. */
function replaced(trace: Trace, site: number, streams: readonly Stream[]): Draft | undefined {
  const { accesses: a, sites } = trace;
  const call = trace.site(site);
  // `this.out = fs.createWriteStream(…)`: nothing but the sign stands between the two.
  const isTarget = (index: number): boolean => {
    const s = sites[index];
    if (s?.kind !== 'write' || s.file !== call?.file || s.line !== call.line || s.function !== call.function) return false;
    return s.column + s.text.length + ' = '.length === call.column;
  };
  const target = sites.findIndex((_, index) => isTarget(index));
  if (target === NONE) return undefined;
  const bySegment = new Map(streams.map((stream) => [stream.made, stream]));
  const kept = new Map<number, Stream>();
  const lost: Stream[] = [];
  for (const i of accessesAtSites(trace, [target])) {
    const stream = bySegment.get(a.segment.at(i));
    if (stream === undefined) continue;
    const before = kept.get(a.location.at(i));
    if (before !== undefined) lost.push(before);
    kept.set(a.location.at(i), stream);
  }
  const open = lost.filter(({ row }) => row.closedAt === NONE);
  if (open.length - trace.strayCloses < MIN_LEFT || open.length < lost.length * MIN_SHARE) return undefined;
  return {
    ...base(site, open),
    message: `The streams made by \`${call?.text ?? ''}\` pile up: each took the place of the one before in \`${trace.site(target)?.text ?? ''}\`, and ${open.length} of ${lost.length} that had lost it so were never ended.`,
    why: ['end() was not called for them, and nobody else has them: their files stay open', 'end() the old one before its place is taken'],
  };
}

/** Readers of a program that is done. */
function leftUnread(trace: Trace, site: number, made: number, open: readonly Stream[]): Draft | undefined {
  const [first] = open;
  if (first === undefined || open.some(({ row }) => row.class !== FS_READ)) return undefined;
  const thread = trace.threads[first.row.thread];
  const paths = new Set(open.map(({ row }) => row.path));
  const endNs = endOfRun(trace.run);
  const isAtRest = (): boolean => trace.fs.every((row) => !paths.has(row.path) || endNs - row.startNs >= REST_NS);
  if (thread?.exitReason !== 0 && !(thread?.exitReason === -1 && wasCutOff(trace) && isAtRest())) return undefined;
  return {
    ...base(site, open),
    message: `${open.length === made ? `The ${made}` : `${open.length} of the ${made}`} files opened by \`${trace.site(site)?.text ?? ''}\` were never closed: they were not read to their end, and nobody destroyed the streams.`,
    why: [
      'a stream closes its file when it has been read to the end, or is destroyed; one that nobody reads on stays open',
      'stream.destroy() in a finally block, or stream.pipeline() instead of pipe(), closes it on every path; a reader of lines that is left early does not',
    ],
  };
}

function base(site: number, open: readonly Stream[]): Omit<Draft, 'message' | 'why'> {
  return {
    kind: 'handle.leak',
    key: `${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    places: [{ site, role: 'create' }],
    segments: open.slice(0, 8).map(({ made }) => made),
    activations: [],
  };
}
