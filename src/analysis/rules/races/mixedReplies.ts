/**
 * race.order.last-write, an answer to another question: calls that overlap each send a worker, or a child process, a message and take the next reply for theirs (`worker.postMessage(job); const [answer] = await
 * once(worker, 'message')`, or `waiting.shift()(answer)`), and the replies come in another order than the questions went. Only what happened is reported.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { MessageRow, Trace } from '../../../model/trace.ts';
import { IPC_CHANNELS, MORE_GIVES_OWN } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { isSetOffBy } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';
import { messageTicks } from '../../shared/messageTicks.ts';
import { sitesIn } from '../../siteIndex.ts';

export const mixedRepliesRule: Rule = { kinds: ['race.order.last-write'], run: findMixedReplies };

/** Whoever waits for an event hears whichever comes next; a line of those who wait may be told all at once on purpose. */
const LISTENS = /(?:^|\.)(?:once|on|addListener|addEventListener)(?:\(|$)/;
/** Questions of one place that are looked at. */
const MAX_QUESTIONS = 64;

/** A message of a call, and where that call waits for the reply: the step in which it had one. */
interface Question {
  readonly message: MessageRow;
  readonly wait: number;
  readonly answered: number;
}

/** The segment in which a message is handled. */
type HandlerOf = (message: MessageRow) => number;

interface Mixed {
  readonly question: Question;
  readonly reply: MessageRow;
}

function findMixedReplies({ trace, options }: AnalysisContext): Draft[] {
  const bySite = new Map<number, MessageRow[]>();
  /** Replies by the turn in which they came; what came with others cannot be told apart. */
  const received = new Map<string, MessageRow[]>();
  const byAtom = new Map<number, MessageRow[]>();
  for (const message of trace.messages) {
    const { site, postSegment, receiveSegment } = message;
    if (postSegment === NONE || receiveSegment === NONE) continue;
    addTo(received, turnOf(trace, receiveSegment), message);
    addTo(byAtom, trace.segments.atom.at(receiveSegment), message);
    if (site !== NONE && trace.hasMore(site, MORE_GIVES_OWN)) addTo(bySite, site, message);
  }
  const handlers = messageTicks(trace, byAtom);
  const handlerOf: HandlerOf = (message) => handlers.get(message) ?? message.receiveSegment;
  const drafts: Draft[] = [];
  for (const [site, messages] of bySite) {
    if (messages.length < 2 || messages.length > MAX_QUESTIONS) continue;
    const mixed = mixedOf(trace, questionsOf(trace, site, messages), received, handlerOf);
    if (mixed !== undefined) drafts.push(toDraft(trace, (at) => lineText(trace, options, at), mixed));
  }
  return drafts;
}

/** Which turn of which thread's loop. */
function turnOf({ segments: s }: Trace, segment: number): string {
  return `${s.thread.at(segment)}:${s.turn.at(segment)}`;
}

/** As many waits as messages, each in the step of its message: a promise that the function makes, or its next await. */
function questionsOf(trace: Trace, site: number, messages: readonly MessageRow[]): Question[] {
  const { tasks, suspensions: s, functions } = trace;
  const fn = trace.functionAt(site);
  const outer = functions[fn]?.parentFunction ?? NONE;
  const isNew = (at: number): boolean => trace.site(at)?.kind === 'new' && trace.site(at)?.text === 'Promise';
  const made = [fn, outer].flatMap((each) => (each === NONE ? [] : sitesIn(trace, each).filter(isNew)));
  const waits: { readonly site: number; readonly begun: number; readonly answered: number }[] = [];
  if (made.length === 1) {
    for (let task = 0; task < tasks.length; task++) {
      if (tasks.site.at(task) !== made[0] || !trace.isPromise(task)) continue;
      waits.push({ site: tasks.site.at(task), begun: tasks.initSegment.at(task), answered: tasks.resolveSegment.at(task) });
    }
  } else if (made.length === 0) {
    const next = sitesIn(trace, fn).find((at) => at > site && trace.site(at)?.kind === 'await');
    for (let at = 0; at < s.length; at++) {
      if (s.site.at(at) === next) waits.push({ site: next, begun: s.segment.at(at), answered: s.resumeSegment.at(at) });
    }
  }
  // Of several channels it is not told in which order they were sent.
  if (waits.length !== messages.length || messages.some(({ channel }) => channel !== messages[0]?.channel)) return [];
  const questions = messages.map((message, i) => ({
    message,
    wait: waits[i]?.site ?? NONE,
    begun: waits[i]?.begun,
    answered: waits[i]?.answered ?? NONE,
  }));
  return questions.every(({ message, begun }) => begun === message.postSegment) ? questions : [];
}

/** A question that was answered by the reply to another one, which had the reply to this one or to a third, and so on; or took that reply as well, while this one was still worked at. */
function mixedOf(
  trace: Trace,
  questions: readonly Question[],
  received: ReadonlyMap<string, readonly MessageRow[]>,
  handlerOf: HandlerOf,
): Mixed | undefined {
  const replies = questions.map(({ answered }) => {
    const [reply, second] = answered === NONE ? [] : (received.get(turnOf(trace, answered)) ?? []);
    return second === undefined ? reply : undefined;
  });
  const asked = replies.map((reply) => (reply === undefined ? NONE : questionOf(trace, questions, reply, handlerOf)));
  for (const [i, question] of questions.entries()) {
    const [reply, other] = [replies[i], asked[i] ?? NONE];
    if (reply === undefined || other === NONE || other === i) continue;
    const isHeard = replies[other] === reply && listensItself(trace, question.message.site);
    const handler = handlerOf(question.message);
    const isUnderWay = (): boolean =>
      isWorkedAt(trace, handler, reply) || isPutOff(trace, handler, reply) || isAnsweredLater(trace, handler, reply, received);
    if (isExchanged(asked, i) || (isHeard && isUnderWay())) return { question, reply };
  }
  return undefined;
}

/** The one question that set the reply off; NONE. */
function questionOf(trace: Trace, questions: readonly Question[], reply: MessageRow, handlerOf: HandlerOf): number {
  const s = trace.segments;
  const found = questions.flatMap(({ message }, i) => {
    const isThere = s.thread.at(message.receiveSegment) === s.thread.at(reply.postSegment);
    return isThere && isSetOffBy(trace, reply.postSegment, handlerOf(message)) ? [i] : [];
  });
  return found.length === 1 ? (found[0] as number) : NONE;
}

/** Going from each question to the one whose reply it had leads back. */
function isExchanged(asked: readonly number[], start: number): boolean {
  let at = asked[start] ?? NONE;
  for (let step = 0; step < asked.length && at !== NONE && at !== start; step++) at = asked[at] ?? NONE;
  return at === start;
}

/** The function that sends the question, or the one around it, listens for the reply. */
function listensItself(trace: Trace, site: number): boolean {
  const fn = trace.functionAt(site);
  const around = [fn, trace.functions[fn]?.parentFunction ?? NONE].filter((each) => each !== NONE);
  const isListening = (at: number): boolean => trace.site(at)?.kind === 'call' && LISTENS.test(trace.site(at)?.text ?? '');
  return around.some((each) => sitesIn(trace, each).some(isListening));
}

/** The handler of a message was still under way when a reply was sent. */
function isWorkedAt(trace: Trace, handler: number, { postNs }: MessageRow): boolean {
  const { activations: acts, segments: s } = trace;
  for (let call = 0; call < acts.length; call++) {
    if (acts.startSegment.at(call) === NONE || s.atom.at(acts.startSegment.at(call)) !== s.atom.at(handler)) continue;
    if (acts.endSegment.at(call) === NONE || acts.endNs.at(call) > postNs) return true;
  }
  return false;
}

/** What the handler of a message has begun (a timer, a file) was still to come when a reply was sent. */
function isPutOff(trace: Trace, handler: number, { postNs }: MessageRow): boolean {
  const { tasks, segments: s } = trace;
  const atom = s.atom.at(handler);
  for (let task = 0; task < tasks.length; task++) {
    const made = tasks.initSegment.at(task);
    if (made === NONE || s.atom.at(made) !== atom || trace.isPromise(task) || tasks.site.at(task) === NONE) continue;
    const run = tasks.firstRun.at(task);
    if (run === NONE || s.startNs.at(run) > postNs) return true;
  }
  return false;
}

/** What was sent for the message itself came after the reply. */
function isAnsweredLater(trace: Trace, handler: number, reply: MessageRow, received: ReadonlyMap<string, readonly MessageRow[]>): boolean {
  const { thread } = trace.segments;
  const isItsOwn = ({ postSegment, postNs, channel }: MessageRow): boolean =>
    channel === reply.channel &&
    postNs > reply.postNs &&
    thread.at(postSegment) === thread.at(handler) &&
    isSetOffBy(trace, postSegment, handler);
  return [...received.values()].some((messages) => messages.some(isItsOwn));
}

function toDraft(trace: Trace, line: (site: number) => string, { question, reply }: Mixed): Draft {
  const { message, wait, answered } = question;
  const name = functionLabel(trace, trace.functionAt(wait));
  const asks = { lane: 0, text: 'sends its question', site: message.site };
  const waits = { lane: 0, text: 'takes the reply to another one', site: wait };
  const replies = { lane: 1, text: 'replies to another question first', site: reply.site };
  return {
    kind: 'race.order.last-write',
    key: `mixed replies ${message.site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `A call of ${name} had the answer to another question: it sent its own (${line(message.site)}), and took the next reply that came (${line(wait)}), which was for another call.`,
    why: [
      'replies come in the order in which the work is done, not in that of the questions',
      'nothing in the reply says which question it is for, or it is not looked at',
      'send a number along, and keep those who wait by that',
    ],
    places: [
      { site: wait, role: trace.site(wait)?.kind === 'await' ? 'await' : 'create' },
      { site: message.site, role: 'send' },
      ...(reply.site === NONE ? [] : [{ site: reply.site, role: 'reply' }]),
    ],
    segments: [message.postSegment, answered],
    activations: [],
    scenario: {
      lanes: [name, message.channel >= IPC_CHANNELS ? 'the child process' : 'the worker'],
      happened: [asks, replies, waits],
      other: [asks, { ...replies, text: 'replies to this question' }, { ...waits, text: 'takes it' }],
      otherTitle: 'What would be safe',
    },
  };
}
