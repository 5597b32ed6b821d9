/**
 * race.order.use-before-init of who waits for an event and was in time: something is set going that emits it once (`new Store(file)`, which reads the file and emits 'open'), whoever waits for
 * it waits for something else first (`await readConfig(); await once(store, 'open')`), and no order puts the event after the listener. In another run it comes to nobody, and the wait for it
 * has no end. What came to nobody in this run, listenedLate.ts and the rules about hangs tell.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { type SiteRow, type Trace } from '../../../model/trace.ts';
import { FLAG_CONDITION } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { causeOf } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName, taskName } from '../../names.ts';
import { bySites, remembered } from '../../remembered.ts';
import { callsNamed, hasSite, sitesIn } from '../../siteIndex.ts';
import { isBefore, isExecutor } from '../../waiting/wakers.ts';
import { AWAITS, EMITS, LISTENS, waitBefore } from './listenedLate.ts';

export const listenedInTimeRule: Rule = { kinds: ['race.order.use-before-init'], run: findListenedInTime };

/** Tasks that come to their end by themselves. What comes on a connection, or from another thread, may be the answer to what was sent after the listener was added. */
const ENDS = /^(?:PROMISE|Timeout|Immediate|TickObject|Microtask|FS\w+|\w+REQWRAP|\w+CONNECTWRAP|\w+REQUEST|\w+JOB|ZLIB)$/;
/** Steps from the event back to what set it going. */
const MAX_STEPS = 32;

/** The places of the program's own that emit an event, and those that listen to it, by its name. */
interface Places {
  readonly emits: ReadonlyMap<string, number[]>;
  readonly listens: ReadonlyMap<string, number[]>;
}

const placesOf = remembered(bySites, (trace): Places => {
  const [emits, listens] = [new Map<string, number[]>(), new Map<string, number[]>()];
  for (const [site, { kind, text }] of trace.sites.entries()) {
    const emitted = kind === 'read' ? EMITS.exec(text)?.[1] : undefined;
    if (emitted !== undefined) addTo(emits, nameOf(emitted), site);
    const heard = kind === 'write' ? LISTENS.exec(text)?.[2] : kind === 'call' ? AWAITS.exec(text)?.[3] : undefined;
    if (heard !== undefined) addTo(listens, nameOf(heard), site);
  }
  return { emits, listens };
});

/** The places at which the program emits an event of this name. */
export function emitsOf(trace: Trace, event: string): readonly number[] {
  return placesOf(trace).emits.get(event) ?? [];
}

/** Of an event, without its quotes. */
function nameOf(text: string): string {
  return text.replaceAll(/^['"`]|['"`]$/g, '');
}

/** A wait for an event. */
interface Heard {
  readonly event: string;
  readonly emit: number;
  readonly listen: number;
  readonly by: number;
  /** Where the listener was added, and where the event came. */
  readonly from: number;
  readonly to: number;
  /** SuspensionIndex: what the call waited for before it listened. */
  readonly wait: number;
}

function findListenedInTime(context: AnalysisContext): Draft[] {
  const { trace } = context;
  if (placesOf(trace).emits.size === 0) return [];
  const drafts = new Map<number, Draft>();
  const waits = new Map<number, number>();
  const listens = new Map<number, number>();
  const found: Heard[] = [];
  for (let wait = 0; wait < trace.suspensions.length; wait++) {
    const promise = trace.suspensions.awaited.at(wait);
    const site = promise === NONE ? NONE : trace.tasks.site.at(promise);
    if (!listens.has(site)) listens.set(site, listenedFor(trace, site));
    const listen = listens.get(site) ?? NONE;
    if (listen === NONE) continue;
    waits.set(listen, (waits.get(listen) ?? 0) + 1);
    const heard = heardAt(context, wait, listen);
    if (heard !== undefined) found.push(heard);
  }
  for (const heard of found) {
    // An emitter tells it once: as often as somebody waits for it.
    const isOnce = timesRun(trace, heard.emit) <= (waits.get(heard.listen) ?? 0);
    if (isOnce && !drafts.has(heard.listen)) drafts.set(heard.listen, toDraft(context, heard));
  }
  return [...drafts.values()];
}

/** Where a promise made there listens for the one event that settles it: `once(store, 'open')`, `new Promise((resolve) => store.once('open', resolve))`; NONE. */
function listenedFor(trace: Trace, site: number): number {
  const made = trace.site(site);
  if (made === undefined) return NONE;
  if (made.kind !== 'new') {
    // Its place is the call, or the await around it.
    const isIt = (row: SiteRow | undefined): boolean =>
      row?.kind === 'call' && row.line === made.line && !isBefore(row, made) && AWAITS.test(row.text);
    return sitesIn(trace, made.function).find((call) => isIt(trace.site(call))) ?? NONE;
  }
  for (const [, [listen = NONE, ...more]] of placesOf(trace).listens) {
    const row = trace.site(listen);
    if (more.length === 0 && row?.file === made.file && isExecutor(trace, row.function, made)) return listen;
  }
  return NONE;
}

function heardAt({ trace, order }: AnalysisContext, at: number, listen: number): Heard | undefined {
  const { suspensions: s, tasks } = trace;
  const listens = trace.site(listen);
  const event = nameOf((listens?.kind === 'call' ? AWAITS.exec(listens.text)?.[3] : LISTENS.exec(listens?.text ?? '')?.[2]) ?? '');
  const { emits, listens: all } = placesOf(trace);
  const [emit = NONE, ...otherEmits] = emits.get(event) ?? [];
  // Who listens elsewhere, too, may have noted that it came.
  if (listens === undefined || emit === NONE || otherEmits.length > 0 || all.get(event)?.length !== 1) return undefined;
  const [by, promise] = [s.activation.at(at), s.awaited.at(at)];
  const [from, to] = [tasks.initSegment.at(promise), eventSegment(trace, promise)];
  if (from === NONE || to === NONE || order.isOrdered(from, to) || !isEmittedIn(trace, emit, to)) return undefined;
  const wait = waitBefore(trace, by, from);
  const [waits, heard] = [trace.site(s.site.at(wait)), trace.site(s.site.at(at))];
  // A loop looks again how things stand each time, and waits only then.
  if (wait === NONE || waits === undefined || heard === undefined || !isBefore(waits, heard)) return undefined;
  if (dependsOnMore(trace, emit) || isAskedFirst(trace, listens, waits)) return undefined;
  return isUnderWay(trace, order, { event: to, listener: from, wait: s.segment.at(wait) })
    ? { event, emit, listen, by, from, to, wait }
    : undefined;
}

/** Where the event settled a promise: `once` is an async function, which awaits the promise that it makes right after its own. */
function eventSegment({ tasks }: Trace, promise: number): number {
  const inner = promise + 1;
  const isOfOnce =
    inner < tasks.length &&
    tasks.site.at(inner) === tasks.site.at(promise) &&
    tasks.initSegment.at(inner) === tasks.initSegment.at(promise) &&
    tasks.parent.at(inner) === NONE;
  return tasks.resolveSegment.at(isOfOnce ? inner : promise);
}

/** The function that emits it, or one that calls it by its name, ran there: an event of Node's own may have the same name. */
function isEmittedIn(trace: Trace, emit: number, segment: number): boolean {
  const fn = trace.functionAt(emit);
  const callers = callsNamed(trace, lastName(trace.functions[fn]?.name ?? '')).map((call) => trace.functionAt(call));
  return [fn, ...callers].some((each) => hasRunIn(trace, each, segment));
}

function hasRunIn(trace: Trace, fn: number, segment: number): boolean {
  const { activations: acts, suspensions, segments: s, tasks } = trace;
  const atom = s.atom.at(segment);
  const isIn = (at: number): boolean => at !== NONE && s.atom.at(at) === atom;
  for (let act = 0; act < acts.length; act++) {
    if (acts.fn.at(act) !== fn) continue;
    if (isIn(acts.startSegment.at(act))) return true;
    for (let at = acts.lastSuspension.at(act); at !== NONE; at = suspensions.previous.at(at)) {
      if (isIn(suspensions.resumeSegment.at(at))) return true;
    }
  }
  // A callback that is no task of its own.
  const task = s.task.at(atom);
  const made = task === NONE ? NONE : trace.functionAt(tasks.site.at(task));
  return made !== NONE && trace.functions[fn]?.parentFunction === made;
}

/** What emits it looks first how things stand: perhaps only the one that listens lets it. */
function dependsOnMore(trace: Trace, emit: number): boolean {
  const at = trace.site(emit);
  return at === undefined || hasSite(trace, at.function, (site) => isTest(site) && isBefore(site, at));
}

/** Who listens looks, after its wait, whether there is anything to wait for. */
function isAskedFirst(trace: Trace, listens: SiteRow, waits: SiteRow): boolean {
  const isBetween = (site: SiteRow): boolean => isBefore(site, listens) && isBefore(waits, site);
  return hasSite(trace, listens.function, (site) => isTest(site) && isBetween(site));
}

function isTest({ kind, flags }: SiteRow): boolean {
  return kind === 'read' && ((flags ?? 0) & FLAG_CONDITION) !== 0;
}

/** How often the function ran that emits. */
function timesRun(trace: Trace, emit: number): number {
  const { activations: acts } = trace;
  const fn = trace.functionAt(emit);
  let times = 0;
  for (let at = 0; at < acts.length; at++) if (acts.fn.at(at) === fn) times++;
  return times;
}

/**
 * The event comes of what had been begun before the wait: not from outside, and not again and again. What is begun by what one waits for, in the turn in which that ends
 * (`await copy.begin(); await once(copy, 'copied')`), is begun in time.
 */
function isUnderWay(
  trace: Trace,
  order: AnalysisContext['order'],
  { event, listener, wait }: { readonly event: number; readonly listener: number; readonly wait: number },
): boolean {
  const { segments: s, tasks } = trace;
  const made = new Set<number>();
  for (let at = event, step = 0; at !== NONE && step < MAX_STEPS; step++) {
    if (order.isOrdered(at, listener)) {
      return order.isOrdered(at, wait) && order.crossesTurn(at, listener) && !beginsAgain(trace, event, made);
    }
    const atom = s.atom.at(at);
    const task = s.task.at(atom);
    if (s.root.at(atom) !== NONE || task === NONE || trace.repeats(task)) return false;
    if (!ENDS.test(trace.taskType(task))) return false;
    made.add(tasks.site.at(task));
    at = causeOf(trace, task, at);
  }
  return false;
}

/** The step of the event begins anew what led to it: a timer that sets itself again, a loop. */
function beginsAgain({ segments: s, tasks }: Trace, event: number, made: ReadonlySet<number>): boolean {
  const atom = s.atom.at(event);
  for (let task = tasks.length - 1; task >= 0 && tasks.initSegment.at(task) >= atom; task--) {
    const site = tasks.site.at(task);
    if (site !== NONE && made.has(site) && s.atom.at(tasks.initSegment.at(task)) === atom) return true;
  }
  return false;
}

function toDraft({ trace, options }: AnalysisContext, { event, emit, listen, by, from, to, wait }: Heard): Draft {
  const waitSite = trace.suspensions.site.at(wait);
  const line = (site: number): string => lineText(trace, options, site);
  const user = taskName(trace, by);
  const waits = { lane: 0, text: 'waits', site: waitSite };
  const listens = { lane: 0, text: `listens to '${event}'`, site: listen };
  const emits = { lane: 1, text: `emits '${event}'`, site: emit };
  return {
    kind: 'race.order.use-before-init',
    key: `${listen},${emit}`,
    confidence: 0.7,
    verdict: 'predicted',
    consequence: false,
    message: `'${event}' may be emitted (${line(emit)}) before anybody listens to it: ${user} waits for something else (${line(waitSite)}), and only then listens (${line(listen)}). What it waits for then never comes.`,
    why: [
      'nothing makes the event wait for the listener: what emits it is under way already',
      'listen before the other wait, and await that promise after it (`const opened = once(…)`)',
    ],
    places: [
      { site: listen, role: 'listener' },
      { site: emit, role: 'emit' },
      { site: waitSite, role: 'await' },
    ],
    segments: [from, to],
    activations: [by],
    scenario: {
      lanes: [user, functionLabel(trace, trace.functionAt(emit))],
      happened: [waits, listens, emits],
      other: [waits, { ...emits, text: `emits '${event}', to nobody` }, listens],
      otherTitle: 'What can happen',
    },
  };
}
