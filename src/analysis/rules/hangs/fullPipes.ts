/**
 * deadlock.actual of a program and its child over their pipes: what the program writes waits until the child takes it, and the child, whose output nobody reads (the code that does comes after
 * that wait), waits until somebody takes that. Both pipes are full.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { type Draft, type DraftPlace, sitesOf } from '../../finding.ts';
import { taskName } from '../../names.ts';
import { endOfRun, newestSegment, wasCutOff } from '../../runEnd.ts';
import { formatMs } from '../../waiting/pendingReasons.ts';
import { isSuspended } from '../../waiting/waitFor.ts';

export const fullPipesRule: Rule = { kinds: ['deadlock.actual'], run: findFullPipes };

/** A child that computes takes what it is sent later. */
const MIN_NS = 2e9;
const WRITES = /^(?<child>.+)\.stdin\.write$/;

function findFullPipes({ trace }: AnalysisContext): Draft[] {
  const { tasks, segments, run } = trace;
  if (!wasCutOff(trace)) return [];
  const drafts: Draft[] = [];
  for (const { thread, site: spawn, segment: spawned, exitNs } of trace.children) {
    const newest = newestSegment(trace, thread);
    if (spawn === NONE || !Number.isNaN(exitNs) || newest === NONE || endOfRun(run) - segments.endNs.at(newest) < MIN_NS) continue;
    const pipes = tasksAt(trace, spawn, spawned, 'PIPEWRAP');
    const write = pipes.flatMap((pipe) => pendingWrite(trace, pipe) ?? [])[0];
    if (write === undefined) continue;
    // Of its output has come what the buffer of its stream takes.
    const hasCome = pipes.some((pipe) => tasks.firstRun.at(pipe) !== NONE);
    const waiter = hasCome ? waiterOf(trace, tasks.site.at(write)) : NONE;
    if (waiter === NONE) continue;
    const read = readBehind(trace, tasks.site.at(write), awaitOf(trace, waiter));
    if (read !== NONE) drafts.push(toDraft(trace, spawn, write, waiter, read));
  }
  return drafts;
}

function tasksAt(trace: Trace, site: number, segment: number, type: string): number[] {
  const { tasks } = trace;
  const found: number[] = [];
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.site.at(task) === site && tasks.initSegment.at(task) === segment && trace.taskType(task) === type) found.push(task);
  }
  return found;
}

/** What was written to the pipe and has not been taken. */
function pendingWrite(trace: Trace, pipe: number): number | undefined {
  const { tasks } = trace;
  for (let task = tasks.length - 1; task > pipe; task--) {
    if (tasks.parent.at(task) !== pipe || trace.taskType(task) !== 'WRITEWRAP') continue;
    const isOurs = WRITES.test(trace.site(tasks.site.at(task))?.text ?? '');
    return tasks.firstRun.at(task) === NONE && isOurs ? task : undefined;
  }
  return undefined;
}

/** The call that wrote it and waits since. */
function waiterOf(trace: Trace, site: number): number {
  const { activations: acts } = trace;
  for (let a = acts.length - 1; a >= 0; a--) if (acts.fn.at(a) === trace.functionAt(site) && isSuspended(trace, a)) return a;
  return NONE;
}

function awaitOf({ activations: acts, suspensions: s }: Trace, activation: number): number {
  return s.site.at(acts.lastSuspension.at(activation));
}

/** Where the function comes to the output of that child, behind the wait; NONE where it (or another one) does so before. */
function readBehind(trace: Trace, write: number, wait: number): number {
  const [at, from] = [trace.site(wait), trace.site(write)];
  const child = WRITES.exec(from?.text ?? '')?.groups?.['child'];
  if (at === undefined || child === undefined) return NONE;
  const reads = [...trace.sites.entries()].filter(([, s]) => s.text === `${child}.stdout` || s.text.startsWith(`${child}.stdout.`));
  const isBehind = reads.every(([, s]) => s.function === at.function && (s.line > at.line || (s.line === at.line && s.column > at.column)));
  return isBehind ? (reads[0]?.[0] ?? NONE) : NONE;
}

function toDraft(trace: Trace, spawn: number, write: number, waiter: number, read: number): Draft {
  const { tasks } = trace;
  const places: DraftPlace[] = [
    { site: awaitOf(trace, waiter), role: 'await' },
    { site: read, role: 'not reached' },
    { site: spawn, role: 'create' },
  ];
  const text = trace.site(tasks.site.at(write))?.text ?? '';
  const sinceMs = (endOfRun(trace.run) - tasks.initNs.at(write)) / 1e6;
  return {
    kind: 'deadlock.actual',
    key: sitesOf(places).join(),
    confidence: 0.8,
    verdict: 'observed',
    consequence: true,
    message: `Deadlock over the pipes of a child process: ${taskName(trace, waiter)} waits until the child takes what \`${text}\` has written, and the child waits until somebody reads its output, which comes only after that.`,
    why: [
      `what was written last has not been taken for ${formatMs(sinceMs)}; of the output as much was read as the buffers hold`,
      'a pipe holds some 64 KiB: begin to read the output before the input is written, and wait for both',
    ],
    places,
    segments: [tasks.initSegment.at(write)],
    activations: [waiter],
  };
}
