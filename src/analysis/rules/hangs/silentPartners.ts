/**
 * deadlock.actual between a thread that waits for an answer and workers or child processes that have none to give: they have handled what they were sent, are idle, and only a message of
 * the one that waits could give them anything to do.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { STILL_IDLE } from '../../../model/vocabulary.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { taskName, threadName } from '../../names.ts';
import { isFed } from '../../waiting/childInput.ts';
import { hasSource, isInput, standingThreads, type Standing } from '../../waiting/standstill.ts';
import { waitingChains } from '../../waiting/waitingChains.ts';
import { WaitGraph } from '../../waiting/waitFor.ts';
import { waitingIn } from '../../waiting/waitForLeaves.ts';
import { wakersOf } from '../../waiting/wakers.ts';

/** Who could answer, and does not. */
interface Partner {
  readonly name: string;
  /** Where it was started. */
  readonly site: number;
  /** The function in which it waits itself, NONE. */
  readonly activation: number;
  /** Its standard input is a pipe of the one that waits. */
  readonly isFed: boolean;
}

/** Who waits: a function at an await, or else a callback of `then`. */
interface Waiter {
  /** Where it waits, and where what it waits for was made. */
  readonly site: number;
  readonly made: number;
  readonly name: string;
  readonly segment: number;
  readonly activations: readonly number[];
}

function waiterOf(trace: Trace, graph: WaitGraph, thread: number): Waiter | undefined {
  const { activations: acts, suspensions: s, tasks } = trace;
  const activation = waitingIn(graph, thread);
  if (activation !== NONE) {
    const last = acts.lastSuspension.at(activation);
    const awaited = s.awaited.at(last);
    return {
      site: s.site.at(last),
      made: awaited === NONE ? NONE : tasks.site.at(awaited),
      name: taskName(trace, activation),
      segment: s.segment.at(last),
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
  const waiter = main === undefined || trace.threads[main.thread]?.threadId !== 0 ? undefined : waiterOf(trace, graph, main.thread);
  if (main === undefined || waiter === undefined) return undefined;
  const children = silentChildren(trace, graph, main.thread);
  const isOfChild = (task: number): boolean => {
    const type = trace.taskType(task);
    return type === 'PIPEWRAP' && children.some((c) => c.site !== NONE && c.site === trace.tasks.site.at(task));
  };
  const isSilent = (pid: number): boolean => children.some((c) => c.pid === pid);
  if (standing.some((s) => hasSource(trace, s.thread, isOfChild, isSilent))) return undefined;
  const workers = standing.slice(1).map(({ thread }): Partner => {
    const site = trace.workers.find((w) => w.child === thread)?.site ?? NONE;
    return { name: threadName(trace, thread), site, activation: waitingIn(graph, thread), isFed: false };
  });
  const partners = [...workers, ...children];
  return partners.length === 0 ? undefined : draftOf(trace, waiter, partners, children.length > 0);
}

/** Child processes of the thread that are recorded, and that nothing but a message or input of their parent can wake. */
function silentChildren(trace: Trace, graph: WaitGraph, thread: number): (Partner & { readonly pid: number })[] {
  return trace.children
    .filter((c) => c.thread === thread && Number.isNaN(c.exitNs))
    .flatMap(({ pid, site }) => {
      const process = trace.processes.findIndex((p) => p.pid === pid);
      const standing = process === NONE ? undefined : standingThreads(trace, process);
      const fed = isFed(trace, site);
      const isKnown = (task: number): boolean => fed && isInput(trace, task);
      if (standing?.[0] === undefined || standing.some((s) => s.state !== STILL_IDLE || hasSource(trace, s.thread, isKnown))) return [];
      const argv = trace.processes[process]?.argv[1] ?? '';
      const file = argv.slice(Math.max(argv.lastIndexOf('/'), argv.lastIndexOf('\\')) + 1);
      return [
        {
          pid,
          site,
          name: file === '' ? 'the child process' : `the child process (${file})`,
          activation: waitingIn(graph, standing[0].thread),
          isFed: fed,
        },
      ];
    });
}

function draftOf(trace: Trace, waiter: Waiter, partners: readonly Partner[], isProcess: boolean): Draft | undefined {
  const { site: at, made } = waiter;
  const places: DraftPlace[] = [
    { site: at, role: 'await' },
    { site: made, role: 'create' },
    ...wakersOf(trace, made)
      .slice(0, 1)
      .map((site) => ({ site, role: 'wake' })),
    ...[...new Set(partners.map((p) => p.site))].map((site) => ({ site, role: 'create' })),
  ].filter((p) => p.site !== NONE);
  if (places.length === 0) return undefined;
  const states = partners.map(
    (p) =>
      `${p.name} ${p.activation === NONE ? 'is idle' : `waits in ${taskName(trace, p.activation)}`}, and only ${p.isFed ? 'more input, or its end,' : 'a message'} can wake it`,
  );
  const shown = states.length > 3 ? [...states.slice(0, 3), `${states.length - 3} more are idle as well`] : states;
  return {
    kind: 'deadlock.actual',
    key: `${at},${made}`,
    confidence: 0.9,
    verdict: 'observed',
    consequence: true,
    message: `Deadlock between ${isProcess ? 'processes' : 'threads'}: the main thread waits in ${waiter.name} for an answer; ${shown.join('; ')}.`,
    why: [
      partners.some((p) => p.isFed)
        ? 'the child has taken in what was written to it: it goes on when there is more, or when its `stdin` is ended'
        : 'what was sent has been handled, and no answer came: a path of the handler that does not answer, or that throws',
      'no timer, socket, file or other process is left that could wake one of them',
    ],
    places,
    segments: [waiter.segment],
    activations: waiter.activations,
  };
}
