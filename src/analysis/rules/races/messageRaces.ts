/**
 * race.atomicity through messages: a worker or child process is sent what a location holds, and has it written by a later message that follows from the answer; a message of another
 * one wrote it in between. Each message is handled in one step, but the two of them are none. What keeps others out (a lock that is a message, too) keeps them out of sight of the order, but not
 * of the run: where it did not happen it is predicted only if messages of these two touch nothing else in that thread, and so no lock either.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { type MessageRow, type Trace } from '../../../model/trace.ts';
import {
  ACCESS_RMW,
  FLAG_FIRST_VALUE,
  IPC_CHANNELS,
  VALUE_FALSE,
  VALUE_NULL,
  VALUE_OBJECT,
  VALUE_TRUE,
  VALUE_UNDEFINED,
  VALUE_UNKNOWN,
} from '../../../model/vocabulary.ts';
import { atomOf, locationText, type LocationAccesses, objectOf, PUTS } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { returnedReads } from '../../shared/given.ts';
import { messageTicks } from '../../shared/messageTicks.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { causeOf, isSetOffBy, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { countBelow } from '../../../base/search.ts';

export const messageRacesRule: Rule = { kinds: ['race.atomicity'], run: findMessageRaces };

/** How far back the read is looked for, in accesses of the location. */
const WINDOW = 128;
/** Steps from an access back to the message that it is made for. */
const MAX_HOPS = 4;
/** Steps from a message back to the answer that it follows from. */
const MAX_STEPS = 8;

/** Accesses beside a read among which that of another update is looked for. */
const MAX_OTHERS = 16;

/** Messages to one that are looked at for the answer. */
const MAX_ANSWERS = 4;

const POSTS = /(?:^|\.)(?:postMessage|send)$/;

const FLAGS: ReadonlySet<number> = new Set([VALUE_TRUE, VALUE_FALSE, VALUE_NULL, VALUE_UNDEFINED]);

/** A read, and a write that follows from the answer. */
interface Update {
  readonly read: number;
  readonly write: number;
  readonly answer: MessageRow;
  readonly request: MessageRow;
}

interface Race extends Update {
  readonly other: number;
  readonly observed: boolean;
}

function findMessageRaces(context: AnalysisContext): Draft[] {
  const { trace } = context;
  if (trace.messages.length === 0) return [];
  const told = toldReads(trace);
  if (told.size === 0) return [];
  const messages = new Messages(trace);
  const drafts: Draft[] = [];
  const { accesses: a } = trace;
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    if (!group.rows.some((row) => told.has(a.site.at(row)))) continue;
    const updates: Update[] = [];
    const races: Race[] = [];
    for (const [at, row] of group.rows.entries()) {
      if (a.write.at(row) === 0 || a.how.at(row) !== 0) continue;
      const found = updateAt(context, told, messages, group, at);
      if (found !== undefined && 'other' in found) races.push(found);
      else if (found !== undefined) updates.push(found);
    }
    const apart = races.length > 0 ? undefined : raceApart(context, messages, group, updates);
    for (const race of apart === undefined ? races : [apart]) drafts.push(toDraft(context, messages, race, group.location));
  }
  return drafts;
}

/** Updates of two that nothing orders, and that did not meet. */
function raceApart(
  { trace, order, ...context }: AnalysisContext,
  messages: Messages,
  { rows, location }: LocationAccesses,
  updates: readonly Update[],
): Race | undefined {
  const a = trace.accesses;
  const [first] = updates;
  const later = first === undefined ? [] : updates.filter(({ answer }) => answer.channel !== first.answer.channel);
  const next = later.find(({ read }) => first !== undefined && !order.isOrdered(a.segment.at(first.write), a.segment.at(read)));
  // What they share besides messages may be a lock.
  if (first === undefined || next === undefined || trace.shared.buffers.length > 0) return undefined;
  const threads = new Set([first, next].map(({ request }) => trace.segments.thread.at(request.postSegment)));
  if (trace.fs.some(({ segment }) => threads.has(trace.segments.thread.at(segment)))) return undefined;
  if (isFilled(trace, rows, rows.indexOf(first.read), first.write, next.write)) return undefined;
  const channels = new Set([first, next].map(({ request }) => request.channel));
  const placeOf = (at: number): string => (trace.locations.variable.at(at) === NONE ? objectOf(trace, at) : `${at}`);
  const isElsewhere = (row: number): boolean => messages.behind(row).some(({ channel }) => channels.has(channel));
  // What is only added to (a log, a count of what was asked) keeps nobody out.
  const isAdded = (row: number): boolean => a.write.at(row) === 1 && PUTS.test(trace.site(a.site.at(row))?.text ?? '');
  const isLock = ({ rows: touched }: LocationAccesses): boolean => {
    const here = touched.filter(isElsewhere);
    return here.length > 0 && !here.every(isAdded);
  };
  const others = factsOf({ trace, order, ...context }).groups.filter((group) => placeOf(group.location) !== placeOf(location));
  if (others.some(isLock)) return undefined;
  return { ...first, other: next.write, observed: false };
}

/** Sites of reads whose values go into a message, and of those that are what a function of the program returns: whoever handles a message may call it by any name. */
function toldReads(trace: Trace): Set<number> {
  const told = new Set<number>(returnedReads(trace));
  for (const { read, write, kind } of trace.links) {
    if (kind === 'value' && POSTS.test(trace.site(write)?.text ?? '')) told.add(read);
  }
  return told;
}

/** Messages by the callbacks that post and receive them. */
class Messages {
  readonly #trace: Trace;
  readonly #received = new Map<number, MessageRow[]>();
  /** By thread and channel, in the order in which they were posted. */
  readonly #posted = new Map<string, { readonly segments: number[]; readonly rows: MessageRow[] }>();
  readonly #receipts = new Map<number, number>();
  /** Messages that came at once to a process, which are handled in a tick each: the tick by the message, and the message by the tick's first segment. */
  readonly #ticks: ReadonlyMap<MessageRow, number>;
  readonly #handled = new Map<number, MessageRow>();
  #resumed: Map<number, number[]> | undefined;

  constructor(trace: Trace) {
    this.#trace = trace;
    const { atom, thread } = trace.segments;
    for (const message of trace.messages) {
      if (message.receiveSegment === NONE || message.postSegment === NONE) continue;
      addTo(this.#received, atom.at(message.receiveSegment), message);
      const key = `${thread.at(message.postSegment)}:${message.channel}`;
      const posts = this.#posted.get(key) ?? { segments: [], rows: [] };
      posts.segments.push(message.postSegment);
      posts.rows.push(message);
      this.#posted.set(key, posts);
    }
    this.#ticks = messageTicks(trace, this.#received);
    for (const [message, run] of this.#ticks) this.#handled.set(atom.at(run), message);
  }

  /** Whether a message was posted for what another one said. */
  isFollowed(answer: MessageRow, { postSegment }: MessageRow): boolean {
    return isSetOffBy(this.#trace, postSegment, this.#ticks.get(answer) ?? answer.receiveSegment);
  }

  /** What was received for an access: more than one message where they came at once, and cannot be told apart. */
  behind(access: number): readonly MessageRow[] {
    const { segments: s, tasks } = this.#trace;
    const first = atomOf(this.#trace, access);
    let receipt = this.#receipts.get(first);
    if (receipt === undefined) {
      receipt = NONE;
      let at = first;
      for (let hop = 0; hop <= MAX_HOPS; hop++) {
        if (this.#handled.has(at) || this.#received.has(at)) {
          receipt = at;
          break;
        }
        const task = s.task.at(at);
        const made = task === NONE || s.root.at(at) !== NONE ? NONE : tasks.initSegment.at(task);
        if (made === NONE || made >= at || this.#trace.repeats(task)) break;
        at = s.atom.at(made);
      }
      this.#receipts.set(first, receipt);
    }
    if (receipt === NONE) return [];
    const handled = this.#handled.get(receipt);
    return handled === undefined ? (this.#received.get(receipt) ?? []) : [handled];
  }

  /** What the step of an access, or what that set off, posted back to who had sent the message for it. */
  answers(access: number, { channel }: MessageRow): readonly MessageRow[] {
    const { accesses: a, segments: s } = this.#trace;
    const segment = a.segment.at(access);
    const back = channel % 2 === 0 ? channel + 1 : channel - 1;
    const posts = this.#posted.get(`${s.thread.at(segment)}:${back}`);
    if (posts === undefined) return [];
    const from = countBelow(posts.segments, s.atom.at(segment));
    return posts.rows.slice(from, from + MAX_ANSWERS).filter(({ postSegment }) => isSetOffBy(this.#trace, postSegment, segment));
  }

  /** The await that the answer ended, and the one for what was sent then: where the two messages were asked for. NONE where nothing was awaited. */
  awaits(answer: MessageRow, request: MessageRow): { readonly first: number; readonly second: number } {
    const { segments: s, suspensions } = this.#trace;
    let first = NONE;
    let current = request.postSegment;
    for (let step = 0; step < MAX_STEPS && current !== NONE && s.atom.at(current) !== s.atom.at(answer.receiveSegment); step++) {
      const atom = s.atom.at(current);
      const here = this.#resumedAt(atom);
      if (here.length > 0) first = here[here.length - 1] as number;
      const task = s.task.at(atom);
      if (task === NONE) break;
      current = causeOf(this.#trace, task, current);
    }
    if (first === NONE) return { first: NONE, second: NONE };
    const activation = suspensions.activation.at(first);
    let second = NONE;
    for (let i = first + 1; i < suspensions.length; i++) {
      if (s.atom.at(suspensions.segment.at(i)) !== s.atom.at(request.postSegment)) continue;
      if (isWithin(this.#trace, suspensions.activation.at(i), activation)) second = i;
    }
    const siteOf = (suspension: number): number => (suspension === NONE ? NONE : suspensions.site.at(suspension));
    return { first: siteOf(first), second: siteOf(second) };
  }

  #resumedAt(atom: number): readonly number[] {
    if (this.#resumed === undefined) {
      this.#resumed = new Map();
      const { segments: s, suspensions } = this.#trace;
      for (let i = 0; i < suspensions.length; i++) {
        const resumed = suspensions.resumeSegment.at(i);
        if (resumed !== NONE) addTo(this.#resumed, s.atom.at(resumed), i);
      }
    }
    return this.#resumed.get(atom) ?? [];
  }
}

/** The update that a write belongs to; with the write of another one that came in between, if there was one. */
function updateAt(
  { trace, order }: AnalysisContext,
  told: ReadonlySet<number>,
  messages: Messages,
  { rows }: LocationAccesses,
  at: number,
): Update | Race | undefined {
  const a = trace.accesses;
  const write = rows[at] as number;
  const requests = messages.behind(write);
  const channel = requests[0]?.channel;
  if (channel === undefined) return undefined;
  const step = atomOf(trace, write);
  const between: number[] = [];
  for (let i = at - 1; i >= 0 && i >= at - WINDOW; i--) {
    const row = rows[i] as number;
    if (atomOf(trace, row) === step) {
      // Looked at again: what another one has written is known.
      if (a.write.at(row) === 0) return undefined;
      continue;
    }
    if (a.write.at(row) === 1) {
      between.push(row);
      continue;
    }
    const asked = messages.behind(row)[0];
    if (asked === undefined || asked.channel !== channel || !told.has(a.site.at(row)) || isWrittenWith(trace, rows, i)) continue;
    for (const answer of messages.answers(row, asked)) {
      const request = requests.find((one) => messages.isFollowed(answer, one));
      if (request === undefined) continue;
      // Its own write after the read: whatever it writes now follows from that.
      const isOwn = (one: number): boolean => messages.behind(one).some((by) => messages.isFollowed(answer, by));
      if (between.some(isOwn)) return undefined;
      const other = between.find((one) => {
        if (messages.behind(one).length === 0) return false;
        const segment = a.segment.at(one);
        const isAlways = order.isOrdered(a.segment.at(row), segment) && order.isOrdered(segment, a.segment.at(write));
        return !isAlways || isUpdate(trace, told, messages, rows, i, one);
      });
      const update = { read: row, write, answer, request };
      if (other === undefined) return between.length === 0 ? update : undefined;
      return isFilled(trace, rows, i, write, other) ? undefined : { ...update, other, observed: true };
    }
  }
  return undefined;
}

/** A write that follows from an answer of its own, to a read beside that of the row at `at`: where it always comes in between, every run loses an update. */
function isUpdate(
  trace: Trace,
  told: ReadonlySet<number>,
  messages: Messages,
  rows: readonly number[],
  at: number,
  write: number,
): boolean {
  const a = trace.accesses;
  const requests = messages.behind(write);
  for (let i = Math.max(0, at - MAX_OTHERS); i <= at + MAX_OTHERS; i++) {
    const row = rows[i];
    if (row === undefined || i === at || row >= write || a.write.at(row) === 1 || !told.has(a.site.at(row))) continue;
    const [asked] = messages.behind(row);
    const answers = asked === undefined ? [] : messages.answers(row, asked);
    if (answers.some((answer) => requests.some((one) => messages.isFollowed(answer, one)))) return true;
  }
  return false;
}

/** `reply(next++)`: what is told is nobody else's. */
function isWrittenWith(trace: Trace, rows: readonly number[], at: number): boolean {
  const { accesses: a } = trace;
  const step = atomOf(trace, rows[at] as number);
  const isOfStep = (i: number): boolean => rows[i] !== undefined && atomOf(trace, rows[i]) === step;
  for (let i = at - 1; isOfStep(i); i--) if (a.write.at(rows[i] as number) === 1 && a.how.at(rows[i] as number) === ACCESS_RMW) return true;
  for (let i = at + 1; isOfStep(i); i++) if (a.write.at(rows[i] as number) === 1) return true;
  return false;
}

/** Both set one flag; or nothing was there, and both have put there what they found or computed: one answer, unless the two are known to differ. */
function isFilled(trace: Trace, rows: readonly number[], read: number, write: number, other: number): boolean {
  const a = trace.accesses;
  if (FLAGS.has(a.value.at(write)) && a.value.at(write) === a.value.at(other)) return true;
  if (!trace.hasFlag(a.site.at(write), FLAG_FIRST_VALUE)) return false;
  for (let i = read - 1; i >= 0; i--) if (a.write.at(rows[i] as number) === 1) return false;
  const [mine, theirs] = [a.value.at(write), a.value.at(other)];
  const isKnown = (value: number): boolean => value !== VALUE_UNKNOWN && (value & VALUE_OBJECT) === 0;
  return !isKnown(mine) || !isKnown(theirs) || mine === theirs;
}

function toDraft(
  context: AnalysisContext,
  messages: Messages,
  { read, write, other, answer, request, observed }: Race,
  location: number,
): Draft {
  const { trace, options } = context;
  const a = trace.accesses;
  const [readSite, writeSite, otherSite] = [a.site.at(read), a.site.at(write), a.site.at(other)];
  const text = locationText(trace, location, writeSite);
  const peer = request.channel >= IPC_CHANNELS ? 'process' : 'worker';
  const { first, second } = messages.awaits(answer, request);
  const sent = second === NONE ? request.site : second;
  const isKnown = first !== NONE && sent !== NONE;
  const whose = isKnown ? ` (${lineText(trace, options, first)} and ${lineText(trace, options, sent)})` : '';
  const reads = { lane: 0, text: `is told ${text}`, site: readSite, access: read };
  const writes = { lane: 0, text: `has ${text} written, from what it was told`, site: writeSite, access: write };
  const between = { lane: 1, text: `has ${text} written`, site: otherSite, access: other };
  return {
    kind: 'race.atomicity',
    key: `${writeSite},${isKnown ? sent : NONE}`,
    confidence: observed ? 0.85 : 0.75,
    verdict: observed ? 'observed' : 'predicted',
    consequence: false,
    message: `A ${peer} asks for \`${text}\` with one message and has it written with a later one that follows from the answer${whose}; another message ${observed ? 'wrote' : 'can write'} it in between, and that update is lost.`,
    why: [
      'each message is handled in one step, but others come between the two',
      `nothing orders the other one's message before the read or after the write`,
      `one message that says what to do (add, take, claim) would leave both steps to the owner of \`${text}\``,
    ],
    places: [
      ...(isKnown
        ? [
            { site: sent, role: 'write by' },
            { site: first, role: 'read by' },
          ]
        : []),
      { site: writeSite, role: 'write', access: write },
      { site: readSite, role: 'read', access: read },
      { site: otherSite, role: 'other write', access: other },
    ],
    segments: [a.segment.at(read), a.segment.at(write), a.segment.at(other)],
    activations: [],
    scenario: {
      lanes: [`one ${peer}`, `another ${peer}`],
      happened: observed ? [reads, between, writes] : [reads, writes, between],
      other: observed ? [reads, writes, between] : [reads, between, writes],
      otherTitle: observed ? 'What would be safe' : 'What can happen',
    },
  };
}
