/** Statistics of a range of time: by state, by task (function or route), by site, by lock, by thread. */
import { NONE } from './ids.ts';
import { parseFilter } from './query/filterText.ts';
import { entryPredicate, lanePredicate } from './query/queryFilter.ts';
import { STATE_MASK, STATE_NAMES, STATE_NONE } from './requests.ts';
import type { StatisticsLine, StatisticsReply, StatisticsRequest, TimelineReport } from './requests.ts';
import { findingsByLane } from './tracks/tracksIndex.ts';
import type { Timeline } from './tracks/tracksIndex.ts';
import { laneOfRequest, nameOfLock, nameOfThread, titleOfLane } from './tracks/tracksNames.ts';

/** Lines of each kind that are returned unless said, the biggest first. */
const MAX_LINES = 60;
/** Durations kept for percentiles; beyond, every second one is dropped, again and again. */
const MAX_SAMPLES = 4096;

class Sum {
  count = 0;
  total = 0;
  max = 0;
  #samples: number[] = [];
  #step = 1;
  add(ns: number): void {
    if (this.count++ % this.#step === 0) {
      this.#samples.push(ns);
      if (this.#samples.length >= MAX_SAMPLES) {
        this.#samples = this.#samples.filter((_, i) => i % 2 === 0);
        this.#step *= 2;
      }
    }
    this.total += ns;
    if (ns > this.max) this.max = ns;
  }
  toLine(by: StatisticsLine['by'], name: string): StatisticsLine {
    const sorted = this.#samples.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return { by, name, count: this.count, totalNs: this.total, p50Ns: at(0.5), p95Ns: at(0.95), maxNs: this.max };
  }
}

class Sums {
  readonly #sums = new Map<string, Sum>();
  add(name: string, ns: number): void {
    let sum = this.#sums.get(name);
    if (sum === undefined) this.#sums.set(name, (sum = new Sum()));
    sum.add(ns);
  }
  toLines(by: StatisticsLine['by'], limit: number): StatisticsLine[] {
    return [...this.#sums]
      .map(([name, sum]) => sum.toLine(by, name))
      .toSorted((a, b) => b.totalNs - a.totalNs || (a.name < b.name ? -1 : 1))
      .slice(0, limit);
  }
}

export function answerStatistics(timeline: Timeline, report: TimelineReport, request: StatisticsRequest): StatisticsReply {
  const { tracks, trace } = timeline;
  const filter = parseFilter(request.query);
  if (filter.problem !== null) return { lines: [], problem: filter.problem };
  const matches = filter.node === null ? null : lanePredicate(timeline, findingsByLane(timeline, report), report, filter.node);
  const known = new Map<number, boolean>();
  const accepts = (lane: number): boolean => {
    if (matches === null || lane === NONE) return matches === null;
    let accepted = known.get(lane);
    if (accepted === undefined) known.set(lane, (accepted = matches(lane)));
    return accepted;
  };
  const acceptsEntry = entryPredicate(timeline, filter.node);
  const states = new Sums();
  const tasks = new Sums();
  const locks = new Sums();
  const threads = new Sums();
  const { fromNs, toNs, limit = MAX_LINES } = request;
  for (let lane = 0; lane < tracks.lanes.length; lane++) {
    if (tracks.lanes.startNs.at(lane) >= toNs || tracks.lanes.endNs.at(lane) <= fromNs) continue;
    if (!accepts(lane)) continue;
    let whole = 0;
    let thread: string | undefined;
    for (let i = tracks.first[lane] as number; i < (tracks.first[lane + 1] as number) - 1; i++) {
      const state = (tracks.state[i] as number) & STATE_MASK;
      const ns = Math.min(toNs, tracks.startNs[i + 1] as number) - Math.max(fromNs, tracks.startNs[i] as number);
      if (ns <= 0 || state === STATE_NONE || !acceptsEntry(i)) continue;
      states.add(STATE_NAMES[state] as string, ns);
      if (state <= 2) threads.add((thread ??= nameOfThread(timeline, tracks.lanes.thread.at(lane))), ns);
      whole += ns;
    }
    if (whole > 0) tasks.add(titleOfLane(timeline, lane), whole);
  }
  const sites = waitsBySite(timeline, fromNs, toNs, accepts);
  const { requests } = trace;
  for (let r = 0; r < requests.length; r++) {
    const from = requests.requestNs.at(r) - tracks.originNs;
    const to = requests.acquireSegment.at(r) === NONE ? tracks.endNs : requests.acquireNs.at(r) - tracks.originNs;
    const ns = Math.min(toNs, to) - Math.max(fromNs, from);
    if (ns > 0 && accepts(laneOfRequest(timeline, r))) locks.add(nameOfLock(timeline, requests.lock.at(r)), ns);
  }
  return {
    lines: [
      ...states.toLines('state', limit),
      ...tasks.toLines('task', limit),
      ...sites.toLines('site', limit),
      ...locks.toLines('lock', limit),
      ...threads.toLines('thread', limit),
    ],
    problem: null,
  };
}

/** Awaits by their place in the author's file. */
function waitsBySite({ tracks, trace, locate }: Timeline, fromNs: number, toNs: number, accepts: (lane: number) => boolean): Sums {
  const sums = new Sums();
  const { activations: acts, suspensions: s } = trace;
  const names = new Map<number, string>();
  for (let i = 0; i < s.length; i++) {
    const site = s.site.at(i);
    const from = s.startNs.at(i) - tracks.originNs;
    const until = s.resumeSegment.at(i) === NONE ? acts.endNs.at(s.activation.at(i)) : s.resumeNs.at(i);
    // What is returned (`return load()`) is waited for until the function has ended; nothing is resumed then.
    const to = Number.isNaN(until) ? tracks.endNs : until - tracks.originNs;
    const ns = Math.min(toNs, to) - Math.max(fromNs, from);
    if (site === NONE || !(ns > 0) || !accepts(tracks.activationLane[s.activation.at(i)] ?? NONE)) continue;
    let name = names.get(site);
    if (name === undefined) {
      const row = trace.site(site);
      const place = row === undefined ? null : locate(row.file, row.line, row.column);
      name =
        place === null
          ? ''
          : `${row?.text ?? ''} (${place.file.slice(Math.max(place.file.lastIndexOf('/'), place.file.lastIndexOf('\\')) + 1)}:${place.line})`;
      names.set(site, name);
    }
    if (name !== '') sums.add(name, ns);
  }
  return sums;
}
