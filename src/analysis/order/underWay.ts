/** Whether what uses something had been set going, and was waiting for something, when somebody else closed it: then it comes too late every time. */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';
import { MORE_BEHIND_RETURN, VALUE_NULL, VALUE_UNDEFINED } from '../../model/vocabulary.ts';
import { callersUpFrom, isWithin, originOf, segmentBehind } from '../lineage.ts';
import { lastName } from '../names.ts';
import { atomOf } from '../shared/accesses.ts';
import { callsNamed, hasSite } from '../siteIndex.ts';

/** Callbacks from a use back to what set it off. */
const MAX_STEPS = 16;
/** All that a stream of a file says later comes of this call: 'finish', too. */
const OPENS_FILE = /(?:^|\.)create(?:Read|Write)Stream$/;

/** What the end of a block calls for a `using` in it. */
const DISPOSES = /^(?:asyncDispose|dispose)$/;

export function wasUnderWay(trace: Trace, use: number, close: number): boolean {
  const { activation, segment } = trace.accesses;
  if (atomOf(trace, use) === atomOf(trace, close)) return false;
  const closer = activation.at(close);
  const closed = segment.at(close);
  const { activations: acts } = trace;
  for (const user of callersUpFrom(trace, activation.at(use))) {
    // It closed it itself, or others of its own did.
    if (closer !== NONE && isWithin(trace, closer, user)) return isLeftInStep(trace, segment.at(use), close);
    const begun = acts.startSegment.at(user);
    const isBefore = begun < closed || (begun === closed && (closer === NONE || user < closer || isWithin(trace, user, closer)));
    if (acts.sync.at(user) === 0 && isBefore) return !wasTold(trace, segment.at(use), close, user);
  }
  return isLeftCallback(trace, segment.at(use), close);
}

/** The close is made, by itself or by a call, in a `finally` whose `try` gave a promise away without having waited: what the use belongs to had been called by then, and had not ended. */
export function isBehindReturn(trace: Trace, use: number, close: number): boolean {
  const { accesses: a, activations: acts, segments: s } = trace;
  const site = a.site.at(close);
  if (trace.hasMore(site, MORE_BEHIND_RETURN)) return true;
  const name = lastName(trace.functions[trace.functionAt(site)]?.name ?? '');
  const closers = new Set(callersUpFrom(trace, a.activation.at(close)).map((activation) => acts.fn.at(activation)));
  const isBegunThere = (user: number): boolean => s.atom.at(acts.startSegment.at(user)) === atomOf(trace, close);
  if (isOfUsing(trace, use, close)) return true;
  return callsNamed(trace, name).some((call) => {
    if (!trace.hasMore(call, MORE_BEHIND_RETURN)) return false;
    const fn = trace.functionAt(call);
    // A plain function has no activation of its own: it makes both calls in one step.
    return closers.has(fn) || (trace.functions[fn]?.async === false && callersUpFrom(trace, a.activation.at(use)).some(isBegunThere));
  });
}

/** No call of the source: the block has left its function, with a call that it did not wait for, when it disposes of what that uses. */
function isOfUsing(trace: Trace, use: number, close: number): boolean {
  const { accesses: a, activations: acts, segments: s } = trace;
  const disposes = (fn: number): boolean => DISPOSES.test(lastName(trace.functions[fn]?.name ?? ''));
  const disposers = callersUpFrom(trace, a.activation.at(close)).filter((by) => disposes(acts.fn.at(by)));
  const steps = new Set(disposers.map((by) => s.atom.at(acts.startSegment.at(by))));
  if (disposes(trace.functionAt(a.site.at(close)))) steps.add(atomOf(trace, close));
  const users = steps.size === 0 ? [] : callersUpFrom(trace, a.activation.at(use));
  const isOfBlock = (user: number): boolean => hasSite(trace, acts.fn.at(user), (_site, at) => trace.hasMore(at, MORE_BEHIND_RETURN));
  return users.some((user) => steps.has(s.atom.at(acts.startSegment.at(user)))) && users.some(isOfBlock);
}

/** It waited for what the close set off (`await once(stream, 'error')`), and for nothing that it had begun itself. */
function wasTold(trace: Trace, use: number, close: number, user: number): boolean {
  const closed = trace.accesses.segment.at(close);
  const by = originOf(trace, use, closed);
  if (by === undefined || by.segment < closed || by.task === NONE || hadAnswer(trace, by.task, close)) return false;
  return !isWithin(trace, trace.tasks.creator.at(by.task), user);
}

/** It waited for a call that was over, without having waited for anything, before the close: `const connection = await acquire()`, where one lay there. */
function hadAnswer({ accesses, activations: acts, tasks }: Trace, task: number, close: number): boolean {
  const awaited = tasks.parent.at(task);
  const call = awaited === NONE ? NONE : tasks.activation.at(awaited);
  if (call === NONE || acts.promise.at(call) !== awaited || acts.lastSuspension.at(call) !== NONE) return false;
  return tasks.initSegment.at(task) === accesses.segment.at(close) && tasks.initPosition.at(task) < accesses.position.at(close);
}

/** The step that closed it had left the callback of the use before: `for (const row of rows) lookUp(row, (name) => out.write(name)); out.end()`. What the close made itself comes after that. */
function isLeftInStep(trace: Trace, use: number, close: number): boolean {
  const { tasks } = trace;
  const closed = trace.accesses.segment.at(close);
  const by = originOf(trace, use, closed);
  if (by === undefined || by.task === NONE || by.segment !== closed || saysClosed(trace, by.task, close)) return false;
  for (let task = by.task + 1; task < tasks.length && tasks.initSegment.at(task) <= closed; task++) {
    if (tasks.initSegment.at(task) === closed && isOfClose(trace, task, close)) return true;
  }
  return false;
}

/** The use runs in a callback (of a file, a timer, a request of its own) that was left when the close came; not behind it in the same step, where a value was taken away. What comes from outside, or again and again, nobody set going for this use. */
function isLeftCallback(trace: Trace, use: number, close: number): boolean {
  const { accesses: a, segments: s, tasks } = trace;
  const closed = a.segment.at(close);
  const isNothing = a.value.at(close) === VALUE_NULL || a.value.at(close) === VALUE_UNDEFINED;
  for (let at = use, step = 0; at !== NONE && step < MAX_STEPS; at = segmentBehind(trace, at), step++) {
    const atom = s.atom.at(at);
    if (s.root.at(atom) !== NONE || atom <= s.atom.at(closed)) return false;
    const task = s.task.at(atom);
    if (task === NONE || trace.repeats(task)) return false;
    const made = tasks.initSegment.at(task);
    if (isNothing && made === closed && tasks.initPosition.at(task) > a.position.at(close)) return false;
    if (made !== NONE && made <= closed) return !saysClosed(trace, task, close);
  }
  return false;
}

/** The callback belongs to the call that closes, or to a file that is open as a stream: it says that the close is done. */
function saysClosed(trace: Trace, task: number, close: number): boolean {
  return isOfClose(trace, task, close) || OPENS_FILE.test(trace.site(trace.tasks.site.at(task))?.text ?? '');
}

function isOfClose(trace: Trace, task: number, close: number): boolean {
  const [made, closes] = [trace.site(trace.tasks.site.at(task)), trace.site(trace.accesses.site.at(close))];
  return made !== undefined && made.file === closes?.file && made.line === closes.line && made.text === closes.text;
}
