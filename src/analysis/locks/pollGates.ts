/**
 * Hand-written locks that are looked at again and again: `line.push(me); while (line[0] !== me) await turn(); … line.shift();`, `while (serving !== mine) await tick(); … serving++;`.
 * Who is past such a loop has the lock, until it changes what the others look at, or ends where that is not recorded.
 *
 * The form says who waits for whom, the run whether it is a lock: somebody was held up while another one was past the loop, and no two were past it at once. Where somebody changes what is
 * looked at twice, after the loop and again later, it is a flag, which says more by itself (holding.ts).
 */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { FLAG_POLL } from '../../model/vocabulary.ts';
import type { LocationAccesses } from '../shared/accesses.ts';

/** One task is past the loop. */
interface Section {
  readonly activation: number;
  /** Await of the loop. */
  readonly site: number;
  readonly from: number;
  /** The last segment; NONE while it has not come to its end. */
  readonly to: number;
  /** It found the way free at once: what stands before the loop is in the same segment. */
  readonly atOnce: boolean;
  /** Segments in which it looked and had to wait, the newest first. */
  readonly refused: readonly number[];
  readonly gate: Gate;
}

/** One loop, and what it looks at: a location, or NONE where that is not recorded. */
interface Gate {
  readonly sections: Section[];
  isLock: boolean;
}

export interface PollGates {
  /** Are accesses a and c of one stretch past a loop, and b of another one? AccessIndex. */
  isApart(a: number, c: number, b: number): boolean;
}

const MAX_CALLERS = 16;
const NOBODY: PollGates = { isApart: () => false };

export function findPollGates(trace: Trace, groups: readonly LocationAccesses[]): PollGates {
  const loops = new Map<number, number>();
  for (const [site, row] of trace.sites.entries()) {
    if (row.kind === 'await' && ((row.flags ?? 0) & FLAG_POLL) !== 0) loops.set(row.function, loops.has(row.function) ? NONE : site);
  }
  if (loops.size === 0) return NOBODY;
  const gates = gatesOf(trace, loops, looksOf(trace, groups));
  const sectionOf = new Map<number, Section>();
  const locks = gates.filter((gate) => gate.isLock && isLock(gate));
  for (const section of locks.flatMap((gate) => gate.sections)) sectionOf.set(section.activation, section);
  if (sectionOf.size === 0) return NOBODY;
  const around = (access: number): Section | undefined => {
    const { activations: acts, accesses } = trace;
    let activation = accesses.activation.at(access);
    for (let steps = 0; activation !== NONE && steps < MAX_CALLERS; steps++, activation = acts.parent.at(activation)) {
      const section = sectionOf.get(activation);
      if (section !== undefined) return isInside(trace, section, access) ? section : undefined;
    }
    return undefined;
  };
  return {
    isApart: (a, c, b) => {
      const mine = around(a);
      if (mine === undefined || around(c) !== mine) return false;
      const other = around(b);
      return other !== undefined && other !== mine && other.gate === mine.gate;
    },
  };
}

function isInside(trace: Trace, { site, from, to, atOnce }: Section, access: number): boolean {
  const { accesses: a } = trace;
  const segment = a.segment.at(access);
  if (segment < from || (to !== NONE && segment > to)) return false;
  if (!atOnce || segment > from) return true;
  const [own, loop] = [trace.site(a.site.at(access)), trace.site(site)];
  if (own === undefined || own.function !== loop?.function) return false;
  // The look that let it pass may stand in a line before the await.
  return own.line >= loop.line || ((own.flags ?? 0) & FLAG_POLL) !== 0;
}

/** What an activation looked at in such a loop, and when it changed that. */
interface Look {
  readonly location: number;
  readonly changes: number[];
}

function looksOf(trace: Trace, groups: readonly LocationAccesses[]): Map<number, Look[]> {
  const { accesses: a } = trace;
  const looks = new Map<number, Look[]>();
  const isLook = (row: number): boolean => {
    const site = trace.site(a.site.at(row));
    return a.write.at(row) === 0 && ((site?.flags ?? 0) & FLAG_POLL) !== 0;
  };
  for (const { location, rows } of groups) {
    if (!rows.some(isLook)) continue;
    const here = new Map<number, Look>();
    for (const row of rows) if (isLook(row)) here.set(a.activation.at(row), { location, changes: [] });
    for (const row of rows) if (a.write.at(row) === 1) here.get(a.activation.at(row))?.changes.push(a.segment.at(row));
    for (const [activation, look] of here) addTo(looks, activation, look);
  }
  return looks;
}

function gatesOf(trace: Trace, loops: ReadonlyMap<number, number>, looks: ReadonlyMap<number, readonly Look[]>): Gate[] {
  const { activations: acts, suspensions: s } = trace;
  const gates = new Map<string, Gate>();
  for (let activation = 0; activation < acts.length; activation++) {
    const site = loops.get(acts.fn.at(activation)) ?? NONE;
    if (site === NONE) continue;
    let [last, before] = [NONE, NONE];
    const refused: number[] = [];
    const line = trace.site(site)?.line ?? 0;
    for (let at = acts.lastSuspension.at(activation); at !== NONE; at = s.previous.at(at)) {
      if (s.site.at(at) === site) {
        if (last === NONE) last = at;
        refused.push(s.segment.at(at));
      } else if (before === NONE && (trace.site(s.site.at(at))?.line ?? 0) < line) before = at;
    }
    const passed = last === NONE ? before : last;
    const from = passed === NONE ? acts.startSegment.at(activation) : s.resumeSegment.at(passed);
    if (from === NONE) continue;
    const mine = looks.get(activation) ?? [];
    // What it looks at and changes itself.
    const own = mine.filter(({ changes }) => changes.some((segment) => segment >= from));
    if (mine.length > 0 && own.length !== 1) continue;
    const changes = own[0]?.changes.filter((segment) => segment > from) ?? [];
    const key = `${site}:${own[0]?.location ?? NONE}`;
    const gate = gates.get(key) ?? { sections: [], isLock: true };
    gates.set(key, gate);
    const to = changes.at(-1) ?? acts.endSegment.at(activation);
    gate.sections.push({ activation, site, from, to, atOnce: last === NONE, refused, gate });
    // Changed twice: a flag, or something else.
    if (changes.length > 1) gate.isLock = false;
  }
  return [...gates.values()];
}

/** Somebody looked in vain while another one was past the loop, and never were two past it at once. */
function isLock({ sections }: Gate): boolean {
  sections.sort((x, y) => x.from - y.from);
  let isHeldUp = false;
  for (const [i, { from, to }] of sections.entries()) {
    const next = sections[i + 1];
    if (next === undefined) break;
    if (to === NONE || next.from < to) return false;
    isHeldUp ||= next.refused.some((segment) => from <= segment && segment < to);
  }
  return isHeldUp;
}
