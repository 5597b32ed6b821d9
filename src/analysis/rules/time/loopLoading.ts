/** A loop that is blocked while nobody expects anything of it: the program, or a part of it, is still being loaded, or a test has it so. */
import { NONE } from '../../../model/ids.ts';
import type { LongRow, Trace } from '../../../model/trace.ts';
import type { DraftPlace } from '../../finding.ts';
import { isMainModule } from '../../names.ts';
import { COLLECTS_TESTS, isOfTests, testFiles } from '../../testFiles.ts';
import { rootOf } from '../../roots.ts';
import { isServed } from './loopQueue.ts';
import { LOADS } from './syncApi.ts';

/** Callbacks of these bring data that somebody has sent: no module is loaded in them. */
const FROM_OUTSIDE = new Set(['TCPWRAP', 'PIPEWRAP', 'TLSWRAP', 'UDPWRAP', 'HTTPINCOMINGMESSAGE']);

/** Loading and top-level code of modules: nothing is expected of a program that is still starting. */
export function isStartUp(trace: Trace, long: LongRow): boolean {
  const { segments, tasks } = trace;
  const thread = trace.threads[long.thread];
  const atom = segments.atom.at(long.segment);
  const task = segments.task.at(atom);
  // A module that waits at its top level may be evaluated in the first turn, or in a later one: that depends on the version of Node.
  if (thread === undefined || segments.startNs.at(atom) >= thread.readyNs) return segments.turn.at(atom) === 0;
  if (rootOf(trace, long.segment) !== NONE || isServed(trace, long)) return false;
  // Before the main module is done (a script with top-level await never is), promise reactions outside of any request are module evaluation, unless the
  // program asked for the promise itself; timers and I/O callbacks are not. What no code of the program made is the loader's, except what came in from outside.
  if (task === NONE) return true;
  if (trace.isPromise(task)) return tasks.site.at(task) === NONE || LOADS.test(trace.site(tasks.site.at(task))?.text ?? '');
  return tasks.creator.at(task) === NONE && tasks.site.at(task) === NONE && !FROM_OUTSIDE.has(trace.taskType(task));
}

/** A part of the program is still being loaded, as all of it is at the start: the next file of a runner of tests. Only who asks from outside is told to wait. */
export function isLoading(trace: Trace, place: DraftPlace): boolean {
  const site = 'site' in place ? trace.site(place.site) : undefined;
  return site !== undefined && (LOADS.test(site.text) || COLLECTS_TESTS.test(trace.functions[site.function]?.name ?? ''));
}

/** Where the time went is code of tests: what a test computes, or waits for in a loop, it keeps itself from, and what it is about is not at fault. */
export function isOfTest(trace: Trace, place: DraftPlace | undefined): boolean {
  const site = place !== undefined && 'site' in place ? trace.site(place.site) : undefined;
  return site !== undefined && isOfTests(trace, site.file);
}

const DEFERS = /Immediate$/;

/** `t.test('one', …)` makes an immediate, in which the runner begins the next test: that waits for its turn, and nobody for it. */
export function isOfRunner(trace: Trace, made: number): boolean {
  const site = trace.site(made);
  return site !== undefined && !DEFERS.test(site.text) && testFiles(trace).has(site.file);
}

/** The top level of a module runs once, when it is loaded, also by a test runner or a loader of plugins that does that in a later turn; but not behind an await of its own, nor where a request needs it. */
export function isTopLevel(trace: Trace, long: LongRow, places: readonly DraftPlace[]): boolean {
  if (rootOf(trace, long.segment) !== NONE || isServed(trace, long)) return false;
  const { activations, segments, suspensions, tasks } = trace;
  const task = segments.task.at(long.segment);
  const resumed = task === NONE ? NONE : tasks.suspension.at(task);
  const awake = resumed === NONE ? NONE : activations.fn.at(suspensions.activation.at(resumed));
  return places.some((place) => {
    const fn = 'site' in place ? trace.functionAt(place.site) : NONE;
    return fn !== NONE && isMainModule(trace, fn) && fn !== awake;
  });
}
