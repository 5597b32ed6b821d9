/**
 * race.order.use-before-init of a listener: an async function sets something going that emits an event, waits for something else, and only then adds the listener
 * (`await client.subscribe(); await loadSettings(); client.on('message', …)`). What was emitted meanwhile came to nobody. Or it is called for a new connection, and that has been closed
 * when it listens for the end (`const user = await find(request); open.add(socket); socket.on('close', …)`), or a message has come that nobody got.
 */
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, type SiteRow, type Trace } from '../../../model/trace.ts';
import { FLAG_FIRST_LISTENER, MORE_ASSERTED, VALUE_FALSE } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { callersUpFrom, causeOf, isWithin, segmentBehind, stepOf } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel, lastName, taskName } from '../../names.ts';
import { functionOf, type LocationAccesses } from '../../shared/accesses.ts';
import { isFromOutside, rootOf } from '../../roots.ts';
import { PROCESS_EXIT } from '../../runEnd.ts';
import { hasSite } from '../../siteIndex.ts';
import { isSuspended } from '../../waiting/waitFor.ts';

export const listenedLateRule: Rule = { kinds: ['race.order.use-before-init'], run: findListenedLate };

/** The texts of the sites with which the recorder reads and writes who listens: what the emitter is called, and the event. */
export const EMITS = /\.emit\((.*)\)$/s;
export const LISTENS = /^(.*)\.(?:on|once|addListener|prepend(?:Once)?Listener)\(((?:'|"|`).*)\)$/s;
/** `once(store, 'open')` of node:events. */
export const AWAITS = /^(?:\w+\.)?once\((.+), (['"`])(.*)\2\)$/s;
const CONNECTION = /\((?:'|"|`)connection(?:'|"|`)\)$/;
const CONNECTED = /\((?:'|"|`)connect(?:'|"|`)\)$/;
const MESSAGE = /\((?:'|"|`)message(?:'|"|`)\)$/;
/** What may still be called on an emitter that one does not ask for what was missed. */
const HARMLESS =
  /^(?:on|once|off|(?:add|prepend|prependOnce|remove)Listener|removeAllListeners|setMaxListeners|close|end|destroy|stop|unref)$/;
/** Callbacks from an event back to what set it off. */
const MAX_STEPS = 16;
/** The same, where it is asked whether it was set off since. */
const MANY_STEPS = 256;

interface Missed {
  readonly emit: number;
  readonly listen: number;
  readonly by: number;
  /** SuspensionIndex. */
  readonly wait: number;
}

function findListenedLate(context: AnalysisContext): Draft[] {
  const drafts = new Map<number, Draft>();
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    const found = findMissed(context, group) ?? findEnded(context.trace, group);
    if (found === undefined) continue;
    const site = context.trace.accesses.site.at(found.listen);
    if (!drafts.has(site)) drafts.set(site, found.emit === undefined ? toEndedDraft(context, found) : toDraft(context, found));
  }
  return [...drafts.values()];
}

/** The recorder tells the first event that came to nobody, and who listened after it. */
function findMissed(context: AnalysisContext, { location, rows }: LocationAccesses): Missed | undefined {
  const { trace, order } = context;
  const { accesses: a, activations: acts } = trace;
  const [emit = NONE, listen = NONE] = rows;
  if (emit === NONE || listen === NONE || a.write.at(emit) === ACCESS_IS_WRITE || a.write.at(listen) !== ACCESS_IS_WRITE) return undefined;
  if (!EMITS.test(textOf(trace, emit)) || emitterAt(trace, listen) === undefined) return undefined;
  // `bus.once('late', () => reject(new Error('not expected')))` waits for nothing.
  if (trace.hasMore(a.site.at(listen), MORE_ASSERTED)) return undefined;
  const by = callersUpFrom(trace, a.activation.at(listen)).find((caller) => acts.sync.at(caller) === 0);
  const [from, to] = [a.segment.at(emit), a.segment.at(listen)];
  if (by === undefined || order.isOrdered(from, to) || order.isOrdered(to, from)) return undefined;
  const wait = waitBefore(trace, by, to, from);
  // That somebody waits for it to this day is told as a hang, unless something else has ended the program.
  const isAwait = AWAITS.test(textOf(trace, listen));
  if (isAwait && isSuspended(trace, by) && trace.threads[trace.segments.thread.at(to)]?.exitReason !== PROCESS_EXIT) return undefined;
  if (wait === NONE || !isSetGoing(trace, from, by, a.activation.at(emit)) || isAskedFor(context, location, listen)) return undefined;
  if (isAwait && isForLater(trace, by, wait, to)) return undefined;
  return { emit, listen, by, wait };
}

/** Who waits for one event, and has got it of what the call has begun since the wait in which the other one came: that is what it was about. */
function isForLater(trace: Trace, by: number, wait: number, listen: number): boolean {
  const { activations: acts, suspensions: s, tasks } = trace;
  let at = acts.lastSuspension.at(by);
  while (at !== NONE && s.segment.at(at) !== listen) at = s.previous.at(at);
  const awaited = at === NONE ? NONE : s.awaited.at(at);
  // What else ends the wait (`Promise.race([once(kiln, 'hot'), limit])`) says nothing of the event.
  const isOnce = awaited !== NONE && lastName(trace.site(s.site.at(at))?.text ?? '') === 'once';
  const came = isOnce ? tasks.resolveSegment.at(awaited) : NONE;
  return came !== NONE && isSetGoing(trace, came, by, NONE, s.resumeSegment.at(wait));
}

/** Nobody of the program emits it. */
type Ended = Omit<Missed, 'emit'> & { readonly emit?: undefined; readonly isMessage: boolean };

/**
 * The recorder tells who listens for the end of a connection that has ended, or for messages when one has come: one that was called for it, and has waited since. Of messages that must be the
 * first one to listen, called when the connection came: else somebody had them who has done with it.
 */
function findEnded(trace: Trace, { rows }: LocationAccesses): Ended | undefined {
  const { accesses: a, activations: acts } = trace;
  const listen = rows.findLast((row) => a.write.at(row) === ACCESS_IS_WRITE && a.value.at(row) === VALUE_FALSE);
  if (listen === undefined || !LISTENS.test(textOf(trace, listen)) || CONNECTED.test(textOf(trace, listen))) return undefined;
  const by = callersUpFrom(trace, a.activation.at(listen)).find((caller) => acts.sync.at(caller) === 0);
  if (by === undefined || !isFromOutside(trace, rootOf(trace, acts.startSegment.at(by)))) return undefined;
  const isMessage = MESSAGE.test(textOf(trace, listen));
  if (isMessage && !(trace.hasFlag(a.site.at(listen), FLAG_FIRST_LISTENER) && isCalledWithConnection(trace, by))) return undefined;
  const wait = waitBefore(trace, by, a.segment.at(listen));
  return wait === NONE ? undefined : { listen, by, wait, isMessage };
}

/** A listener for connections, or called by one in its step. */
function isCalledWithConnection(trace: Trace, call: number): boolean {
  const { activations: acts, segments: s } = trace;
  const stepOf = (activation: number): number => s.atom.at(acts.startSegment.at(activation));
  const isFor = (around: number, added: SiteRow | undefined): boolean =>
    added !== undefined &&
    hasSite(trace, around, ({ text, kind, line }) => kind === 'write' && line === added.line && CONNECTION.test(text));
  return callersUpFrom(trace, call).some(
    (caller) =>
      stepOf(caller) === stepOf(call) &&
      trace.handedOver.some((row) => row.fn === acts.fn.at(caller) && row.site !== NONE && isFor(row.in, trace.site(row.site))),
  );
}

/** Text of the emitter that is listened to there; undefined where nobody listens. */
function emitterAt(trace: Trace, listen: number): string | undefined {
  const text = textOf(trace, listen);
  return (LISTENS.exec(text) ?? AWAITS.exec(text))?.[1];
}

function textOf(trace: Trace, access: number): string {
  return trace.site(trace.accesses.site.at(access))?.text ?? '';
}

/** The newest await from which the call had come back when it listened, in which it was when the event came, where that is known; NONE. */
export function waitBefore({ activations: acts, suspensions: s }: Trace, call: number, listen: number, emit?: number): number {
  for (let at = acts.lastSuspension.at(call); at !== NONE; at = s.previous.at(at)) {
    const resumed = s.resumeSegment.at(at);
    if (resumed === NONE || resumed > listen) continue;
    if (emit === undefined || (s.segment.at(at) < emit && emit < resumed)) return at;
  }
  return NONE;
}

/** The event comes of what the call, or what it called, has begun, since then: not from outside, and not again and again. `emits`: who emits it, where that is asked. */
function isSetGoing(trace: Trace, emit: number, by: number, emits: number, since = 0): boolean {
  const { activations: acts, segments: s, tasks } = trace;
  if (isWithin(trace, emits, by)) return true;
  for (let at = emit, step = 0; at !== NONE && step < (since > 0 ? MANY_STEPS : MAX_STEPS); step++) {
    const atom = s.atom.at(at);
    const task = s.task.at(atom);
    if (s.root.at(atom) !== NONE || task === NONE || trace.repeats(task)) return false;
    const maker = tasks.creator.at(task);
    if (isWithin(trace, maker, by)) {
      const begun = maker === by ? tasks.initSegment.at(task) : acts.startSegment.at(stepOf(trace, maker, by));
      return begun >= since;
    }
    at = since > 0 && trace.isPromise(task) ? causeOf(trace, task, atom) : segmentBehind(trace, at);
  }
  return false;
}

/** Whoever listens late looks at the emitter, too, or has it begin then: so nothing is missed. */
function isAskedFor(context: AnalysisContext, location: number, listen: number): boolean {
  const { trace } = context;
  const { accesses: a } = trace;
  const { coverage } = factsOf(context);
  const beside = new Set(
    factsOf(context)
      .groupsBeside(location)
      .map((group) => group.location),
  );
  if (coverage.accessesOfStep(listen).some((row) => a.write.at(row) !== ACCESS_IS_WRITE && beside.has(a.location.at(row)))) return true;
  const adds = trace.site(a.site.at(listen));
  const emitter = `${emitterAt(trace, listen) ?? ''}.`;
  return hasSite(trace, functionOf(trace, listen), ({ text, kind, line, column }) => {
    if (!text.startsWith(emitter) || adds === undefined || LISTENS.test(text) || HARMLESS.test(lastName(text))) return false;
    return (kind === 'call' || kind === 'read') && (line > adds.line || (line === adds.line && column > adds.column));
  });
}

function toEndedDraft({ trace, options }: AnalysisContext, { listen, by, wait, isMessage }: Ended): Draft {
  const { accesses: a, suspensions } = trace;
  const [listenSite, waitSite] = [a.site.at(listen), suspensions.site.at(wait)];
  const name = LISTENS.exec(textOf(trace, listen))?.[1] ?? 'the connection';
  const user = taskName(trace, by);
  const waits = { lane: 0, text: 'waits', site: waitSite };
  const listens = { lane: 0, text: isMessage ? 'listens for messages' : 'listens for its end', site: listenSite, access: listen };
  const comes = isMessage ? 'sends a message' : 'is closed';
  const happens = { lane: 1, text: comes, site: NONE };
  const what = isMessage ? `A message came on \`${name}\`` : `\`${name}\` was closed`;
  return {
    kind: 'race.order.use-before-init',
    key: `${listenSite},${isMessage ? 'message' : 'ended'}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${what} before anybody listened for that: ${user} waits (${lineText(trace, options, waitSite)}), and only then adds the listener (${lineText(trace, options, listenSite)}).`,
    why: isMessage
      ? [
          'nothing makes the message wait for the listener, and what came before is gone',
          'add the listener before the first `await`, and let it wait',
        ]
      : [
          'nothing makes the end wait for the listener: what it was to put in order stays as it is',
          'add the listener before the first `await`, or ask after that whether it is still open',
        ],
    places: [
      { site: listenSite, role: 'listener', access: listen },
      { site: waitSite, role: 'await' },
    ],
    segments: [a.segment.at(listen)],
    activations: [by],
    scenario: {
      lanes: [user, name],
      happened: [waits, { ...happens, text: `${comes}, and nobody listens` }, listens],
      other: [listens, waits, happens],
      otherTitle: 'What would be safe',
    },
  };
}

function toDraft({ trace, options }: AnalysisContext, { emit, listen, by, wait }: Missed): Draft {
  const { accesses: a, suspensions } = trace;
  const [emitSite, listenSite, waitSite] = [a.site.at(emit), a.site.at(listen), suspensions.site.at(wait)];
  const line = (site: number): string => lineText(trace, options, site);
  const event = EMITS.exec(textOf(trace, emit))?.[1] ?? '';
  const user = taskName(trace, by);
  const waits = { lane: 0, text: 'waits', site: waitSite };
  const listens = { lane: 0, text: `listens to ${event}`, site: listenSite, access: listen };
  const emits = { lane: 1, text: `emits ${event}`, site: emitSite, access: emit };
  return {
    kind: 'race.order.use-before-init',
    key: `${listenSite},${emitSite}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `${event} was emitted (${line(emitSite)}) before anybody listened to it: ${user} sets that going, waits (${line(waitSite)}), and only then adds the listener (${line(listenSite)}).`,
    why: [
      'nothing makes the event wait for the listener, and what was emitted before is gone',
      'add the listener before you begin what emits',
    ],
    places: [
      { site: listenSite, role: 'listener', access: listen },
      { site: emitSite, role: 'emit', access: emit },
      { site: waitSite, role: 'await' },
    ],
    segments: [a.segment.at(emit), a.segment.at(listen)],
    activations: [by],
    scenario: {
      lanes: [user, functionLabel(trace, trace.functionAt(emitSite))],
      happened: [waits, { ...emits, text: `emits ${event}, to nobody` }, listens],
      other: [listens, waits, emits],
      otherTitle: 'What would be safe',
    },
  };
}
