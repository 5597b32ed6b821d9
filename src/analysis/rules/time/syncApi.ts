/**
 * loop.sync-api: blocking built-ins (fs.*Sync, execSync, *Sync of crypto and zlib, Atomics.wait) while a request or another event from outside is served
 * (detection.md §5). Start-up and command-line tools are exempt: there is nobody else whom they could delay.
 */
import { NONE } from '../../../model/ids.ts';
import { ROOT_CONNECTION, ROOT_HTTP_REQUEST, ROOT_MESSAGE } from '../../../model/vocabulary.ts';
import type { BlockRow, Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { testFiles } from '../../testFiles.ts';
import { pieceOnConnection, requestOf, rootOf } from '../../roots.ts';

export const syncApiRule: Rule = { kinds: ['loop.sync-api'], run: findSyncCalls };

const SINGLE_NS = 20e6;
const ROOT_SUM_NS = 5e6;
const ROOT_CALLS = 10;
/** From here it is worth a warning, when other work was there to be delayed. */
const WARN_NS = 20e6;
/** So many calls while one request is served are a habit, which grows with what is asked for; below this (all together) not even that matters. */
const MANY_NS = 1e6;

/**
 * Calls that compute, or copy what the machine has in memory: the processor time of their callback is the most they can have taken, the rest is what a busy machine gave to others. (A disk
 * that is slow looks the same.)
 */
export const COMPUTES = /^(?:crypto|zlib|fs)\b/;

/** Calls that load a module. */
export const LOADS = /(?:^|\.)(?:require(?:Actual|Mock)?|require\.resolve|import|__\w*import\w*)$/;

interface Use {
  readonly api: string;
  readonly site: number;
  readonly segments: number[];
  /** Of one root, in nanoseconds. */
  readonly perRoot: Map<number, { ns: number; calls: number }>;
  readonly clients: Set<number>;
  isOfRequest: boolean;
  longestNs: number;
}

function findSyncCalls(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  const blamed = new Set(
    earlier.filter((d) => d.kind === 'loop.blocked').flatMap((d) => d.places.slice(0, 1).map((p) => ('site' in p ? p.site : NONE))),
  );
  const uses = new Map<number, Use>();
  for (const block of trace.blocks) {
    if (block.site === NONE || Number.isNaN(block.endNs) || !isMainThread(trace, block)) continue;
    const { root, client, kind } = servedBy(trace, block.segment);
    // Loading a module is synchronous once, whoever loads (Node, or the loader of a test runner).
    if (LOADS.test(trace.site(block.site)?.text ?? '')) continue;
    // A runner goes on with the next hook in the answer to the request of a test: that serves nobody.
    if (testFiles(trace).has(trace.site(block.site)?.file ?? NONE)) continue;
    if (kind !== ROOT_HTTP_REQUEST && kind !== ROOT_CONNECTION && kind !== ROOT_MESSAGE) continue;
    let use = uses.get(block.site);
    if (use === undefined) {
      uses.set(
        block.site,
        (use = {
          api: block.api,
          site: block.site,
          segments: [],
          perRoot: new Map(),
          clients: new Set(),
          isOfRequest: kind === ROOT_HTTP_REQUEST,
          longestNs: 0,
        }),
      );
    }
    use.clients.add(client);
    const ns = tookNs(trace, block);
    const sum = use.perRoot.get(root) ?? { ns: 0, calls: 0 };
    sum.ns += ns;
    sum.calls++;
    use.perRoot.set(root, sum);
    use.segments.push(block.segment);
    use.longestNs = Math.max(use.longestNs, ns);
  }
  const drafts: Draft[] = [];
  for (const use of uses.values()) {
    if (context.options.isCancelled()) break;
    const draft = blamed.has(use.site) ? undefined : judge(trace, use);
    if (draft !== undefined) drafts.push(draft);
  }
  return drafts;
}

interface Served {
  /** A root; of what comes in on a connection, a number below NONE for each piece of it. */
  readonly root: number;
  /** A root; of a connection, a number below NONE. */
  readonly client: number;
  readonly kind: number | undefined;
}

/** Who waits for the segment to be done: a request, or whoever speaks on a connection. What is read from one is no part of the callback that accepted it. */
function servedBy(trace: Trace, segment: number): Served {
  const root = rootOf(trace, segment);
  if (root !== NONE) return { root, client: root, kind: trace.roots[root]?.kind };
  const { atom, task } = trace.segments;
  const piece = pieceOnConnection(trace, segment);
  if (piece === NONE) return { root: NONE, client: NONE, kind: undefined };
  return { root: NONE - 1 - atom.at(piece), client: NONE - 1 - task.at(piece), kind: ROOT_CONNECTION };
}

/** By the clock, and of what computes no more than the processor time of the callback that it was in. */
function tookNs(trace: Trace, block: BlockRow): number {
  const ns = block.endNs - block.startNs;
  if (ns < SINGLE_NS || !COMPUTES.test(block.api)) return ns;
  const { atom, startNs } = trace.segments;
  const around = trace.longs.find(
    (l) => l.thread === block.thread && l.ns >= block.endNs && startNs.at(atom.at(l.segment)) <= block.startNs,
  );
  return around === undefined || Number.isNaN(around.cpuNs) ? ns : Math.min(ns, around.cpuNs);
}

/** A worker thread may block: that is what it is for. */
function isMainThread(trace: Trace, block: BlockRow): boolean {
  return trace.threads[block.thread]?.threadId === 0;
}

function judge(trace: Trace, use: Use): Draft | undefined {
  const sums = [...use.perRoot.values()];
  const most = sums.reduce((a, b) => (b.ns > a.ns ? b : a));
  const calls = Math.max(...sums.map((s) => s.calls));
  if (use.longestNs < SINGLE_NS && most.ns < ROOT_SUM_NS && calls < ROOT_CALLS) return undefined;
  const root = trace.roots[[...use.clients][0] ?? NONE];
  const isOnConnection = root === undefined || root.kind === ROOT_CONNECTION;
  const label =
    trace.roots[requestOf(trace, use.segments[0] ?? NONE)]?.label ?? (isOnConnection ? 'what comes in on a connection' : root.label);
  // Blocking calls delay others only where requests can overlap, and a few milliseconds delay nobody much.
  const isMany = use.isOfRequest && sums.some((s) => s.calls >= ROOT_CALLS && s.ns >= MANY_NS);
  const serious = isMany || (use.longestNs >= WARN_NS && use.clients.size >= 2);
  const times = sums.reduce((sum, s) => sum + s.calls, 0);
  return {
    kind: 'loop.sync-api',
    key: `${use.site}`,
    confidence: serious ? 0.75 : 0.5,
    verdict: 'observed',
    consequence: false,
    ...(serious ? {} : { ceiling: 'info' as const }),
    message: `${use.api} blocks the event loop while ${label} is served: ${formatMs(most.ns)} in one ${most.calls === 1 ? 'call' : isOnConnection ? 'callback' : 'request'}; everything else waits meanwhile.`,
    why: [
      `${times} ${times === 1 ? 'call' : 'calls'} in ${sums.length} ${isOnConnection ? 'callback' : 'request'}${sums.length === 1 ? '' : 's'}, the longest ${formatMs(use.longestNs)}`,
      'use its asynchronous form, or a worker thread',
    ],
    places: [{ site: use.site, role: 'blocking call' }],
    segments: use.segments.slice(0, 8),
    activations: [],
  };
}

function formatMs(ns: number): string {
  return ns < 10e6 ? `${Math.round(ns / 1e5) / 10} ms` : `${Math.round(ns / 1e6)} ms`;
}
