/**
 * race.order.use-after-close, what is opened in a place that has been closed: a call looks whether the object is closed, waits for a connection, and stores it; meanwhile somebody has closed the
 * object, and found no connection there that he could have closed (`this.closed = true; this.socket?.destroy()`). It stays open. And so where a timer opens a new one, which was set when the object
 * was not closed yet (`if (!this.closed) setTimeout(() => this.open(), wait)`): whatever was to be closed then. Only what happened is reported.
 */
import { VALUE_FALSE, VALUE_OBJECT, VALUE_PROMISE, VALUE_TRUE, VALUE_UNKNOWN } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, decidesBranch, firstFrom, functionOf, locationText, type LocationAccesses, objectOf } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { callersUpFrom, causeOf, hadBegun, isInnerFunction, isSetOffBy, isWithin, segmentBehind } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName, taskName } from '../../names.ts';
import { callsNamed, hasSite, sitesIn } from '../../siteIndex.ts';
import { functionAround } from '../../waiting/wakers.ts';
import { closes as setsClosed } from './keptAfterClose.ts';
import { isNothing } from './splits.ts';
import { isField, racesByPlace } from './byPlace.ts';

export const openedAfterCloseRule: Rule = { kinds: ['race.order.use-after-close'], run: findOpenedAfterClose };

const CLOSES = ['close', 'destroy', 'end', 'terminate', 'disconnect', 'stop', 'quit', 'shutdown', 'dispose', 'release', 'kill', 'hangUp'];
/** What a function is called that sets a state of any name to closed (`this.status = 'end'`). */
export const IS_CLOSER = /^(?:close|disconnect|destroy|stop|end|quit|shutdown|dispose|terminate|teardown)/i;
const LIMIT = 256;

type Closers = ReadonlyMap<number, ReadonlySet<string>>;

interface Opened {
  readonly isByTimer?: boolean;
  /** Whoever opened it did not look at what says that it is closed: it does not matter who closes it later. */
  readonly isSure?: boolean;
  /** NONE: whoever opened it never looked. */
  readonly check: number;
  readonly flag: number;
  readonly look: number;
  readonly put: number;
}

function findOpenedAfterClose(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const closers = closersOf(trace);
  if (closers.size === 0) return [];
  return racesByPlace(context, {
    find: (group) => (isField(trace, group) ? openedAfter(context, group, closers) : undefined),
    siteOf: ({ put }) => trace.accesses.site.at(put),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

/** Function → what it closes: `this.socket` of `this.socket.destroy()`, `this.timer` of `clearInterval(this.timer)`; also in `await new Promise((resolve) => this.socket.end(resolve))`. */
export function closersOf(trace: Trace): Map<number, Set<string>> {
  const closerAt = (site: number): number => functionAround(trace, trace.functionAt(site));
  const found = new Map<number, Set<string>>();
  const held = new Set(
    ['setTimeout', 'setInterval'].flatMap((name) => callsNamed(trace, name).map((site) => lastName(trace.site(site)?.held ?? ''))),
  );
  for (const site of [...callsNamed(trace, 'clearTimeout'), ...callsNamed(trace, 'clearInterval')]) {
    const fn = trace.functionAt(site);
    const names = sitesIn(trace, fn).flatMap((read) => {
      const { kind, text = '' } = trace.site(read) ?? {};
      return kind === 'read' && held.has(lastName(text)) ? [text] : [];
    });
    const by = closerAt(site);
    if (names.length > 0) found.set(by, new Set([...(found.get(by) ?? []), ...names]));
  }
  for (const name of CLOSES) {
    for (const site of callsNamed(trace, name)) {
      const { text = '' } = trace.site(site) ?? {};
      const receiver = text.slice(0, text.length - name.length - 1);
      if (receiver === '') continue;
      const by = closerAt(site);
      found.set(by, (found.get(by) ?? new Set()).add(receiver));
    }
  }
  return found;
}

function openedAfter(context: AnalysisContext, group: LocationAccesses, closers: Closers): Opened | undefined {
  const { trace } = context;
  const a = trace.accesses;
  // `this.socket.close()`, also by what holds it under its name: `const socket = this.socket; …; socket.close()`.
  const closesIt = (row: number): boolean => {
    const closed = a.write.at(row) === 0 ? closers.get(functionAround(trace, functionOf(trace, row))) : undefined;
    const { text = '' } = (closed && trace.site(a.site.at(row))) ?? {};
    return closed !== undefined && text !== '' && (closed.has(text) || closed.has(lastName(text)));
  };
  const rows = group.rows.slice(-LIMIT);
  for (const look of rows) {
    if (!closesIt(look)) continue;
    const at = firstFrom(trace, group.writes, a.position.at(look));
    const later = openedByTimer(context, look, group.writes, at);
    // Somebody closes it after all.
    const isClosed = (row: number): boolean =>
      later !== undefined && row > later.put && closesIt(row) && (later.check === NONE || !isItsOwn(trace, later.put, row));
    if (later !== undefined && (later.isSure || !rows.some(isClosed))) return later;
    const before = group.writes[at - 1];
    if (before !== undefined && !isNothing(trace, before)) continue;
    // He may note himself that nothing is there any more.
    const put = group.writes.slice(at).find((row) => !isNothing(trace, row));
    if (put === undefined || !isOpened(trace, put) || comesBefore(context, look, put, a.activation.at(put))) continue;
    const since = a.position.at(put);
    // `clearTimeout(this.timer); …; this.timer = setTimeout(…); this.timer.unref()`
    const isOfPut = (row: number): boolean =>
      atomOf(trace, row) === atomOf(trace, put) && functionOf(trace, row) === functionOf(trace, put);
    const isTaken = (row: number): boolean => (a.write.at(row) === 1 ? isNothing(trace, row) : closesIt(row) && !isOfPut(row));
    // Somebody closes it after all, or it is taken away again.
    if (rows.some((row) => a.position.at(row) > since && isTaken(row))) continue;
    const found = closedBefore(context, closers, look, put);
    if (found !== undefined) return { ...found, look, put };
  }
  return undefined;
}

/** What a call has stored is there only after the other access. Where that is of the step in which the call had begun, it goes on whatever came then. */
export function comesBefore({ trace, order }: AnalysisContext, access: number, put: number, call: number): boolean {
  const { accesses: a, activations: acts, segments: s } = trace;
  const [at, stored] = [a.segment.at(access), a.segment.at(put)];
  const isOfStep = s.atom.at(acts.startSegment.at(call)) === s.atom.at(at);
  return order.isOrdered(at, stored) && !(isOfStep && hadBegun(trace, call, access));
}

/** Of what the opening has set off: a watch that closes what it has opened, and opens the next. */
function isItsOwn(trace: Trace, put: number, row: number): boolean {
  const { accesses: a } = trace;
  return isSetOffBy(trace, a.segment.at(row), a.segment.at(put));
}

/** Something is stored, in a function that closes nothing. */
function isOpened(trace: Trace, put: number): boolean {
  return trace.accesses.activation.at(put) !== NONE && holdsObject(trace, put) && !closesSomething(trace, put);
}

/** It stores an object, and no promise of one. */
export function holdsObject({ accesses: a }: Trace, put: number): boolean {
  const value = a.value.at(put);
  return a.how.at(put) === 0 && value !== VALUE_UNKNOWN && (value & VALUE_OBJECT) !== 0 && (value & VALUE_PROMISE) === 0;
}

function closesSomething(trace: Trace, row: number): boolean {
  return hasSite(trace, functionOf(trace, row), ({ kind, text }) => kind === 'call' && CLOSES.includes(lastName(text)));
}

/** What it holds was closed, or there was nothing; later a timer stores a new one that was set after a look at whether it is closed, and nobody who opens it looks again, or learns anything by that. */
function openedByTimer(context: AnalysisContext, look: number, writes: readonly number[], at: number): Opened | undefined {
  const { trace, order } = context;
  const { accesses: a, segments: s } = trace;
  const puts = writes.slice(at);
  const put = puts.find((row) => holdsObject(trace, row));
  if (put === undefined) return undefined;
  const [closed, opened] = [a.segment.at(look), a.segment.at(put)];
  const timer = timerBehind(trace, put, closed);
  if (timer === undefined || s.startNs.at(timer.run) < s.startNs.at(closed) || order.isOrdered(closed, opened)) return undefined;
  const isOfTimer = (row: number): boolean => isSetOffBy(trace, opened, a.segment.at(row)) || isSetOffBy(trace, a.segment.at(row), opened);
  // It watches over what was opened in its own step, and has found that `this.connected` is false: as it was then. It cannot tell `not yet` from `not any more`.
  const isOfOpening = writes.slice(0, at).some((row) => atomOf(trace, row) === s.atom.at(timer.made) && holdsObject(trace, row));
  for (const { group, flag } of closingWrites(context, look, a.location.at(put))) {
    const check = group.rows.findLast(
      (row) => a.position.at(row) < a.position.at(flag) && decidesBranch(trace, row) && atomOf(trace, row) === s.atom.at(timer.made),
    );
    const isBlind = (row: number): boolean =>
      isOfOpening &&
      a.value.at(flag) === VALUE_FALSE &&
      a.position.at(row) > a.position.at(flag) &&
      isOfTimer(row) &&
      (a.write.at(row) === 1 ? a.position.at(row) > a.position.at(put) : decidesBranch(trace, row));
    // Who looks when all is over (`socket.on('close', …)`) closes nothing; and it may be open again.
    const isAsked = (row: number): boolean => {
      if (a.position.at(row) <= a.position.at(flag)) return false;
      const isBefore = a.position.at(row) <= a.position.at(put);
      if (isBlind(row)) return false;
      if (a.write.at(row) === 1) return a.value.at(row) !== a.value.at(flag) && (isBefore || isOfTimer(row));
      return isOfTimer(row) && (isBefore || closesSomething(trace, row));
    };
    const isSure = !group.rows.some((row) => a.write.at(row) === 0 && isBlind(row));
    if (check !== undefined && !group.rows.some(isAsked)) return { check, flag, look, put, isByTimer: true, isSure };
  }
  const cleared = puts[0] as number;
  return isLeftOn(context, look, cleared, timer.made) ? { check: NONE, flag: cleared, look, put, isByTimer: true } : undefined;
}

/** `disconnect() { const { link } = this; this.link = null; link.close(); }`, and a timer that somebody else had set before is left on. */
function isLeftOn({ trace, order }: AnalysisContext, look: number, cleared: number, made: number): boolean {
  const { accesses: a, segments: s } = trace;
  const closed = a.segment.at(look);
  const isOfCloser = atomOf(trace, cleared) === atomOf(trace, look) && functionOf(trace, cleared) === functionOf(trace, look);
  const closer = lastName(trace.functions[functionOf(trace, look)]?.name ?? '');
  if (!isOfCloser || !isNothing(trace, cleared) || !IS_CLOSER.test(closer)) return false;
  return s.startNs.at(made) < s.startNs.at(closed) && s.atom.at(made) !== s.atom.at(closed) && !order.isOrdered(made, closed);
}

const MAX_STEPS = 32;

/**
 * The run of the timer that has set off what stores something, and where that was set: not one that was set after the close, by what has come of an earlier one (the opening may wait for a while itself). A
 * timer that is awaited (`await sleep(ms); await this.open()`) is one as well, where the opening began after that.
 */
function timerBehind(trace: Trace, put: number, closed: number): { readonly run: number; readonly made: number } | undefined {
  const { accesses: a, activations: acts, segments: s, tasks } = trace;
  let opener = a.activation.at(put);
  // `dial().then((line) => { this.line = line; })` is of who dialled.
  for (let depth = 0; opener !== NONE && acts.sync.at(opener) === 1 && acts.parent.at(opener) !== NONE && depth < MAX_STEPS; depth++) {
    opener = acts.parent.at(opener);
  }
  let isAwaited = false;
  for (let [run, step] = [a.segment.at(put), 0]; run !== NONE && step < MAX_STEPS; step++) {
    const atom = s.atom.at(run);
    const task = s.task.at(atom);
    if (task !== NONE && trace.taskType(task) === 'Timeout') {
      const made = tasks.initSegment.at(task);
      if (made === NONE || trace.repeats(task)) return undefined;
      if (s.startNs.at(made) <= s.startNs.at(closed)) {
        const isBehind = opener !== NONE && acts.startSegment.at(opener) >= run;
        return isAwaited && !isBehind ? undefined : { run, made };
      }
    }
    const isPromise = task !== NONE && trace.isPromise(task);
    isAwaited ||= isPromise;
    run = isPromise ? causeOf(trace, task, atom) : segmentBehind(trace, run);
  }
  return undefined;
}

/** Writes of the step, and the function, that looked: those by which it says that the object, or all, is closed. */
function closingWrites(
  context: AnalysisContext,
  look: number,
  place: number,
): { readonly group: LocationAccesses; readonly flag: number }[] {
  const { trace } = context;
  const { accesses: a, locations } = trace;
  const { coverage } = factsOf(context);
  const isOfOther = (location: number): boolean =>
    location === place || (locations.variable.at(location) === NONE && objectOf(trace, location) !== objectOf(trace, place));
  return coverage.accessesOfStep(look).flatMap((flag) => {
    const isWrite = a.write.at(flag) === 1 && !isOfOther(a.location.at(flag)) && functionOf(trace, flag) === functionOf(trace, look);
    const group = isWrite ? factsOf(context).groupAt(a.location.at(flag)) : undefined;
    return group !== undefined && isClosing(trace, group, flag) ? [{ group, flag }] : [];
  });
}

/** Who looked in vain says in that step that it is closed, and whoever stores something has looked at that before, or never, and at nothing of it since. */
function closedBefore(context: AnalysisContext, closers: Closers, look: number, put: number): Pick<Opened, 'check' | 'flag'> | undefined {
  const { trace } = context;
  const a = trace.accesses;
  const user = a.activation.at(put);
  const isOwn = (row: number): boolean => {
    const by = a.activation.at(row);
    return by !== NONE && (isWithin(trace, by, user) || isWithin(trace, user, by));
  };
  // A plain function that closes is not what has called whoever stores, though both may have been called by one.
  const closer = a.activation.at(look);
  const isPlain = closer !== NONE && trace.activations.fn.at(closer) !== functionOf(trace, look) && !isWithin(trace, closer, user);
  if (!isPlain && isOwn(look)) return undefined;
  const set = factsOf(context)
    .coverage.accessesOfStep(look)
    .filter((row) => a.write.at(row) === 1 && a.activation.at(row) === a.activation.at(look) && a.location.at(row) !== a.location.at(put));
  const groups = set.map((row) => factsOf(context).groupAt(a.location.at(row)));
  const isAsked = groups.some((group) =>
    group?.rows.some((row) => a.position.at(row) > a.position.at(look) && isOwn(row) && a.write.at(row) === 0),
  );
  if (isAsked) return undefined;
  const isBegun = beganBefore(trace, user, look) && !isSeen(context, closers, look, put, isOwn);
  const early = setBefore(context, look, isOwn);
  if (early !== undefined) return early;
  for (const [i, flag] of set.entries()) {
    const group = groups[i];
    if (group === undefined || functionOf(trace, flag) !== functionOf(trace, look) || !isClosing(trace, group, flag)) continue;
    const reopened = group.writes.some((row) => a.position.at(row) > a.position.at(flag) && a.position.at(row) < a.position.at(put));
    // Who looks later may undo what came too late.
    const isLooked = group.rows.some((row) => a.position.at(row) > a.position.at(put) && decidesBranch(trace, row));
    if (reopened || isLooked) continue;
    const check = group.rows.findLast(
      (row) =>
        a.write.at(row) === 0 &&
        a.position.at(row) < a.position.at(flag) &&
        isOwn(row) &&
        decidesBranch(trace, row) &&
        atomOf(trace, row) !== atomOf(trace, put),
    );
    if (check !== undefined || isBegun) return { check: check ?? NONE, flag };
  }
  // There is nothing that says that it is closed: nobody has a use for what came too late.
  if (!isBegun || !CLOSES.includes(lastName(trace.functions[functionOf(trace, look)]?.name ?? ''))) return undefined;
  const isUsed = factsOf(context)
    .groupAt(a.location.at(put))
    ?.rows.some(
      (row) => a.position.at(row) > a.position.at(put) && !isOwn(row) && !isSetOffBy(trace, a.segment.at(row), a.segment.at(put)),
    );
  return isUsed === false ? { check: NONE, flag: look } : undefined;
}

/** `close() { return (this.closing ??= (async () => { await this.client.quit(); clearTimeout(this.timer); })()); }`: the call that closes has said so at its start, and only later it looks. */
function setBefore(context: AnalysisContext, look: number, isOwn: (row: number) => boolean): Pick<Opened, 'check' | 'flag'> | undefined {
  const { trace } = context;
  const { accesses: a, activations: acts, segments: s } = trace;
  const [closer, fn] = [a.activation.at(look), functionOf(trace, look)];
  const began = closer === NONE ? NONE : s.atom.at(acts.startSegment.at(closer));
  if (began === NONE || began === atomOf(trace, look) || isOwn(look)) return undefined;
  // A function that waits for nothing may count as its caller, which may have called whoever opens, too.
  const isOfCloser = (row: number): boolean => {
    const by = functionOf(trace, row);
    if (by === fn || isInnerFunction(trace, fn, by)) return true;
    // `close() { return (this.closing ??= this.#finish()); }`
    const isOfObject = objectOf(trace, a.location.at(row)) === objectOf(trace, a.location.at(look));
    return isOfObject && IS_CLOSER.test(lastName(trace.functions[by]?.name ?? ''));
  };
  for (const flag of factsOf(context).coverage.accessesAt(began)) {
    const isFlag = a.write.at(flag) === 1 && isOfCloser(flag) && a.location.at(flag) !== a.location.at(look);
    const group = isFlag ? factsOf(context).groupAt(a.location.at(flag)) : undefined;
    if (group === undefined || !setsClosed(trace, group, flag) || group.writes.at(-1) !== flag) continue;
    const own = group.rows.filter((row) => a.write.at(row) === 0 && isOwn(row) && !isOfCloser(row));
    if (own.some((row) => a.position.at(row) > a.position.at(flag))) continue;
    const check = own.findLast((row) => decidesBranch(trace, row));
    if (check !== undefined) return { check, flag };
  }
  return undefined;
}

/** The call, or the one whose callback it is, was under way at the time of a look. */
function beganBefore(trace: Trace, by: number, look: number): boolean {
  return callersUpFrom(trace, by).some((call) => isUnderWay(trace, call, look));
}

function isUnderWay(trace: Trace, call: number, look: number): boolean {
  const { activations: acts } = trace;
  const around = acts.parent.at(call);
  const isCallback = around !== NONE && isInnerFunction(trace, acts.fn.at(call), acts.fn.at(around));
  return hadBegun(trace, call, look) || (isCallback && hadBegun(trace, around, look));
}

/** Who closes may see, by something else, that one is being opened (`this.opening?.then((link) => link.close())`), or closes others as well (`for (const link of this.all) link.close()`). */
function isSeen(context: AnalysisContext, closers: Closers, look: number, put: number, isOwn: (row: number) => boolean): boolean {
  const { trace } = context;
  const a = trace.accesses;
  const facts = factsOf(context);
  // What whoever opens has looked at in that step tells nobody else.
  const isTold = (row: number): boolean =>
    a.write.at(row) === 0 &&
    !isOwn(row) &&
    a.location.at(row) !== a.location.at(put) &&
    facts.groupAt(a.location.at(row))?.writes.some((write) => a.position.at(write) < a.position.at(look) && isOwn(write)) === true;
  const closer = functionAround(trace, functionOf(trace, look));
  const isMore =
    (closers.get(closer)?.size ?? 0) > 1 || [...closers.keys()].some((fn) => fn !== closer && isInnerFunction(trace, fn, closer));
  return isMore || facts.coverage.accessesOfStep(look).some(isTold);
}

function isClosing(trace: Trace, group: LocationAccesses, flag: number): boolean {
  const a = trace.accesses;
  if (setsClosed(trace, group, flag)) return true;
  const value = a.value.at(flag);
  // `this.status = 'end'`, `this.wanted = false`
  const isText = value !== VALUE_UNKNOWN && (value & VALUE_OBJECT) === 0 && !isNothing(trace, flag);
  const before = group.writes[group.writes.indexOf(flag) - 1];
  // What the constructor has set is not recorded.
  const isOff = value === VALUE_FALSE && (before === undefined || a.value.at(before) === VALUE_TRUE);
  return (isText || isOff) && a.how.at(flag) === 0 && IS_CLOSER.test(lastName(trace.functions[functionOf(trace, flag)]?.name ?? ''));
}

function toDraft(
  { trace, options }: AnalysisContext,
  location: number,
  { check, flag, look, put, isByTimer = false, isSure = true }: Opened,
): Draft {
  const a = trace.accesses;
  const siteOf = (row: number): number => (row === NONE ? NONE : a.site.at(row));
  const [checkSite, flagSite, lookSite, putSite] = [siteOf(check), siteOf(flag), siteOf(look), siteOf(put)];
  const line = (site: number): string => lineText(trace, options, site);
  const hasLooked = check !== NONE;
  const state = locationText(trace, a.location.at(flag), hasLooked ? checkSite : flagSite);
  const place = locationText(trace, location, putSite);
  const name = isByTimer ? functionLabel(trace, functionOf(trace, put)) : taskName(trace, a.activation.at(put));
  const closer = functionLabel(trace, trace.functionAt(flagSite));
  const looks = hasLooked ? [{ lane: 0, text: `looks at ${state}`, site: checkSite, access: check }] : [];
  const finds = `finds nothing in ${place}`;
  const sets = flag === look ? finds : `sets ${state}${isByTimer ? '' : `, and ${finds}`}`;
  const closes = { lane: 1, text: sets, site: flagSite, access: flag };
  const had = flag === look ? '' : `set \`${state}\` (${line(flagSite)}) and `;
  const keeps = { lane: 0, text: `stores ${place}`, site: putSite, access: put };
  return {
    kind: 'race.order.use-after-close',
    key: `opened ${putSite},${flagSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: isByTimer
      ? `${name} opened \`${place}\` anew (${line(putSite)}) after ${closer} had ${hasLooked ? 'set' : 'cleared'} \`${state}\` (${line(flagSite)}): a timer called it that had been set ${hasLooked ? `after a look at \`${state}\` (${line(checkSite)}), and ${isSure ? 'nobody looked again' : 'it found that as it was then: not open, or not any more, looks the same'}` : 'before, and was left on'}.`
      : `${name} stored what it had opened in \`${place}\` (${line(putSite)}) after ${closer} had ${had}found nothing there to close (${line(lookSite)}): ${hasLooked ? `it looked at \`${state}\` before it waited (${line(checkSite)}), and not again` : 'it does not look whether that has come meanwhile'}.`,
    why: [
      isByTimer ? 'the close does not clear the timer' : 'nobody closes it any more',
      `no await, callback or message orders ${name} and ${closer}`,
    ],
    places: [
      { site: putSite, role: 'use', access: put },
      { site: flagSite, role: 'close', access: flag },
      ...(hasLooked ? [{ site: checkSite, role: 'check' as const, access: check }] : []),
      ...(lookSite === flagSite ? [] : [{ site: lookSite, role: 'look' as const, access: look }]),
    ],
    segments: [a.segment.at(put), a.segment.at(flag)],
    activations: [...new Set([a.activation.at(put), a.activation.at(flag)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, closer],
      happened: [...looks, closes, keeps],
      other: [...looks, closes, { ...keeps, text: 'looks whether it was closed meanwhile, and closes what it has opened' }],
      otherTitle: 'What would be safe',
    },
  };
}
