/**
 * A thread waits for an answer, and workers or child processes have none to give: they are idle, and only a message of the one that waits could give them anything to do. deadlock.actual where
 * they wait for that message, too, or where a child has more to say than its pipe holds, and who started it reads nothing before it has gone on. promise.never-settles where they had been asked,
 * and handled it without an answer, or with one that settled nothing.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { STILL_IDLE } from '../../../model/vocabulary.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { taskName, threadName } from '../../names.ts';
import { isFed } from '../../waiting/childInput.ts';
import { hasInput, pipesOf, type StuckOutput, stuckOutput, writesTo } from '../../waiting/childOutput.ts';
import { hasSource, isInput, standingThreads, type Standing } from '../../waiting/standstill.ts';
import { waitingChains } from '../../waiting/waitingChains.ts';
import { WaitGraph } from '../../waiting/waitFor.ts';
import { waitingIn } from '../../waiting/waitForLeaves.ts';
import { wakersOf } from '../../waiting/wakers.ts';

/** Who could answer, and does not. */
interface Partner {
  readonly name: string;
  /** Its threads. */
  readonly threads: readonly number[];
  /** Where it was started. */
  readonly site: number;
  /** The function in which it waits itself, NONE. */
  readonly activation: number;
  /** Its standard input is a pipe of the one that waits. */
  readonly isFed: boolean;
  /** What it writes to a pipe that is full. */
  readonly stuck: StuckOutput | undefined;
}

interface Child extends Partner {
  readonly pid: number;
  /** The ends of its pipes that its parent has. */
  readonly pipes: readonly number[];
}

interface AskedInVain {
  readonly name: string;
  readonly site: number;
  readonly isTerminated: boolean;
}

/** Who waits: a function at an await, or else a callback of `then`. */
interface Waiter {
  /** Where it waits, and where what it waits for was made. */
  readonly site: number;
  readonly made: number;
  readonly name: string;
  readonly segment: number;
  /** Where what it waits for was made: what it asks was sent since. */
  readonly since: number;
  readonly activations: readonly number[];
}

/** Promises within promises. */
const MAX_NESTED = 16;

/** Of several that are waited for at once, by `Promise.all`, the first that has not come, where that was made; otherwise the promise itself. */
function pendingIn({ activations: acts, combines, suspensions: s, tasks }: Trace, promise: number): number {
  let at = promise;
  for (let i = 0; at !== NONE && i < MAX_NESTED; i++) {
    const combined = combines.find(({ result }) => result === at);
    const called = at === promise ? NONE : tasks.activation.at(at);
    const last = called === NONE ? NONE : acts.lastSuspension.at(called);
    const within = combined?.members.find((m) => tasks.resolveSegment.at(m) === NONE) ?? (last === NONE ? NONE : s.awaited.at(last));
    if (within === NONE) break;
    at = within;
  }
  return at;
}

function waiterOf(trace: Trace, graph: WaitGraph, thread: number, isServing: boolean): Waiter | undefined {
  const { activations: acts, suspensions: s, tasks } = trace;
  const activation = waitingIn(graph, thread, isServing);
  if (activation !== NONE) {
    const last = acts.lastSuspension.at(activation);
    const awaited = s.awaited.at(last);
    const pending = pendingIn(trace, awaited);
    return {
      site: s.site.at(last),
      made: pending === NONE ? NONE : tasks.site.at(pending),
      name: taskName(trace, activation),
      segment: s.segment.at(last),
      since: awaited === NONE ? s.segment.at(last) : tasks.initSegment.at(awaited),
      activations: [activation],
    };
  }
  const chain = waitingChains(graph).find(({ promise }) => tasks.thread.at(promise) === thread);
  const step = chain?.step === NONE ? chain.links[0] : chain?.step;
  if (chain === undefined || step === undefined) return undefined;
  const site = tasks.site.at(step);
  return {
    site,
    made: tasks.site.at(chain.promise),
    name: `the callback of \`${trace.site(site)?.text ?? 'then'}\``,
    segment: tasks.initSegment.at(step),
    since: tasks.initSegment.at(chain.promise),
    activations: [],
  };
}

/** The one function that waits in a process in which nothing moves, `standing` all its threads. */
export function findSilentPartners(trace: Trace, process: number, standing: readonly Standing[]): Draft | undefined {
  // A process that another one started may hear from it, over a channel of which nothing is known here.
  const ppid = trace.processes[process]?.ppid;
  if (trace.processes.some((p) => p.pid === ppid) || standing.some((s) => s.state !== STILL_IDLE)) return undefined;
  const graph = new WaitGraph(trace);
  const main = standing[0];
  if (main === undefined || trace.threads[main.thread]?.threadId !== 0) return undefined;
  const children = silentChildren(trace, graph, main.thread);
  const full = children.find((c) => c.stuck !== undefined);
  // The program lives for as long as the child, whoever waits for it.
  const waiter = waiterOf(trace, graph, main.thread, full !== undefined) ?? (full === undefined ? undefined : nobodyAt(full));
  if (waiter === undefined) return undefined;
  const isOfChild = (task: number): boolean => {
    // A child that cannot write on does not read on.
    const stream = full === undefined ? NONE : writesTo(trace, task);
    if (stream !== NONE) return children.some((c) => c.pipes.includes(stream));
    const type = trace.taskType(task);
    return type === 'PIPEWRAP' && children.some((c) => c.site !== NONE && c.site === trace.tasks.site.at(task));
  };
  const isSilent = (pid: number): boolean => children.some((c) => c.pid === pid);
  if (standing.some((s) => hasSource(trace, s.thread, isOfChild, isSilent))) return undefined;
  const workers = standing.slice(1).map(({ thread }): Partner => {
    const site = trace.workers.find((w) => w.child === thread)?.site ?? NONE;
    return {
      name: threadName(trace, thread),
      threads: [thread],
      site,
      activation: waitingIn(graph, thread),
      isFed: false,
      stuck: undefined,
    };
  });
  const partners = [...workers, ...children];
  return partners.length === 0 ? undefined : draftOf(trace, waiter, partners, children.length > 0);
}

function nobodyAt({ site }: Partner): Waiter {
  return { site, made: NONE, name: '', segment: NONE, since: NONE, activations: [] };
}

/** Child processes of the thread that are recorded, and that nothing but their parent can wake: by a message or input, or when it reads what they write. */
function silentChildren(trace: Trace, graph: WaitGraph, thread: number): Child[] {
  return trace.children
    .filter((c) => c.thread === thread && Number.isNaN(c.exitNs))
    .flatMap((child) => {
      const { pid, site } = child;
      const process = trace.processes.findIndex((p) => p.pid === pid);
      const standing = process === NONE ? undefined : standingThreads(trace, process);
      if (standing?.[0] === undefined) return [];
      const stuck = stuckOutput(trace, child);
      // Whatever else it could do comes after the call that it sits in.
      const isBlocked = stuck?.isBlocked === true;
      if (!isBlocked && standing.some((s) => s.state !== STILL_IDLE)) return [];
      const fed = isFed(trace, site);
      const isOwn = fed || (stuck !== undefined && hasInput(child));
      const isKnown = (task: number): boolean => {
        const stream = stuck === undefined ? NONE : writesTo(trace, task);
        return stream === NONE ? isOwn && isInput(trace, task) : isInput(trace, stream);
      };
      if (!isBlocked && standing.some((s) => hasSource(trace, s.thread, isKnown))) return [];
      const argv = trace.processes[process]?.argv[1] ?? '';
      const file = argv.slice(Math.max(argv.lastIndexOf('/'), argv.lastIndexOf('\\')) + 1);
      return [
        {
          pid,
          threads: standing.map(({ thread: own }) => own),
          site,
          name: file === '' ? 'the child process' : `the child process (${file})`,
          activation: waitingIn(graph, standing[0].thread),
          isFed: fed,
          stuck,
          pipes: pipesOf(trace, child),
        },
      ];
    });
}

/**
 * What has become of what a partner was asked since the waiting began. 'lost': it has taken that in, has sent nothing since, or less than it was asked for, and no function of its own waits for more. 'given': it has
 * answered, and that has settled nothing. Neither is a ring, which is where it waits itself, or was asked nothing.
 */
function answerOf(
  { messages, segments }: Trace,
  { since }: Waiter,
  { threads, activation, isFed: fed, stuck }: Partner,
): 'lost' | 'given' | undefined {
  if (since === NONE || activation !== NONE || fed || stuck !== undefined) return undefined;
  const isOwn = (segment: number): boolean => segment !== NONE && threads.includes(segments.thread.at(segment));
  const asked = messages.filter((m) => isOwn(m.receiveSegment) && m.postSegment >= since);
  if (asked.length === 0) return undefined;
  const [first, last] = [Math.min, Math.max].map((most) => most(...asked.map((m) => m.receiveSegment))) as [number, number];
  const answers = messages.filter((m) => isOwn(m.postSegment) && m.postSegment >= first);
  return answers.length < asked.length || !answers.some((m) => m.postSegment >= last) ? 'lost' : 'given';
}

/** A worker that was asked since the waiting began, and has ended without an answer: where it was asked. */
function askedInVain({ messages, segments, threads, undelivered, workers }: Trace, { since }: Waiter): AskedInVain | undefined {
  for (const { workerThreadId, child, exitNs, terminated, thread } of since === NONE ? [] : workers) {
    if (Number.isNaN(exitNs) || threads[thread]?.threadId !== 0) continue;
    const isAsk = (m: { readonly channel: number; readonly postSegment: number }): boolean =>
      m.channel === workerThreadId * 2 && m.postSegment >= since && segments.thread.at(m.postSegment) === thread;
    const ask = messages.findLast(isAsk) ?? undelivered.findLast(isAsk);
    const hasAnswered = (m: { readonly postSegment: number }): boolean => child !== NONE && segments.thread.at(m.postSegment) === child;
    if (ask !== undefined && !messages.some((m) => hasAnswered(m) && m.receiveSegment > ask.postSegment)) {
      return { name: `worker ${workerThreadId}`, site: ask.site, isTerminated: terminated };
    }
  }
  return undefined;
}

/** What a partner does, and what could wake it. */
function stateOf(trace: Trace, { name, activation, isFed: fed, stuck }: Partner): string {
  if (stuck !== undefined) {
    const text = trace.site(stuck.site)?.text ?? '';
    return `${name} stands in its own output${text === '' ? '' : ` (\`${text}\`)`}, which nobody reads`;
  }
  const state = activation === NONE ? 'is idle' : `waits in ${taskName(trace, activation)}`;
  return `${name} ${state}, and only ${fed ? 'more input, or its end,' : 'a message'} can wake it`;
}

/** Why it cannot be otherwise, and what would help. */
function whyOf(partners: readonly Partner[], isGiven: boolean, inVain: AskedInVain | undefined): string[] {
  if (inVain !== undefined) {
    return [
      `${inVain.name} had been asked, and ${inVain.isTerminated ? 'was terminated' : 'ended'} before it had answered`,
      'settle what was asked of a worker when that ends (its `exit` event), or ask the next one again',
    ];
  }
  if (partners.some((p) => p.stuck !== undefined)) {
    return [
      'a pipe holds some 64 kB: the child goes on when that is read, and who would read it waits for the child first',
      'read its output from the start (a listener for `data`, a pipe, `resume()`), beside what is written to it, or start it with `ignore` or `inherit`',
    ];
  }
  return [
    partners.some((p) => p.isFed)
      ? 'the child has taken in what was written to it: it goes on when there is more, or when its `stdin` is ended'
      : isGiven
        ? 'what was sent has been answered, and the answer settled nothing: it is of another question (its number, its type), or its listener passes it over'
        : 'what was sent has been handled, and no answer came: a path of the handler that does not answer, or that throws',
  ];
}

function draftOf(trace: Trace, waiter: Waiter, partners: readonly Partner[], isProcess: boolean): Draft | undefined {
  const { site: at, made } = waiter;
  const isFull = partners.some((p) => p.stuck !== undefined);
  const inVain = isFull ? undefined : askedInVain(trace, waiter);
  const places: DraftPlace[] = [
    { site: at, role: 'await' },
    { site: made, role: 'create' },
    ...wakersOf(trace, made)
      .slice(0, 1)
      .map((site) => ({ site, role: 'wake' })),
    ...[...new Set(partners.map((p) => p.site))].map((site) => ({ site, role: 'create' })),
    ...partners.map(({ stuck }) => ({ site: stuck?.site ?? NONE, role: 'write' })),
    { site: inVain?.site ?? NONE, role: 'ask' },
  ].filter((p) => p.site !== NONE);
  if (places.length === 0) return undefined;
  const states = [
    ...(inVain === undefined ? [] : [`${inVain.name} has ended without one`]),
    ...partners.map((partner) => stateOf(trace, partner)),
  ];
  const shown = states.length > 3 ? [...states.slice(0, 3), `${states.length - 3} more are idle as well`] : states;
  const answers = partners.map((partner) => answerOf(trace, waiter, partner));
  const isLost = inVain !== undefined || answers.includes('lost');
  const isGiven = !isLost && answers.includes('given');
  const doing = waiter.name === '' ? 'has nothing else left to do' : `waits in ${waiter.name}${isFull ? '' : ' for an answer'}`;
  return {
    kind: isLost || isGiven ? 'promise.never-settles' : 'deadlock.actual',
    key: `${at},${made}`,
    confidence: 0.9,
    verdict: 'observed',
    consequence: true,
    message:
      isLost || isGiven
        ? `The main thread ${doing} that will not come: ${shown.join('; ')}.`
        : `Deadlock between ${isProcess ? 'processes' : 'threads'}: the main thread ${doing}; ${shown.join('; ')}.`,
    why: [...whyOf(partners, isGiven, inVain), 'no timer, socket, file or other process is left that could wake one of them'],
    places,
    segments: [waiter.segment].filter((segment) => segment !== NONE),
    activations: waiter.activations,
  };
}
