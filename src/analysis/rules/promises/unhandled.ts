/** promise.unhandled: a rejection reached the top and ended the process (or would have, without a handler of last resort). */
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { NONE } from '../../../model/ids.ts';
import * as W from '../../../model/vocabulary.ts';
import { TASK_OBSERVED, type Trace, type UnhandledRow } from '../../../model/trace.ts';
import type { Draft, DraftPlace } from '../../finding.ts';
import { lastName } from '../../names.ts';
import { byEvents, remembered } from '../../remembered.ts';
import { isOfTests, testFiles, testThreads } from '../../testFiles.ts';

export const unhandledRule: Rule = { kinds: ['promise.unhandled'], run: findUnhandled };

const ASYNC_FRAME = /^\s*at async /;

function withoutAt(frame: string): string {
  return frame.trim().replace(/^at (?:async )?/, '');
}

function findUnhandled({ trace, options }: AnalysisContext): Draft[] {
  const drafts: Draft[] = [];
  if (trace.unhandled.length === 0) return drafts;
  const handled = promisesWithReactions(trace);
  for (const row of trace.unhandled) {
    // A handler that came later after all is another matter (promise.late-handler).
    if (row.kind !== 'rejection' || (row.task !== NONE && handled.has(row.task))) continue;
    // Which promise it was is told where somebody listens for it: then the process goes on.
    const isFatal = row.task === NONE;
    const frames = row.stack.split('\n').filter((line) => /^\s*at /.test(line));
    if (isThrownByModule(trace, frames)) continue;
    const places: DraftPlace[] = [];
    const own = frames.filter((frame) => options.locateFrame(withoutAt(frame)) !== undefined);
    const thrown = own[0] === undefined ? undefined : withoutAt(own[0]);
    if (thrown !== undefined) places.push({ frame: thrown, role: 'throw', printed: true });
    const site = row.task !== NONE ? trace.tasks.site.at(row.task) : (lastFloat(trace, row) ?? notYetAwaited(trace, row, frames, handled));
    if (site !== NONE) places.push({ site, role: 'create' });
    // A timer, an emitter or the like called it, and looks at no promise: the outermost await is the last that could catch.
    const last = site === NONE ? own.slice(1).findLast((frame) => ASYNC_FRAME.test(frame)) : undefined;
    if (last !== undefined) places.push({ frame: withoutAt(last), role: 'not caught', printed: true });
    const message = row.message.split('\n')[0] ?? '';
    drafts.push({
      kind: 'promise.unhandled',
      key: thrown ?? `${site}`,
      confidence: 0.95,
      verdict: 'observed',
      consequence: isFatal,
      ...(isExpected(trace, frames) || isOfFixture(trace, row, own[0], site) ? { ceiling: 'info' as const } : {}),
      message: `A promise was rejected and nothing handles it: ${message}`,
      why: [
        'no handler was attached by the end of the turn in which it was rejected',
        ...(last === undefined
          ? []
          : ['what called the outermost of these functions does not look at its promise: a try and catch in it would handle it']),
        ...(isFatal ? [] : ["only a listener for 'unhandledRejection' kept the process from ending there"]),
      ],
      places,
      segments: [row.segment],
      activations: [],
    });
  }
  return drafts;
}

const WRITTEN: ReadonlySet<number> = new Set([W.FS_CREATE, W.FS_WRITE]);

const LISTENS = /^(?:on|once)\('unhandledRejection'\)$/;

/** Files of tests that listen for what nobody handles themselves: that it comes is what they are about. */
const listeningTests = remembered(byEvents, (trace): readonly string[] => {
  const tests = testFiles(trace);
  const files = trace.functions.flatMap(({ name, file }) => (LISTENS.test(name) && tests.has(file) ? [file] : []));
  return [...new Set(files)].map((file) => trace.files[file]?.path ?? '').filter((path) => path !== '');
});

function isExpected(trace: Trace, frames: readonly string[]): boolean {
  return listeningTests(trace).some((path) => frames.some((frame) => frame.includes(path)));
}

/**
 * A program that stands with the tests, and that a test has started in a process of its own: how it ends is what that looks at. Where something else had been expected of it, the tests would not
 * have come to a good end. Nor would they if nobody had heard of the end of a worker: its error is thrown in the thread that has started it, then.
 */
function isOfFixture(trace: Trace, row: UnhandledRow, thrown: string | undefined, made: number): boolean {
  const { files, processes, threads } = trace;
  const index = threads[row.thread]?.process ?? NONE;
  const ppid = processes[index]?.ppid;
  const tests = testThreads(trace);
  const isPassed = ({ process, exitCode }: Trace['threads'][number], thread: number, by: number): boolean =>
    tests.has(thread) && exitCode === 0 && processes[process]?.pid === by;
  const isOfWorker = (threads[row.thread]?.threadId ?? 0) !== 0 && !tests.has(row.thread);
  if (isOfWorker && threads.some((other, thread) => isPassed(other, thread, processes[index]?.pid ?? NONE))) return true;
  if (!threads.some((other, thread) => isPassed(other, thread, ppid ?? NONE))) return false;
  // `node -e '…'`, or a file that the tests have written: its text stands in the test.
  const [, program] = processes[index]?.argv ?? [];
  if (program === undefined || trace.fs.some((row) => tests.has(row.thread) && row.path === program && WRITTEN.has(row.class))) return true;
  if (thrown === undefined) return isOfTests(trace, trace.site(made)?.file ?? NONE);
  return files.some(({ path, process }, file) => process === index && thrown.includes(path) && isOfTests(trace, file));
}

/** The call of an async function that is among the frames, and whose promise was settled right before while nobody had asked for it yet: `const user = load(); await other(); await user`. */
function notYetAwaited(trace: Trace, row: UnhandledRow, frames: readonly string[], handled: ReadonlySet<number>): number {
  const { tasks, segments: s, activations: acts } = trace;
  const names = new Set(frames.map((frame) => lastName(/^\s*at (?:async )?(?:new )?([^ ]+) \(/.exec(frame)?.[1] ?? '')));
  for (let task = tasks.length - 1; task >= 0; task--) {
    const [settled, activation] = [tasks.resolveSegment.at(task), tasks.activation.at(task)];
    if (!trace.isPromise(task) || settled === NONE || activation === NONE || (tasks.flags.at(task) & TASK_OBSERVED) !== 0) continue;
    const isThen = s.thread.at(settled) === row.thread && s.turn.at(row.segment) - s.turn.at(settled) <= 1;
    if (!isThen || acts.promise.at(activation) !== task) continue;
    if (names.has(lastName(trace.functions[acts.fn.at(activation)]?.name ?? '')) && !handled.has(task)) return tasks.site.at(task);
  }
  return NONE;
}

/** What an ES module throws while it runs ends the process as it does in a script: the promise is Node's own, and nobody could have handled it. */
function isThrownByModule(trace: Trace, frames: readonly string[]): boolean {
  const loader = frames.findIndex((frame) => frame.includes('node:internal/modules/esm/'));
  if (loader < 1) return false;
  // The frame of the module has no name. What an async function throws rejects a promise of the author's.
  return frames.slice(0, loader - 1).every((frame) => {
    const name = /^\s*at (?!async )(?:new )?([^ ]+) \(/.exec(frame)?.[1];
    return name !== undefined && !trace.functions.some((fn) => fn.async && lastName(fn.name) === lastName(name));
  });
}

function promisesWithReactions(trace: Trace): Set<number> {
  const { tasks } = trace;
  const found = new Set<number>();
  for (let task = 0; task < tasks.length; task++) {
    if (tasks.parent.at(task) !== NONE && trace.isPromise(task)) found.add(tasks.parent.at(task));
  }
  return found;
}

/** The site of the promise that nobody looked at and that was settled last: the likeliest owner of a rejection. */
function lastFloat({ floats, segments, tasks }: Trace, { thread, segment }: UnhandledRow): number | undefined {
  let [found, settled]: [number | undefined, number] = [undefined, NONE];
  for (const float of floats) {
    const at = tasks.resolveSegment.at(float.task);
    if (at === NONE || segments.thread.at(float.segment) !== thread || (segment !== NONE && at > segment) || at < settled) continue;
    [found, settled] = [float.site, at];
  }
  return found;
}
