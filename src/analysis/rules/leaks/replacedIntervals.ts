/**
 * timer.leak, intervals that were put where one stood that went on: `watch() { this.timer = setInterval(poll, 1000); }` by calls that come again. Whoever is to stop it finds the newest one there;
 * nobody can stop those before it.
 */
import { NONE } from '../../../model/ids.ts';
import { LOCATION_ENTRY, VALUE_OBJECT } from '../../../model/vocabulary.ts';
import type { Trace } from '../../../model/trace.ts';
import type { Draft } from '../../finding.ts';
import { lastName } from '../../names.ts';
import { accessesAtSites, accessesOfLocation } from '../../shared/accessIndex.ts';
import { firstFrom } from '../../shared/accesses.ts';
import { sitesIn } from '../../siteIndex.ts';
import { MIN_FORGOTTEN } from './openedAgain.ts';

/** Intervals of one place that are looked at. */
const LIMIT = 1000;

/** `site`: where the intervals were made; `left`: those that were never cleared. */
export function replacedIntervals(trace: Trace, site: number, made: number, left: readonly number[]): Draft | undefined {
  const { accesses: a, segments, tasks } = trace;
  const [first] = left;
  const row = trace.site(site);
  if (first === undefined || row === undefined || left.length < MIN_FORGOTTEN || trace.taskType(first) !== 'Timeout') return undefined;
  if (trace.threads[tasks.thread.at(first)]?.gaps.length !== 0) return undefined;
  const stores = sitesIn(trace, row.function).filter((store) => trace.site(store)?.line === row.line && isPlace(trace, store, row.held));
  const isLeft = new Set(left);
  const kept = accessesAtSites(trace, stores).filter((access) => a.write.at(access) === 1);
  const isKept = new Set(kept);
  const replaced: { readonly access: number; readonly task: number }[] = [];
  for (let task = 0; task < tasks.length && replaced.length < LIMIT; task++) {
    if (tasks.site.at(task) !== site || trace.taskType(task) !== 'Timeout') continue;
    const access = kept[firstFrom(trace, kept, tasks.initPosition.at(task))];
    if (access === undefined || a.segment.at(access) !== tasks.initSegment.at(task) || !isOfTimer(trace, access, row.held)) continue;
    const writes = accessesOfLocation(trace, a.location.at(access)).filter((other) => a.write.at(other) === 1);
    const next = writes[firstFrom(trace, writes, a.position.at(access) + 1)];
    if (next === undefined || !isKept.has(next)) continue;
    const cleared = trace.clearedIntervals.get(task);
    if (cleared === undefined && isLeft.has(task)) replaced.push({ access, task });
    // Somebody else has it, or it ends by itself.
    else if (cleared !== undefined && cleared.ns > segments.endNs.at(a.segment.at(next))) return undefined;
  }
  const turns = new Set(replaced.map(({ task }) => segments.turn.at(tasks.initSegment.at(task))));
  if (turns.size < MIN_FORGOTTEN) return undefined;
  const [store] = replaced.map(({ access }) => a.site.at(access));
  const place = row.held ?? trace.site(store ?? NONE)?.text ?? '';
  return {
    kind: 'timer.leak',
    key: `${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${replaced.length} of the ${made} intervals made by \`${row.text}\` were still running when another one took their place in \`${place}\`: nobody can stop them any more.`,
    why: [
      'none of them was cleared, and only the newest is kept',
      'clearInterval for what stands there comes first, or where one stands no other is made',
    ],
    places: [{ site, role: 'create' }],
    segments: replaced.slice(0, 8).map(({ task }) => tasks.initSegment.at(task)),
    activations: [],
  };
}

/** `this.timer = setInterval(…)`, `timers.set(id, setInterval(…))`: what is given the interval and nothing else. */
function isPlace(trace: Trace, store: number, held: string | undefined): boolean {
  const text = trace.site(store)?.text ?? '';
  return held === undefined ? text.endsWith('.set') : lastName(text) === lastName(held);
}

function isOfTimer({ accesses: a, locations }: Trace, access: number, held: string | undefined): boolean {
  if (held === undefined) return locations.kind.at(a.location.at(access)) === LOCATION_ENTRY;
  return (a.value.at(access) & VALUE_OBJECT) !== 0;
}
