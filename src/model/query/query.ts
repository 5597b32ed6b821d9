/**
 * The engine's side of the timeline: one request in, one reply out (types in requests.ts). `answer` keeps nothing but the index of a trace (tracksIndex.ts).
 * Start reading here: tracks.ts (what the lanes are), tiles.ts (how they become pixels), queryDetails.ts (what is said about one place).
 */
import { NONE } from '../ids.ts';
import { answerDetails, entryNear } from './queryDetails.ts';
import { answerCritical } from './queryCritical.ts';
import { answerLocks } from './queryLocks.ts';
import { parseFilter } from './filterText.ts';
import { entryPredicate, lanePredicate } from './queryFilter.ts';
import { STATE_MASK, STATE_NONE } from '../requests.ts';
import type {
  EngineReply,
  EngineRequest,
  ParentsReply,
  ParentsRequest,
  SearchHit,
  SearchReply,
  SearchRequest,
  SourceRequest,
  StepReply,
  StepRequest,
  TimelineReport,
} from '../requests.ts';
import { answerStatistics } from '../statistics.ts';
import { answerTiles, listOfRow } from '../tracks/tiles.ts';
import { answerStrips, answerSummary } from '../tracks/tilesStrips.ts';
import type { Trace } from '../trace.ts';
import { ROW_CALL, findingsByLane, laneOfRow, rowId, rowOfLane, timelineOf } from '../tracks/tracksIndex.ts';
import type { Locate, Timeline } from '../tracks/tracksIndex.ts';
import { entryText, nameOfActivation, nameOfThread, placeOfFunction, placeOfSite, titleOfLane } from '../tracks/tracksNames.ts';
import { answerRows, isOpenByDefault, parentsOf } from '../tracks/tracksRows.ts';

const MAX_HITS = 5000;

/** Whether a message from outside is one of ours; everything else in it is checked where it is used. */
export function isEngineRequest(message: unknown): message is EngineRequest {
  return (
    typeof message === 'object' && message !== null && 'type' in message && typeof message.type === 'string' && TYPES.has(message.type)
  );
}
const TYPES: ReadonlySet<string> = new Set([
  'summary',
  'rows',
  'tiles',
  'strips',
  'details',
  'step',
  'search',
  'statistics',
  'critical',
  'locks',
  'source',
  'parents',
]);

/**
 * Answers one request about a trace. `locate` maps positions of loaded code to the author's (source maps); pass the same function every time.
 * The index is built on the first request and again when a running trace has grown (tracksIndex.ts).
 */
export function answer(trace: Trace, report: TimelineReport, request: EngineRequest, locate?: Locate, growth?: number): EngineReply {
  const timeline = timelineOf(trace, locate, growth);
  switch (request.type) {
    case 'summary':
      return answerSummary(timeline, report, request);
    case 'rows':
      return answerRows(timeline, report, request);
    case 'tiles':
      return answerTiles(timeline, request);
    case 'strips':
      return answerStrips(timeline, request);
    case 'details':
      return answerDetails(timeline, report, request);
    case 'step':
      return answerStep(timeline, request);
    case 'search':
      return answerSearch(timeline, report, request);
    case 'statistics':
      return answerStatistics(timeline, report, request);
    case 'critical':
      return answerCritical(timeline, request);
    case 'locks':
      return answerLocks(timeline, request);
    case 'source':
      return answerSource(timeline, request);
    case 'parents':
      return answerParents(timeline, request);
  }
}

function answerParents(timeline: Timeline, request: ParentsRequest): ParentsReply {
  const parents = parentsOf(timeline, request.row);
  const toggled = new Set(request.toggled);
  return { parents, toggle: parents.filter((row) => isOpenByDefault(row) === toggled.has(row)) };
}

/** The next or previous state in a row, skipping emptiness. */
function answerStep(timeline: Timeline, request: StepRequest): StepReply | null {
  const found = listOfRow(timeline, request.row);
  if (found === null) return null;
  const { list } = found;
  let at = entryNear(found, request.ns, Number.POSITIVE_INFINITY);
  if (at === NONE) return null;
  do at += request.direction;
  while (at >= list.from && at < list.to - 1 && ((list.state[at] as number) & STATE_MASK) === STATE_NONE);
  if (at < list.from || at >= list.to - 1) return null;
  // A point within it: steps must not get stuck on its edge.
  return { row: request.row, ns: ((list.startNs[at] as number) + (list.startNs[at + 1] as number)) / 2 };
}

function answerSearch(timeline: Timeline, report: TimelineReport, request: SearchRequest): SearchReply {
  const filter = parseFilter(request.query);
  if (filter.problem !== null) return { hits: [], total: 0, problem: filter.problem };
  const { tracks } = timeline;
  const accepts = filter.node === null ? null : lanePredicate(timeline, findingsByLane(timeline, report), report, filter.node);
  const acceptsEntry = entryPredicate(timeline, filter.node);
  const hits: SearchHit[] = [];
  const limit = Math.min(MAX_HITS, request.limit);
  let total = 0;
  const only = request.row < 0 ? NONE : laneOfRow(timeline, request.row);
  for (const lanes of request.row < 0 ? tracks.threadLanes : [[only]]) {
    for (const lane of lanes) {
      if (lane === NONE) continue;
      if (accepts !== null && !accepts(lane)) continue;
      for (let i = tracks.first[lane] as number; i < (tracks.first[lane + 1] as number) - 1; i++) {
        if (((tracks.state[i] as number) & STATE_MASK) === STATE_NONE || !acceptsEntry(i)) continue;
        total++;
        if (hits.length < limit) hits.push(hitOf(timeline, lane, i));
      }
    }
  }
  return { hits: hits.toSorted((a, b) => a.startNs - b.startNs), total, problem: null };
}

function hitOf(timeline: Timeline, lane: number, entry: number): SearchHit {
  const { tracks, trace } = timeline;
  const state = tracks.state[entry] as number;
  const reference = tracks.reference[entry] as number;
  const isWait = (state & STATE_MASK) > 2 && reference !== NONE;
  return {
    row: rowOfLane(tracks, lane),
    task: titleOfLane(timeline, lane),
    state,
    stateText: entryText(timeline, lane, entry),
    startNs: tracks.startNs[entry] as number,
    endNs: tracks.startNs[entry + 1] as number,
    place: isWait
      ? placeOfSite(timeline, trace.suspensions.site.at(reference))
      : placeOfFunction(timeline, tracks.lanes.activation.at(lane)),
    thread: nameOfThread(timeline, tracks.lanes.thread.at(lane)),
  };
}

/** Calls of the function on a line, and waits on a line; times are those of the call or wait. */
function answerSource(timeline: Timeline, request: SourceRequest): SearchReply {
  const { trace, tracks } = timeline;
  const hits: SearchHit[] = [];
  let total = 0;
  const isHere = (place: { file: string; line: number } | null): boolean =>
    place !== null && place.line === request.line && (place.file === request.file || place.file === `file://${request.file}`);
  const functions = new Set(trace.functions.flatMap((fn, i) => (isHere(timeline.locate(fn.file, fn.line, fn.column)) ? [i] : [])));
  const sites = new Set(trace.sites.flatMap((site, i) => (isHere(timeline.locate(site.file, site.line, site.column)) ? [i] : [])));
  const add = (activation: number, state: number, text: string, fromNs: number, toNs: number): void => {
    total++;
    if (hits.length >= request.limit) return;
    const lane = tracks.activationLane[activation] as number;
    hits.push({
      row: tracks.nested[activation] === 0 ? rowOfLane(tracks, lane) : rowId(ROW_CALL, activation),
      task: nameOfActivation(timeline, activation),
      state,
      stateText: text,
      startNs: fromNs - tracks.originNs,
      endNs: toNs - tracks.originNs,
      place: { file: request.file, line: request.line, column: 1 },
      thread: nameOfThread(timeline, trace.activations.thread.at(activation)),
    });
  };
  const end = tracks.endNs + tracks.originNs;
  const { activations, suspensions } = trace;
  if (functions.size > 0) {
    for (let a = 0; a < activations.length; a++) {
      if (!functions.has(activations.fn.at(a))) continue;
      const done = activations.endSegment.at(a) !== NONE;
      add(a, STATE_NONE, done ? 'call' : 'call, not ended', activations.startNs.at(a), done ? activations.endNs.at(a) : end);
    }
  }
  if (sites.size > 0) {
    for (let s = 0; s < suspensions.length; s++) {
      if (!sites.has(suspensions.site.at(s))) continue;
      const wait = tracks.waits.readSuspension(s, suspensions.startNs.at(s));
      const ended = tracks.waits.endOf(s);
      const to = Number.isNaN(ended) ? end : ended;
      add(suspensions.activation.at(s), wait.state, 'await', suspensions.startNs.at(s), to);
    }
  }
  return { hits, total, problem: null };
}
