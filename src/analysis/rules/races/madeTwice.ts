/**
 * race.check-then-act of what is made on demand and must be there once: `if (this.server) return this.server; await compile(); const server = createServer(); server.listen(port); …;
 * this.server = server`. In this run the second call came when the server was there. Had it come earlier, both would have opened one, of which one is kept nowhere and never closed.
 *
 * Only what was opened in the call itself counts (a server, a connection, a worker, a process, a file), and what both then change (`rooms.get(name).guests.add(guest)`): data that is loaded twice does no harm. Nothing may be left before the wait at which
 * another call could look; as what only one step has touched is not in the trace, the code is asked for that, too.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { SiteRow, Trace } from '../../../model/trace.ts';
import {
  ACCESS_PLAIN,
  ACCESS_RMW,
  FLAG_CONDITION,
  LOCATION_ENTRY,
  LOCATION_WHOLE,
  VALUE_OBJECT,
  VALUE_PROMISE,
  VALUE_TRUE,
} from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { type Draft, sitesOfRaces } from '../../finding.ts';
import { isInnerFunction, isSetOffBy, isWithin } from '../../lineage.ts';
import { atomOf, lastBefore, type LocationAccesses, objectOf } from '../../shared/accesses.ts';
import { hasSite, sitesIn } from '../../siteIndex.ts';
import type { Split } from './atomicityDraft.ts';
import { IS_OPEN } from './closes.ts';
import { Splits, isNothing } from './splits.ts';
import { findLateLook, lateDraft } from './tooLate.ts';
import { isBefore } from '../../waiting/wakers.ts';

export const madeTwiceRule: Rule = { kinds: ['race.check-then-act'], run: findMadeTwice };

/** Calls after a call among which its helpers are sought. */
const MAX_HELPERS = 256;
/** Methods by which something is opened that has been made before. */
const OPENS = /\.(?:listen|connect|open|bind)$/;
/** Calls that give something that is open, by the class of what they give. */
const MAKERS: ReadonlyMap<string, RegExp> = new Map([
  ['Server', /(?:^|\.)(?:create(?:Secure)?Server|Server)$/],
  ['Socket', /(?:^|\.)(?:connect|create(?:Connection|Socket)|Socket)$/],
  ['TLSSocket', /(?:^|\.)connect$/],
  ['WebSocket', /(?:^|\.)WebSocket$/],
  ['FileHandle', /(?:^|\.)open$/],
  ['Worker', /(?:^|\.)(?:Worker|fork)$/],
  ['ChildProcess', /(?:^|\.)(?:spawn|fork|exec|execFile)$/],
  ['FSWatcher', /(?:^|\.)watch$/],
]);
/** Calls before the wait that leave nothing at which another call could look. */
const HARMLESS =
  /^(?:path|os|Date|performance|process|console|JSON|Math|Object|Number|String)\.|\.(?:log|info|debug|warn|trace|now|address|get|has|join)$/;

function findMadeTwice(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  const { groups, sharedGroups, pairsByWrite } = factsOf(context);
  const told = sitesOfRaces(earlier);
  const a = trace.accesses;
  const resources = new Map<string, LocationAccesses>();
  for (const group of groups) {
    if (trace.string(trace.locations.key.at(group.location)) === IS_OPEN) resources.set(objectOf(trace, group.location), group);
  }
  const found = new Map<string, Draft>();
  let accounts: ReadonlyMap<string, readonly number[]> | undefined;
  for (const group of pairsByWrite.size === 0 ? [] : sharedGroups) {
    if (context.options.isCancelled()) break;
    const splits = new Splits(trace, group, pairsByWrite);
    for (const [at, write] of group.rows.entries()) {
      const site = a.site.at(write);
      if (a.write.at(write) === 0 || told.has(site) || !isFirst(trace, group, at)) continue;
      const made = `${trace.locations.thread.at(group.location)}:${a.value.at(write) & ~VALUE_OBJECT}`;
      const resource = isOne(trace, group, write) ? resources.get(made) : undefined;
      const changes = resource === undefined && pairsByWrite.has(site) ? (accounts ??= accountsOf(context)).get(made) : undefined;
      if (resource === undefined && changes === undefined) continue;
      for (const split of splits.at(at)) {
        const key = `made ${a.site.at(split.read)},${site}`;
        if (split.kind !== 'guard' || split.calls !== undefined || found.has(key) || told.has(a.site.at(split.read))) continue;
        if (resource !== undefined ? !isMadeHere(trace, split, resource) || leavesMark(trace, split) : looksElse(trace, split)) continue;
        const look = findLateLook(context, group, at, split);
        if (look === undefined || (changes !== undefined && !areByBoth(trace, changes, write, look))) continue;
        const happened =
          changes === undefined
            ? 'found what had been opened: when the two meet, both open one, and one of them is kept nowhere.'
            : 'changed what had been made: when the two meet, both make one, and what is changed in one of them is lost.';
        found.set(key, lateDraft(context, { split, look, key, location: group.location, comers: 'task', happened }));
      }
    }
  }
  return [...found.values()];
}

/** An object is put where nothing was. */
function isFirst(trace: Trace, { rows, location }: LocationAccesses, at: number): boolean {
  const { accesses: a, locations } = trace;
  const write = rows[at] as number;
  const value = a.value.at(write);
  if (locations.kind.at(location) === LOCATION_WHOLE) return false;
  if (a.how.at(write) !== ACCESS_PLAIN || (value & VALUE_OBJECT) === 0 || (value & VALUE_PROMISE) !== 0) return false;
  const before = lastBefore(rows, at, at, (row) => a.write.at(row) !== 0);
  return before === undefined || isNothing(trace, before);
}

/** One field or variable, and not one of many under their keys. */
function isOne(trace: Trace, { location }: LocationAccesses, write: number): boolean {
  return trace.locations.kind.at(location) !== LOCATION_ENTRY && !textOf(trace, trace.accesses.site.at(write)).endsWith(']');
}

/** Changes of one place that are looked at. */
const LIMIT = 512;
/** What only tells of the use of something. */
const NOTES = /count|hits|stat|last|used|seen|touch|access|time|at$/i;

/** Objects that hold something which is changed again and again (`room.guests.add(name)`, `account.sum += amount`) → those changes. */
function accountsOf(context: AnalysisContext): ReadonlyMap<string, readonly number[]> {
  const { trace } = context;
  const { accesses: a, locations } = trace;
  const found = new Map<string, number[]>();
  for (const { location, writes } of factsOf(context).groups) {
    if (locations.object.at(location) === 0 || trace.string(locations.key.at(location)) === IS_OPEN) continue;
    if (locations.kind.at(location) !== LOCATION_WHOLE && NOTES.test(trace.string(locations.key.at(location)))) continue;
    const updates = writes.slice(0, LIMIT).filter((row) => a.how.at(row) === ACCESS_RMW);
    if (updates.length > 1) for (const row of updates) addTo(found, objectOf(trace, location), row);
  }
  return found;
}

/** Who has made it, and who found it, have changed it, each in a step after that. */
function areByBoth(trace: Trace, changes: readonly number[], write: number, look: number): boolean {
  const { position, segment } = trace.accesses;
  const isFrom = (row: number, from: number): boolean =>
    atomOf(trace, row) === atomOf(trace, from) || isSetOffBy(trace, segment.at(row), segment.at(from));
  const isAfter = (row: number, from: number): boolean => position.at(row) > position.at(from) && isFrom(row, from);
  return changes.some((row) => isAfter(row, look)) && changes.some((row) => isAfter(row, write) && !isAfter(row, look));
}

/** Between the look and the store the function, or a callback in it, looks at something else or once more, or leaves something. */
function looksElse(trace: Trace, { read, write }: Split): boolean {
  const [readSite, writeSite] = [trace.accesses.site.at(read), trace.accesses.site.at(write)];
  const [look, fn] = [trace.site(readSite), trace.functionAt(readSite)];
  if (look === undefined || trace.site(writeSite)?.file !== look.file) return true;
  const isOther = (row: SiteRow, at: number): boolean => {
    if (row.file !== look.file || !(row.function === fn || isInnerFunction(trace, row.function, fn)) || !isBefore(look, row)) return false;
    return at !== writeSite && (row.kind === 'write' || (row.kind === 'read' && ((row.flags ?? 0) & FLAG_CONDITION) !== 0));
  };
  return trace.sites.some(isOther);
}

/** Between the check and the store the call, or a helper of it, has opened what it stores, or has called what gives such a thing. */
function isMadeHere(trace: Trace, { read, write }: Split, resource: LocationAccesses): boolean {
  const { accesses: a, locations } = trace;
  const own = a.activation.at(write);
  const [first] = resource.rows;
  if (own === NONE || own !== a.activation.at(read)) return false;
  // Who has waited before the check may have waited for its turn.
  if (atomOf(trace, read) !== trace.segments.atom.at(trace.activations.startSegment.at(own))) return false;
  if (first === undefined || a.position.at(first) < a.position.at(read)) return false;
  const isOpened = a.write.at(first) !== 0 && a.value.at(first) === VALUE_TRUE && a.position.at(first) < a.position.at(write);
  if (isOpened && OPENS.test(textOf(trace, a.site.at(first))) && isWithin(trace, a.activation.at(first), own)) return true;
  const maker = MAKERS.get(trace.string(locations.className.at(resource.location)));
  return maker !== undefined && hasCall(trace, own, maker);
}

/** The function of a call, or that of a helper that it called, calls something by that name. */
function hasCall(trace: Trace, own: number, name: RegExp): boolean {
  const { activations: acts } = trace;
  const functions = new Set([acts.fn.at(own)]);
  for (let at = own + 1; at < acts.length && at < own + MAX_HELPERS; at++) if (isWithin(trace, at, own)) functions.add(acts.fn.at(at));
  return [...functions].some((fn) => hasSite(trace, fn, ({ kind, text }) => (kind === 'call' || kind === 'new') && name.test(text)));
}

/**
 * Before it waits, the function may leave something at which another call could look, or be stopped by another one; or it looks again before it stores. Whoever comes once all is there
 * looks at no such mark, and what only one step has touched is not in the trace.
 */
function leavesMark(trace: Trace, { read, write }: Split): boolean {
  const [readSite, writeSite] = [trace.accesses.site.at(read), trace.accesses.site.at(write)];
  const fn = trace.functionAt(readSite);
  const [look, store] = [trace.site(readSite), trace.site(writeSite)];
  if (look === undefined || store === undefined || fn !== trace.functionAt(writeSite)) return true;
  const sites = sitesIn(trace, fn).flatMap((site) => trace.site(site) ?? []);
  const wait = sites.find((row) => row.kind === 'await' && isBefore(look, row));
  if (wait === undefined || !isBefore(wait, store)) return true;
  const isTest = (row: SiteRow): boolean => row.kind === 'read' && ((row.flags ?? 0) & FLAG_CONDITION) !== 0;
  const isStore = (row: SiteRow): boolean => row.kind === 'write' || row.kind === 'update';
  const before = sites.filter((row) => isBefore(row, store));
  const tested = new Set(before.filter((row) => isTest(row) && row.text !== look.text).map((row) => row.text));
  const isTestedToo = (row: SiteRow): boolean => isStore(row) && tested.has(row.text);
  const isSecondLook = (row: SiteRow): boolean => isTest(row) && row.text === look.text && isBefore(wait, row);
  if (before.some((row) => isTestedToo(row) || isSecondLook(row))) return true;
  const made = new Set(before.filter(({ kind, text }) => kind === 'new' || isMaker(text)).flatMap(({ held }) => held ?? []));
  return before.some((row) => {
    if (!isBefore(look, row) || !isBefore(row, wait)) return false;
    const isOfMade = made.has(row.text.split('.')[0] ?? '');
    if (isStore(row)) return !isOfMade;
    return isTest(row) ? row.text !== look.text : row.kind === 'call' && !isOfMade && !isMaker(row.text) && !HARMLESS.test(row.text);
  });
}

export function isMaker(text: string): boolean {
  return [...MAKERS.values()].some((name) => name.test(text));
}

function textOf(trace: Trace, site: number): string {
  return trace.site(site)?.text ?? '';
}
