/**
 * timer.leak, fourth part: entries that are put in again and again, each time with a timer that takes them out, and that nobody can clear
 * (`cache.set(key, value); setTimeout(() => cache.delete(key), ttl)`). The timers of one entry pile up, and the oldest of them takes out what was put in last.
 */
import { addTo } from '../../../base/lists.ts';
import { type Change, mostAtOnce } from '../../../base/spans.ts';
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE } from '../../../model/tables.ts';
import { TASK_CLEARED, type Trace } from '../../../model/trace.ts';
import { FLAG_OWN } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { isInnerFunction } from '../../lineage.ts';
import { accessesAtSites } from '../../shared/accessIndex.ts';

export const leftExpiriesRule: Rule = { kinds: ['timer.leak'], run: findLeftExpiries };

/** So many timers must wait for one entry at one time: fewer are an entry that is put in again now and then. */
const MIN_AT_ONCE = 20;
/** In so many turns of the loop: what one call puts in at once is no habit. */
const MIN_TURNS = 8;

function findLeftExpiries({ trace, earlier }: AnalysisContext): Draft[] {
  const { tasks } = trace;
  const bySite = new Map<number, number[]>();
  for (let task = 0; task < tasks.length; task++) {
    if (trace.isPromise(task) || trace.taskType(task) !== 'Timeout' || (tasks.flags.at(task) & TASK_CLEARED) !== 0) continue;
    if (trace.hasFlag(tasks.site.at(task), FLAG_OWN)) addTo(bySite, tasks.site.at(task), task);
  }
  const isTold = (site: number): boolean =>
    earlier.some((d) => d.kind === 'timer.leak' && d.places.some((p) => 'site' in p && p.site === site));
  return [...bySite].flatMap(([site, timers]) => (isTold(site) || timers.length < MIN_AT_ONCE ? [] : judge(trace, site, timers)));
}

function judge(trace: Trace, site: number, timers: readonly number[]): Draft[] {
  const { segments: s, tasks } = trace;
  if (timers.some((timer) => trace.threads[tasks.thread.at(timer)]?.gaps.length !== 0)) return [];
  const puts = putsBeside(trace, site);
  const byEntry = new Map<number, number[]>();
  for (const [timer, location] of entriesOf(trace, timers, puts)) addTo(byEntry, location, timer);
  let worst = { most: 0, timers: [] as readonly number[] };
  for (const own of byEntry.values()) {
    if (new Set(own.map((timer) => s.turn.at(tasks.initSegment.at(timer)))).size < MIN_TURNS) continue;
    const changes = own.flatMap((timer): Change[] => {
      const run = tasks.firstRun.at(timer);
      return [
        { ns: tasks.initNs.at(timer), by: 1 },
        { ns: run === NONE ? Infinity : s.startNs.at(run), by: -1 },
      ];
    });
    const most = mostAtOnce(changes);
    if (most > worst.most) worst = { most, timers: own };
  }
  if (worst.most < MIN_AT_ONCE) return [];
  return [
    {
      kind: 'timer.leak',
      key: `${site}`,
      confidence: 0.75,
      verdict: 'observed',
      consequence: false,
      message: `The timers made by \`${trace.site(site)?.text ?? 'setTimeout'}\` pile up: ${worst.most} waited at one time to take out one and the same entry, and the first of them takes out what was put in last.`,
      why: [
        'the entry was put in again while the timer of the time before was still waiting, and nobody can clear that: what setTimeout gave is thrown away',
        `${timers.length} timers were made there`,
        'keep the timer with the entry and clear it when the entry is put in again, or keep the time at which it gets old and look at that',
      ],
      places: [{ site, role: 'create' }, ...puts.slice(0, 1).map((put) => ({ site: put, role: 'write' }))],
      segments: worst.timers.slice(0, 8).map((timer) => tasks.initSegment.at(timer)),
      activations: [],
    },
  ];
}

/** `cache.set` and `cache.delete`, `rows[id]` and `delete rows[id]`: what holds the entry. */
function holderOf(text: string): string {
  return text.replace(/^delete /, '').replace(/\.(?:set|delete)$|\[[^\]]*\]$/, '');
}

/** Where the function that makes the timer puts in what its callback takes out. */
function putsBeside(trace: Trace, timer: number): number[] {
  const made = trace.functionAt(timer);
  const rows = [...trace.sites.entries()].filter(([, row]) => row.kind === 'write');
  const removed = new Set(rows.filter(([, row]) => isInnerFunction(trace, row.function, made)).map(([, row]) => holderOf(row.text)));
  return rows.filter(([, row]) => row.function === made && removed.has(holderOf(row.text))).map(([site]) => site);
}

/** Timers with the entry that was put in for each: as many as were made in the same step, in the same order. */
function entriesOf(trace: Trace, timers: readonly number[], puts: readonly number[]): Map<number, number> {
  const { accesses: a, tasks } = trace;
  const bySegment = new Map<number, number[]>();
  for (const row of accessesAtSites(trace, puts)) if (a.write.at(row) === ACCESS_IS_WRITE) addTo(bySegment, a.segment.at(row), row);
  const madeIn = new Map<number, number[]>();
  for (const timer of timers) addTo(madeIn, tasks.initSegment.at(timer), timer);
  const found = new Map<number, number>();
  for (const [segment, made] of madeIn) {
    const rows = bySegment.get(segment) ?? [];
    if (rows.length !== made.length) continue;
    rows.sort((x, y) => a.position.at(x) - a.position.at(y));
    for (const [i, timer] of made.entries()) found.set(timer, a.location.at(rows[i] as number));
  }
  return found;
}
