// HOT
/**
 * Which accesses of shared state reach the trace.
 *
 * - Within one epoch (a stretch of one segment in which one activation runs) a site writes a location to the trace once; the last value of a repeated write
 *   follows as LATE_WRITE when somebody else touches the location.
 * - A location that only one segment ever touched is not in the trace at all: its accesses wait in the location, and go out as LATE_READ and
 *   LATE_WRITE when a second segment touches it, or when they become too many.
 */
import { OP_LATE_READ, OP_LATE_WRITE } from '../../wire/events.ts';
import { copyInto } from '../builtins.ts';
import { currentSegment, epoch, segmentEpoch } from '../recordAsync.ts';
import { recordRead, recordWrite } from '../recordCode.ts';
import { emit, writtenEvents } from '../recorder.ts';
import { VALUE_UNKNOWN } from '../../wire/runtime.ts';
import type { Location } from './runtimeLocation.ts';
import { hashPrimitive, hashRead, hashStored } from './runtimeValues.ts';

/** Accesses of a private location are five numbers each: how (-1 read), site, value, position, epoch. */
const SAVED_FIELDS = 5;
const MAX_SAVED = 6 * SAVED_FIELDS;
const HOW_READ = -1;
/** Epochs and segments are compared by these bits, to stay small integers. */
const EPOCH_MASK = 0x3fffffff;
const MAX_SEEN = 1 << 15;
export const BUSY_FIELDS = 4;
/** So many runs of one site in a segment are many; after so many of all sites together, far fewer are. */
const BUSY_RUNS = 1000;
const BUSY_SEGMENT = 1 << 14;
const BUSY_RUNS_THERE = 64;
/** A site whose new locations were never shared this often looks at fewer of them. */
const RARE_AFTER = 10_000;
const RARER_AFTER = 100_000;

/** Newest epoch and location of each site: the second filter, for sites that share a location within one epoch. */
let siteEpochs = new Int32Array(1024).fill(-1);
let siteLocations = Array.from<Location | undefined>({ length: 1024 });
/** How many locations each site was first to touch since one of them was shared. */
let siteFresh = new Int32Array(1024);

/**
 * Sites that ran very often in one segment (the inner loops of a computation) rest until the next: by then their locations are in the trace, except
 * where they go through hundreds of objects. Four numbers each: the segment it rests in, the segment it ran in last, how often it ran in that (segments by
 * their first epochs), and an epoch before which its newest rest was over.
 */
export let busy = new Int32Array(BUSY_FIELDS * 1024).fill(-1);
const NOT_OVER = 0x7fffffff;
/** The segment that ran last (by its first epoch), and how often sites ran in it. */
let runsEpoch = -1;
let runsThere = 0;

/** Counts a run of a site in this segment. */
export function countRun(site: number): void {
  const at = site * BUSY_FIELDS;
  if (at >= busy.length) growSites(site);
  if (runsEpoch !== segmentEpoch) {
    runsEpoch = segmentEpoch;
    runsThere = 0;
  }
  runsThere++;
  if (busy[at + 1] !== segmentEpoch) {
    busy[at + 1] = segmentEpoch;
    busy[at + 2] = 0;
    if (busy[at + 3] === NOT_OVER) busy[at + 3] = segmentEpoch;
    return;
  }
  const runs = (busy[at + 2] as number) + 1;
  busy[at + 2] = runs;
  if (runs < (runsThere < BUSY_SEGMENT ? BUSY_RUNS : BUSY_RUNS_THERE)) return;
  busy[at] = segmentEpoch;
  busy[at + 3] = NOT_OVER;
}

/** Whether writes of the site may have been left out in epoch `at` or since. */
function mayHaveRested(site: number, at: number): boolean {
  return site >= 0 && (busy[site * BUSY_FIELDS + 3] as number) > at;
}

function growSites(site: number): void {
  const size = Math.max(site + 1, siteEpochs.length * 2, busy.length / BUSY_FIELDS);
  const epochs = new Int32Array(size).fill(-1);
  copyInto(epochs, siteEpochs);
  siteEpochs = epochs;
  const fresh = new Int32Array(size);
  copyInto(fresh, siteFresh);
  siteFresh = fresh;
  const more = new Int32Array(BUSY_FIELDS * size).fill(-1);
  copyInto(more, busy);
  busy = more;
  const locations = Array.from<Location | undefined>({ length: size });
  for (let i = 0; i < siteLocations.length; i++) locations[i] = siteLocations[i];
  siteLocations = locations;
}

/** Whether to start watching an object that `site` sees first: sites that only ever touch short-lived private objects are sampled. */
export function isWorthWatching(site: number): boolean {
  if (site >= siteFresh.length) growSites(site);
  const count = (siteFresh[site] as number) + 1;
  siteFresh[site] = count;
  return count < RARE_AFTER || (count & (count < RARER_AFTER ? 15 : 63)) === 0;
}

/** (location, site) pairs that are in the trace for epoch `seenEpoch`, apart from each location's newest. */
const seen = new Set<number>();
let seenEpoch = -1;
const setHas = Function.prototype.call.bind(Set.prototype.has) as unknown as (set: Set<number>, value: number) => boolean;
const setAdd = Function.prototype.call.bind(Set.prototype.add) as unknown as (set: Set<number>, value: number) => void;
const setClear = Function.prototype.call.bind(Set.prototype.clear) as unknown as (set: Set<number>) => void;
const setSize = Function.prototype.call.bind(Object.getOwnPropertyDescriptor(Set.prototype, 'size')?.get as () => number) as unknown as (
  set: Set<number>,
) => number;

/** Adds (location, site) to what is known to be in the trace. True when it was there. */
function isRepeated(location: Location, site: number, epoch: number, write: number): boolean {
  if (seenEpoch !== epoch || setSize(seen) > MAX_SEEN) {
    setClear(seen);
    seenEpoch = epoch;
  }
  const key = (location.id * 0x400000 + site) * 2 + write;
  if (setHas(seen, key)) return true;
  setAdd(seen, key);
  return false;
}

/** Makes `site` the newest reader of the epoch. True when it is known to be in the trace for this epoch. */
function noteReader(location: Location, site: number, epoch: number): boolean {
  let repeated = false;
  if (location.readEpoch === epoch) {
    if (location.readSite2 >= 0) {
      isRepeated(location, location.readSite2, epoch, 0);
      repeated = isRepeated(location, site, epoch, 0);
    }
    location.readSite2 = location.readSite;
  } else {
    location.readEpoch = epoch;
    location.readSite2 = -1;
  }
  location.readSite = site;
  return repeated;
}

/** Makes `site` the newest writer of the epoch. True when it is known to be in the trace for this epoch. */
function noteWriter(location: Location, site: number, epoch: number): boolean {
  let repeated = false;
  if (location.writeEpoch === epoch) {
    if (location.writeSite2 >= 0) {
      isRepeated(location, location.writeSite2, epoch, 1);
      repeated = isRepeated(location, site, epoch, 1);
    }
    location.writeSite2 = location.writeSite;
  } else {
    location.writeEpoch = epoch;
    location.writeSite2 = -1;
  }
  location.writeSite = site;
  return repeated;
}

/** Called when a location goes into the trace, to write its definition. */
export type Define = (location: Location, owner: object | undefined, key: unknown) => number;
let define: Define = () => 0;
/** Called at its first access, if that is a read: what it holds by then (Location.had). */
export type Ask = (owner: object | undefined, key: unknown) => number;
let heldBefore: Ask = () => 0;
export function setDefine(work: Define, ask: Ask): void {
  define = work;
  heldBefore = ask;
}

/** Records a read; `owner` and `key` say what the location is, for its definition. Returns nothing and never throws. */
export function readLocation(location: Location, site: number, value: unknown, owner: object | undefined, key: unknown): void {
  if (location.readEpoch === epoch && (location.readSite === site || location.readSite2 === site)) return;
  if (site >= siteEpochs.length) growSites(site);
  if (siteEpochs[site] === epoch && siteLocations[site] === location) return;
  siteEpochs[site] = epoch;
  siteLocations[site] = location;
  if (location.id === 0 && !admit(location, owner, key)) {
    if (!noteReader(location, site, epoch)) save(location, HOW_READ, site, hashRead(value, owner, key), epoch, owner, key);
    return;
  }
  if (location.pendingPosition >= 0 && location.writeEpoch !== epoch) writePending(location);
  if (!noteReader(location, site, epoch)) recordRead(site, location.id, hashRead(value, owner, key));
}

/** Records a write of `value`. */
export function writeLocation(
  location: Location,
  site: number,
  value: unknown,
  how: number,
  owner: object | undefined,
  key: unknown,
): void {
  const again = location.writeEpoch === epoch;
  if (again && (location.writeSite === site || location.writeSite2 === site)) {
    repeatWrite(location, site, value, how, epoch);
    return;
  }
  if (location.id === 0 && !admit(location, owner, key)) {
    if (noteWriter(location, site, epoch)) repeatWrite(location, site, value, how, epoch);
    else save(location, how, site, hashStored(value), epoch, owner, key);
    return;
  }
  if (location.pendingPosition >= 0 && !again) writePending(location);
  if (noteWriter(location, site, epoch)) {
    repeatWrite(location, site, value, how, epoch);
    return;
  }
  // What another site wrote in this epoch is no longer its last value.
  location.pendingPosition = -1;
  location.pending = undefined;
  recordWrite(site, location.id, hashStored(value), how);
}

/** The newest value counts; a primitive is hashed only when it is needed. */
function repeatWrite(location: Location, site: number, value: unknown, how: number, epoch: number): void {
  if (location.id === 0) {
    const saved = location.saved as number[];
    for (let i = saved.length - SAVED_FIELDS; i >= 0; i -= SAVED_FIELDS) {
      if (saved[i + 1] !== site || saved[i + 4] !== epoch || saved[i] === HOW_READ) continue;
      saved[i + 2] = hashStored(value);
      saved[i + 3] = writtenEvents();
      moveToEnd(saved, i);
      return;
    }
    return;
  }
  location.pendingHow = how;
  location.pendingSite = site;
  location.pendingPosition = writtenEvents();
  if (typeof value === 'object' || typeof value === 'function') {
    location.pending = hashStored(value);
    location.pendingHashed = true;
  } else {
    location.pending = value;
    location.pendingHashed = false;
  }
}

function writePending(location: Location): void {
  const at = location.writeEpoch;
  const isKnown =
    !mayHaveRested(location.pendingSite, at) && !mayHaveRested(location.writeSite, at) && !mayHaveRested(location.writeSite2, at);
  const value = !isKnown ? VALUE_UNKNOWN : location.pendingHashed ? (location.pending as number) : hashPrimitive(location.pending);
  emit(OP_LATE_WRITE, location.pendingSite, location.id, value, location.pendingHow, location.pendingPosition);
  location.pendingPosition = -1;
  location.pending = undefined;
}

/** True when the location is (now) part of the trace. */
function admit(location: Location, owner: object | undefined, key: unknown): boolean {
  const segment = currentSegment() & EPOCH_MASK;
  if (location.segment === segment) return false;
  if (location.segment === -1) {
    location.segment = segment;
    return false;
  }
  publish(location, owner, key);
  return true;
}

/** Gives the location a number in the trace and writes what has happened to it so far. */
export function publish(location: Location, owner: object | undefined, key: unknown): void {
  location.id = define(location, owner, key);
  const saved = location.saved;
  if (saved === undefined) return;
  location.saved = undefined;
  for (let i = 0; i < saved.length; i += SAVED_FIELDS) {
    const how = saved[i] as number;
    const site = saved[i + 1] as number;
    if (how === HOW_READ) emit(OP_LATE_READ, site, location.id, saved[i + 2] as number, saved[i + 3] as number);
    else {
      const value = mayHaveRested(site, saved[i + 4] as number) ? VALUE_UNKNOWN : (saved[i + 2] as number);
      emit(OP_LATE_WRITE, site, location.id, value, how, saved[i + 3] as number);
    }
    siteFresh[site] = 0;
  }
}

function save(location: Location, how: number, site: number, value: number, epoch: number, owner: object | undefined, key: unknown): void {
  const saved = location.saved;
  if (saved === undefined) {
    location.saved = [how, site, value, writtenEvents(), epoch];
    // What a write finds there is what it has stored.
    if (how === HOW_READ) location.had = heldBefore(owner, key);
    return;
  }
  for (let i = 0; i < saved.length; i += SAVED_FIELDS) {
    if (saved[i + 1] !== site || saved[i + 4] !== epoch || (saved[i] === HOW_READ) !== (how === HOW_READ)) continue;
    if (how !== HOW_READ) {
      saved[i + 2] = value;
      saved[i + 3] = writtenEvents();
      moveToEnd(saved, i);
    }
    return;
  }
  saved.push(how, site, value, writtenEvents(), epoch);
  if (saved.length > MAX_SAVED) publish(location, owner, key);
}

/** Keeps the accesses in the order of their newest values. */
function moveToEnd(saved: number[], at: number): void {
  const end = saved.length - SAVED_FIELDS;
  if (at === end) return;
  for (let field = 0; field < SAVED_FIELDS; field++) {
    const value = saved[at + field] as number;
    for (let i = at + field; i < end; i += SAVED_FIELDS) saved[i] = saved[i + SAVED_FIELDS] as number;
    saved[end + field] = value;
  }
}
