/**
 * handle.leak and timer.leak of what a function was to close at its end: it has ended, and has not come so far (it failed before, or left early), and nobody else could close it. What it had
 * opened kept the process alive, which had to be stopped from outside: a check or a test that does not end when it fails.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import { TASK_CLEARED, TASK_REPEAT, TASK_UNREF, type Trace } from '../../../model/trace.ts';
import { FLAG_CLOSED_AT_END } from '../../../model/vocabulary.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { taskName } from '../../names.ts';
import { endOfRun, wasCutOff } from '../../runEnd.ts';

export const leakSkippedRule: Rule = { kinds: ['handle.leak', 'timer.leak'], run: findSkipped };

/** The function must have ended this long before the process was stopped. */
const REST_NS = 1e9;
const CLOSES = /\.(?:close|closeAsync|terminate|kill|end|destroy|disconnect)$|^clearInterval$/;
const HOLDS = /^(?:TCPWRAP|TCPSERVERWRAP|PIPESERVERWRAP|UDPWRAP|FSEVENTWRAP)$/;

/** What is still there. */
export interface Left {
  /** NONE of workers and child processes. */
  readonly task: number;
  readonly site: number;
  readonly call: number;
  readonly segment: number;
}

function findSkipped({ trace, earlier, options }: AnalysisContext): Draft[] {
  const { sites, activations: acts, threads } = trace;
  if (!wasCutOff(trace) || !sites.some((site) => ((site.flags ?? 0) & FLAG_CLOSED_AT_END) !== 0)) return [];
  const known = new Set(earlier.flatMap((d) => (d.kind.endsWith('.leak') ? d.places.map((p) => ('site' in p ? p.site : NONE)) : [])));
  const endNs = endOfRun(trace.run);
  const bySite = new Map<number, Left[]>();
  for (const left of findLeft(trace)) {
    const { site, call } = left;
    if (known.has(site) || !trace.hasFlag(site, FLAG_CLOSED_AT_END)) continue;
    if (call === NONE || acts.endSegment.at(call) === NONE || endNs - acts.endNs.at(call) < REST_NS) continue;
    const thread = threads[acts.thread.at(call)];
    if (thread?.exitReason === -1 && thread.gaps.length === 0) addTo(bySite, site, left);
  }
  return [...bySite].map(([site, list]) => toDraft(trace, options, site, list));
}

/** What is still there: of the tasks that can keep a process alive, of workers and of child processes. */
export function findLeft(trace: Trace): Left[] {
  const { tasks, segments: s, workers, children } = trace;
  const left: Left[] = [];
  for (let task = 0; task < tasks.length; task++) {
    // The handle of a server that listens at an address is made a tick later.
    const by = tasks.site.at(task) === NONE && tasks.parent.at(task) !== NONE ? tasks.parent.at(task) : task;
    const [site, flags] = [tasks.site.at(by), tasks.flags.at(task)];
    if (site === NONE || trace.isPromise(task) || (flags & (TASK_CLEARED | TASK_UNREF)) !== 0) continue;
    const type = trace.taskType(task);
    if (!HOLDS.test(type) && (type !== 'Timeout' || (flags & TASK_REPEAT) === 0)) continue;
    left.push({ task, site, call: tasks.creator.at(by), segment: tasks.initSegment.at(by) });
  }
  for (const { site, segment, exitNs } of [...workers, ...children]) {
    if (Number.isNaN(exitNs)) left.push({ task: NONE, site, call: callAt(trace, s.atom.at(segment), site), segment });
  }
  return left;
}

/** The call of the function in which the site is that was at work in the step; NONE. */
function callAt({ activations: acts, segments: s, suspensions, sites }: Trace, atom: number, site: number): number {
  const fn = sites[site]?.function ?? NONE;
  for (let a = 0; a < acts.length; a++) {
    if (acts.fn.at(a) !== fn) continue;
    if (s.atom.at(acts.startSegment.at(a)) === atom) return a;
    for (let at = acts.lastSuspension.at(a); at !== NONE; at = suspensions.previous.at(at)) {
      const resumed = suspensions.resumeSegment.at(at);
      if (resumed !== NONE && s.atom.at(resumed) === atom) return a;
    }
  }
  return NONE;
}

function toDraft(trace: Trace, options: AnalysisContext['options'], site: number, list: readonly Left[]): Draft {
  const row = trace.site(site);
  const call = list[0]?.call ?? NONE;
  const close = closeOf(trace, site, trace.activations.fn.at(call));
  const [what, fn] = [row?.text ?? '', taskName(trace, call)];
  const isTimer = /(?:^|\.)setInterval$/.test(what);
  const end = close === NONE ? 'the end' : `\`${trace.site(close)?.text ?? ''}\` (${lineText(trace, options, close)})`;
  return {
    kind: isTimer ? 'timer.leak' : 'handle.leak',
    key: `${site}`,
    confidence: 0.8,
    verdict: 'observed',
    consequence: false,
    message: `What \`${what}\` opened kept the process alive: ${fn} failed or returned before it came to ${end}, and nobody else could close it.`,
    why: [
      `${fn} has ended${list.length === 1 ? '' : `, ${list.length} times`}, and what it had opened was still there when the process was stopped from outside`,
      'close it in a finally block (of a test: in an `after` hook), which is reached on every path',
    ],
    places: [{ site, role: 'create' }, ...(close === NONE ? [] : [{ site: close, role: 'not reached' }])],
    segments: list.slice(0, 8).map((left) => left.segment),
    activations: list.slice(0, 8).map((left) => left.call),
  };
}

/** Where it was to be closed: by its name, where that is known. */
function closeOf(trace: Trace, site: number, fn: number): number {
  const row = trace.site(site);
  const name = /^(.+)\.listen$/.exec(row?.text ?? '')?.[1];
  const isWithin = (inner: number): boolean => {
    for (let at = inner; at !== NONE; at = trace.functions[at]?.parentFunction ?? NONE) if (at === fn) return true;
    return false;
  };
  return trace.sites.findLastIndex(
    (s) =>
      s.file === row?.file &&
      s.kind === 'call' &&
      s.line > row.line &&
      isWithin(s.function) &&
      CLOSES.test(s.text) &&
      (name === undefined || s.text.startsWith(`${name}.`)),
  );
}
