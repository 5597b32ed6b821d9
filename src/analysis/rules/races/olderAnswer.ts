/**
 * race.order.last-write, an answer over news: a task asks for something and waits; meanwhile a listener or a request stores something of its own in the same place (`socket.on('message', (lift) =>
 * lifts.set(lift.name, lift))`), and then the answer, which was asked for before, takes its place without a look. Where the news have come later, whoever brings them had been listening before. So it is with the first
 * value of an entry (`await note(card); points.set(card, 0)`), that somebody has begun meanwhile who had found none.
 */
import {
  ACCESS_PLAIN,
  FLAG_ADDS,
  FLAG_ANEW,
  FLAG_AWAITED,
  FLAG_MARK,
  FLAG_NEWEST,
  FLAG_SENDS,
  FLAG_TIME,
  FLAG_TOKEN_GUARD,
  LOCATION_ENTRY,
  LOCATION_WHOLE,
  ROOT_HTTP_REQUEST,
  VALUE_EMPTY,
  VALUE_ZERO,
} from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { atomOf, locationText, objectOf, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import { sitesOfRaces, type Draft } from '../../finding.ts';
import { isGivenAnswer } from '../../shared/given.ts';
import { intervalBehind, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { CHANGING_CALL, lastName, taskName } from '../../names.ts';
import { requestOf, rootOf } from '../../roots.ts';
import { callsNamed, hasSite } from '../../siteIndex.ts';
import { callbackOf } from './lastWrite.ts';
import { isNothing } from './splits.ts';

export const olderAnswerRule: Rule = { kinds: ['race.order.last-write'], run: findOlderAnswers };

/** Writes of one location that are tried, the newest. */
const WRITE_LIMIT = 64;
/** Accesses before a write that are tried. */
const WINDOW = 64;
/** Waits between the news and the answer that are looked at. */
const WAIT_LIMIT = 256;
/** Listeners call helpers, which call helpers. */
const MAX_HELPERS = 2;
/** Awaits that only take in the rest of an answer: nothing is asked again. */
const TAKES_IN = /^(?:json|text|arrayBuffer|blob|bytes|buffer|formData)$/;
/** Of the label of a request: what it asks for is a change. */
const METHOD = /^(?!GET |HEAD )[A-Z]+ /;
/** What begins anew is meant to take what is there. */
const RESETS = /clear|drain|drop|empty|expire|flush|forget|reset|restart|rewind|zero/i;
/** `seats.set`, `lines.push`, behind the name of the collection. */
const CHANGES = /^\.(?:set|add|push|unshift|splice)$/;

interface Overwritten {
  readonly older: number;
  readonly newer: number;
  /** The news came first; otherwise they came when the answer was there. */
  readonly observed: boolean;
  /** Who asked, and the wait in which the news came. */
  readonly call: number;
  readonly wait: number;
}

function findOlderAnswers(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const known = sitesOfRaces(context.earlier);
  const found = new Map<number, Draft>();
  for (const group of factsOf(context).sharedGroups) {
    if (context.options.isCancelled()) break;
    if (trace.locations.kind.at(group.location) === LOCATION_WHOLE) continue;
    for (const older of group.writes.slice(-WRITE_LIMIT)) {
      const site = trace.accesses.site.at(older);
      if (known.has(site) || found.has(site)) continue;
      const overwritten = overwrittenBy(context, group, older);
      if (overwritten !== undefined) found.set(site, toDraft(context, group.location, overwritten));
    }
  }
  return [...found.values()];
}

function overwrittenBy(context: AnalysisContext, group: LocationAccesses, older: number): Overwritten | undefined {
  const { trace, order } = context;
  const { accesses: a } = trace;
  const call = askerOf(trace, older);
  const segment = a.segment.at(older);
  const isFirst = isFirstValue(trace, older);
  if (call === NONE || !(isFirst || isStoredAnswer(context, call, older))) return undefined;
  // What is asked for again and again sets right what it has set wrong; the last of two answers stays.
  const isAnswer = (w: number): boolean => {
    const asker = a.site.at(w) === a.site.at(older) ? askerOf(trace, w) : NONE;
    return asker !== NONE && trace.activations.fn.at(asker) === trace.activations.fn.at(call);
  };
  const answers = group.writes.filter(isAnswer);
  if (answers.length > 2 || answers.at(-1) !== older) return undefined;
  if (intervalBehind(trace, trace.activations.startSegment.at(call)) !== NONE) return undefined;
  const { holding } = factsOf(context);
  const at = group.rows.indexOf(older);
  const before = group.rows.slice(Math.max(0, at - WINDOW), at).reverse();
  for (const newer of [...before, ...group.rows.slice(at + 1, at + 1 + WINDOW)]) {
    const observed = a.position.at(newer) < a.position.at(older);
    const isNewer = isFirst ? observed && isMadeThere(trace, group, newer) : (observed || a.write.at(newer) === 1) && isNews(trace, newer);
    if (!isNewer || a.value.at(newer) === a.value.at(older)) continue;
    const wait = observed ? waitAround(trace, call, a.segment.at(newer), segment) : waitHeard(trace, call, newer, segment);
    if (wait === NONE || isWithin(trace, a.activation.at(newer), call) || isOfRequestOf(trace, newer, older)) continue;
    if (order.isOrdered(a.segment.at(newer), segment) || order.isOrdered(segment, a.segment.at(newer))) continue;
    // What comes on one connection comes in the order in which it was sent.
    if (taskOfTurn(trace, segment) === taskOfTurn(trace, a.segment.at(newer))) continue;
    if (asksForChange(context, call, newer) || asksSince(context, call, newer, older) || looksSince(context, call, newer, older)) continue;
    if (!holding.isExcluded(older, older, newer)) return { older, newer, observed, call, wait };
  }
  return undefined;
}

/** One request stores both. */
function isOfRequestOf(trace: Trace, newer: number, older: number): boolean {
  const request = requestOf(trace, trace.accesses.segment.at(newer));
  return request !== NONE && request === requestOf(trace, trace.accesses.segment.at(older));
}

/** The async function that waited for what is stored, by itself or in a callback that it calls (`rows.forEach(…)`), or whose result a reaction stores (`load().then((list) => { stars = list; })`); NONE. */
function askerOf({ accesses: a, activations: acts, segments: s, tasks }: Trace, write: number): number {
  let call = a.activation.at(write);
  for (let depth = 0; call !== NONE && acts.sync.at(call) === 1 && depth < MAX_HELPERS; depth++) {
    const reaction = s.task.at(s.atom.at(a.segment.at(write)));
    const answered = reaction === NONE ? NONE : tasks.parent.at(reaction);
    const caller = acts.caller.at(call);
    call = caller === NONE && answered !== NONE ? tasks.activation.at(answered) : caller;
  }
  return call !== NONE && acts.sync.at(call) === 0 ? call : NONE;
}

/** What the call had waited for, and stores or has a helper store, takes the place of whatever is there. */
function isStoredAnswer(context: AnalysisContext, call: number, write: number): boolean {
  const { trace } = context;
  const { how, site } = trace.accesses;
  const flags = trace.site(site.at(write))?.flags ?? 0;
  if (how.at(write) !== ACCESS_PLAIN) return false;
  if ((flags & FLAG_AWAITED) === 0 && !isGivenAnswer(context, trace.activations.fn.at(call), site.at(write))) return false;
  if ((flags & (FLAG_TOKEN_GUARD | FLAG_NEWEST | FLAG_ADDS | FLAG_ANEW | FLAG_MARK)) !== 0 || isNothing(trace, write)) return false;
  return !trace.pairs.some((pair) => pair.write === site.at(write));
}

function taskOfTurn(trace: Trace, segment: number): number {
  return trace.segments.task.at(callbackOf(trace, segment));
}

/** `balance.set(id, 0)`: what an entry begins with. */
function isFirstValue(trace: Trace, write: number): boolean {
  const { how, location, site, value } = trace.accesses;
  const isEntry = trace.locations.kind.at(location.at(write)) === LOCATION_ENTRY;
  if (!isEntry || how.at(write) !== ACCESS_PLAIN || !(value.at(write) === VALUE_ZERO || value.at(write) === VALUE_EMPTY)) return false;
  return !RESETS.test(lastName(trace.functions[trace.functionAt(site.at(write))]?.name ?? ''));
}

/** `balance.set(id, (balance.get(id) ?? 0) + cents)`: nothing was there, and whoever stores it has looked. */
function isMadeThere(trace: Trace, { rows, writes }: LocationAccesses, write: number): boolean {
  const { activation, site, write: isWrite } = trace.accesses;
  const isLook = (row: number): boolean =>
    isWrite.at(row) === 0 && activation.at(row) === activation.at(write) && atomOf(trace, row) === atomOf(trace, write);
  return writes[0] === write && rows.some((row) => isLook(row) && trace.site(site.at(row))?.function === trace.functionAt(site.at(write)));
}

/** A listener, or who answers a request, stores what it was told by itself: not the answer to a question of its own, nor what stands in the code. */
function isNews(trace: Trace, row: number): boolean {
  const { accesses: a } = trace;
  const [site, segment] = [a.site.at(row), a.segment.at(row)];
  const isRequest = trace.roots[rootOf(trace, segment)]?.kind === ROOT_HTTP_REQUEST;
  if (!isRequest && addedAt(trace, trace.functionAt(site)).length === 0) return false;
  if (a.write.at(row) === 0) return isChangedThere(trace, site);
  // A helper stores the answers of others, too.
  const isAnswer = trace.hasFlag(site, FLAG_AWAITED) && askerOf(trace, row) !== NONE;
  const isOwn = [FLAG_MARK, FLAG_TIME, FLAG_ADDS].every((flag) => !trace.hasFlag(site, flag));
  return isOwn && !isAnswer && a.how.at(row) === ACCESS_PLAIN && a.value.at(row) !== 0 && !isNothing(trace, row);
}

/** The read is of a collection that is changed by what is called on it: `levels.set(price, size)`. */
function isChangedThere(trace: Trace, read: number): boolean {
  const at = trace.site(read);
  return (
    at !== undefined &&
    hasSite(
      trace,
      at.function,
      ({ kind, line, column, text }) =>
        (kind === 'write' || kind === 'update') &&
        line === at.line &&
        column === at.column &&
        text.startsWith(at.text) &&
        CHANGES.test(text.slice(at.text.length)),
    )
  );
}

/** Where a function is added as a listener, or one that calls it as a helper: sites. */
function addedAt(trace: Trace, fn: number, depth = 0): number[] {
  const name = lastName(trace.functions[fn]?.name ?? '');
  const isIt = (row: Trace['handedOver'][number]): boolean =>
    row.site !== NONE && (row.fn === NONE ? name !== '' && lastName(row.name) === name : row.fn === fn);
  const own = trace.handedOver.filter(isIt).map(({ site }) => site);
  if (own.length > 0 || depth >= MAX_HELPERS || name === '') return own;
  const callers = callsNamed(trace, name).map((site) => trace.functionAt(site));
  return callers.flatMap((caller) => (caller === fn ? [] : addedAt(trace, caller, depth + 1)));
}

/** The wait of the call in which a segment lies, and after which it got to `until`; NONE. */
function waitAround({ activations: acts, suspensions: s }: Trace, call: number, segment: number, until: number): number {
  for (let at = acts.lastSuspension.at(call); at !== NONE; at = s.previous.at(at)) {
    const resumed = s.resumeSegment.at(at);
    if (resumed === NONE || resumed > until) continue;
    if (resumed <= segment) return NONE;
    if (s.segment.at(at) < segment) return at;
  }
  return NONE;
}

/** The last wait of the call before it got to `until`, if whoever brings the news had been listening by then; NONE. */
function waitHeard(trace: Trace, call: number, newer: number, until: number): number {
  const { activations: acts, suspensions: s, accesses: a } = trace;
  let at = acts.lastSuspension.at(call);
  while (at !== NONE && (s.resumeSegment.at(at) === NONE || s.resumeSegment.at(at) > until)) at = s.previous.at(at);
  const since = at === NONE ? NONE : s.segment.at(at);
  const added = addedAt(trace, trace.functionAt(a.site.at(newer))).flatMap((site) => trace.additions.get(site) ?? []);
  return added.some(({ segment }) => segment <= since) ? at : NONE;
}

/** The answer may be to a change that the call has asked for, which the news tell of: `const saved = await put(row)`, and whoever follows is told as well. */
function asksForChange(context: AnalysisContext, call: number, newer: number): boolean {
  const { trace } = context;
  const { activations: acts, suspensions: s, tasks } = trace;
  const start = acts.startSegment.at(call);
  const requests = factsOf(context).askedSince.requestsBehind(start, trace.accesses.segment.at(newer));
  const isChange = (task: number): boolean => METHOD.test(trace.string(tasks.label.at(task)));
  if (requests === undefined || requests.some(isChange)) return true;
  const isChanging = (activation: number): boolean =>
    CHANGING_CALL.test(trace.activationName(activation)) ||
    hasSite(trace, acts.fn.at(activation), ({ kind, flags = 0 }) => kind === 'call' && (flags & FLAG_SENDS) !== 0);
  if (isChanging(call)) return true;
  for (let wait = 0; wait < s.length; wait++) {
    const by = s.activation.at(wait);
    if (by < call || !isWithin(trace, by, call)) continue;
    if (isChanging(by) || CHANGING_CALL.test(trace.site(s.site.at(wait))?.text ?? '')) return true;
  }
  return false;
}

/** The call has asked something else since the news came: its answer may know of them. */
function asksSince(context: AnalysisContext, call: number, newer: number, older: number): boolean {
  const { trace } = context;
  const { accesses: a, suspensions: s } = trace;
  const [since, until] = [a.segment.at(newer), a.segment.at(older)];
  const requests = factsOf(context).askedSince.requestsBehind(trace.activations.startSegment.at(call), until);
  const isSince = (task: number): boolean => {
    const made = trace.tasks.initSegment.at(task);
    return made > since && context.order.isOrdered(made, until);
  };
  if (requests === undefined || requests.some(isSince)) return true;
  let looked = 0;
  for (let wait = s.length - 1; wait >= 0; wait--) {
    const begun = s.segment.at(wait);
    if (begun <= since || begun >= until) continue;
    if (++looked > WAIT_LIMIT) return true;
    const site = trace.site(s.site.at(wait));
    const takesIn = site?.kind === 'for-await' || TAKES_IN.test(lastName(site?.text ?? ''));
    if (!takesIn && isWithin(trace, s.activation.at(wait), call)) return true;
  }
  return false;
}

/** The call has looked since at what is there, or at something that whoever brought the news has left for it; or it puts them back. */
function looksSince(context: AnalysisContext, call: number, newer: number, older: number): boolean {
  const { trace } = context;
  const { accesses: a, locations, segments, suspensions } = trace;
  const { coverage } = factsOf(context);
  const atoms = new Set([atomOf(trace, older)]);
  for (let wait = trace.activations.lastSuspension.at(call); wait !== NONE; wait = suspensions.previous.at(wait)) {
    const resumed = suspensions.resumeSegment.at(wait);
    if (resumed > a.segment.at(newer)) atoms.add(segments.atom.at(resumed));
  }
  const isWhole = (row: number): boolean => locations.kind.at(a.location.at(row)) === LOCATION_WHOLE;
  const isOfObject = (row: number, other: number): boolean =>
    locations.object.at(a.location.at(row)) !== 0 && objectOf(trace, a.location.at(row)) === objectOf(trace, a.location.at(other));
  const isSame = (row: number, other: number): boolean =>
    a.location.at(row) === a.location.at(other) || ((isWhole(row) || isWhole(other)) && isOfObject(row, other));
  const left = coverage
    .accessesOfStep(newer)
    .filter((row) => row !== newer && (a.write.at(row) === 1 || isChangedThere(trace, a.site.at(row))));
  return [...atoms].some((atom) =>
    coverage.accessesAt(atom).some((row) => a.write.at(row) === 0 && (isSame(row, older) || left.some((w) => isSame(row, w)))),
  );
}

function toDraft({ trace, options }: AnalysisContext, location: number, { older, newer, observed, call, wait }: Overwritten): Draft {
  const { accesses: a, suspensions } = trace;
  const [oldSite, newSite, waitSite] = [a.site.at(older), a.site.at(newer), suspensions.site.at(wait)];
  const text = locationText(trace, location, oldSite);
  const name = taskName(trace, call);
  const asks = { lane: 0, text: 'asks, and waits for the answer', site: waitSite };
  const news = { lane: 1, text: `changes ${text}`, site: newSite, access: newer };
  const stores = { lane: 0, text: `stores the answer in ${text}`, site: oldSite, access: older };
  const [wrong, right] = [
    [asks, news, stores],
    [asks, stores, news],
  ];
  const line = (site: number): string => lineText(trace, options, site);
  const message = isFirstValue(trace, older)
    ? `\`${text}\` is given its first value by ${name} (${line(oldSite)}), which waited before (${line(waitSite)}), over what was stored there meanwhile by who had found nothing (${line(newSite)}): that is gone.`
    : observed
      ? `An older answer overwrote news in \`${text}\`: ${name} asked for it (${line(waitSite)}) before it was changed (${line(newSite)}), and stored the answer afterwards (${line(oldSite)}), without a look at what had come meanwhile.`
      : `An older answer can overwrite news in \`${text}\`: ${name} asks for it (${line(waitSite)}) and stores the answer (${line(oldSite)}) without a look at what has come meanwhile, and nothing keeps the news (${line(newSite)}) from coming while it waits.`;
  return {
    kind: 'race.order.last-write',
    key: `answer ${oldSite}`,
    confidence: observed ? 0.75 : 0.6,
    verdict: observed ? 'observed' : 'predicted',
    consequence: false,
    message,
    why: [
      'nothing orders the answer and the news',
      observed ? 'the answer was asked for before the news came' : 'whoever listens had been added before the answer was there',
      'what is there is not looked at before the answer is stored',
    ],
    places: [
      { site: oldSite, role: 'write', access: older },
      { site: newSite, role: 'other write', access: newer },
      { site: waitSite, role: 'await' },
    ],
    segments: [a.segment.at(older), a.segment.at(newer)],
    activations: [...new Set([call, a.activation.at(newer)].filter((x) => x !== NONE))],
    scenario: {
      lanes: [name, 'news'],
      happened: observed ? wrong : right,
      other: observed ? right : wrong,
      otherTitle: observed ? 'What would be safe' : 'What can happen',
    },
  };
}
