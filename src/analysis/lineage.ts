/** Who called whom: relations between activations, and what set a task off. */
import { NONE } from '../model/ids.ts';
import { TASK_PROMISE, type Trace } from '../model/trace.ts';

/** Chains longer than this are cut (recursion). */
const MAX_DEPTH = 64;
/** The same where a chain that is cut would look like two pieces of work: six thousand handlers of one request, each called by the one before. */
const MAX_CALLERS = 16_384;

/** Is `ancestor` the activation itself or one of its callers? */
export function isWithin(trace: Trace, activation: number, ancestor: number): boolean {
  let current = activation;
  // Whoever calls has begun before.
  for (let depth = 0; current >= ancestor && current !== NONE && depth < MAX_CALLERS; depth++) {
    if (current === ancestor) return true;
    current = trace.activations.parent.at(current);
  }
  return false;
}

/** The same, where a callback counts to who called it, and only where nobody is known to whom it was made in: a handler that was made at the start runs for whoever calls it. */
export function isCalledWithin(trace: Trace, activation: number, ancestor: number): boolean {
  const { caller, parent } = trace.activations;
  let current = activation;
  for (let depth = 0; current >= ancestor && current !== NONE && depth < MAX_CALLERS; depth++) {
    if (current === ancestor) return true;
    const by = caller.at(current);
    current = by === NONE ? parent.at(current) : by;
  }
  return false;
}

/** Was it called by `ancestor`, or made in it, or by what was? One that waited for the same answer as others is called by whoever has it, and made where it asked. */
export function isSetGoingBy(trace: Trace, activation: number, ancestor: number): boolean {
  const { caller, parent } = trace.activations;
  // Nobody has called what the module does by itself.
  if (activation === NONE) return ancestor === NONE;
  const seen = new Set([activation]);
  for (const current of seen) {
    if (current === ancestor) return true;
    if (seen.size > MAX_CALLERS) return false;
    // Whoever calls has begun before.
    for (const by of [caller.at(current), parent.at(current)]) if (by !== NONE && by >= ancestor) seen.add(by);
  }
  return false;
}

/** Had a call begun when an access came that nothing in it made: in an earlier step, or in the same one, behind which it goes on. */
export function hadBegun(trace: Trace, call: number, access: number): boolean {
  const { accesses: a, activations: acts, segments: s, tasks } = trace;
  if (isWithin(trace, a.activation.at(access), call)) return false;
  const [began, at] = [s.atom.at(acts.startSegment.at(call)), s.atom.at(a.segment.at(access))];
  if (began !== at) return s.startNs.at(began) < s.startNs.at(at);
  const promise = acts.promise.at(call);
  return promise !== NONE && tasks.initPosition.at(promise) < a.position.at(access);
}

/** The activation and its callers, the nearest first: those within which it is. */
export function callersUpFrom(trace: Trace, activation: number): number[] {
  const found: number[] = [];
  let current = activation;
  for (let depth = 0; current !== NONE && depth < MAX_DEPTH; depth++) {
    found.push(current);
    current = trace.activations.parent.at(current);
  }
  return found;
}

/** The call in which an access is made, or, where the callback that makes it is none, in which that was given away. */
export function callBehind({ accesses: a, segments: s, tasks }: Trace, access: number): number {
  const activation = a.activation.at(access);
  const task = activation === NONE ? s.task.at(s.atom.at(a.segment.at(access))) : NONE;
  return task === NONE ? activation : tasks.creator.at(task);
}

/** The outermost caller. */
export function rootActivation(trace: Trace, activation: number): number {
  let current = activation;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const parent = trace.activations.parent.at(current);
    if (parent === NONE) return current;
    current = parent;
  }
  return current;
}

/** The innermost activation that both are, or were called by; NONE if there is none. */
export function commonCaller(trace: Trace, a: number, b: number): number {
  let current = a;
  for (let depth = 0; current !== NONE && depth < MAX_DEPTH; depth++) {
    if (isWithin(trace, b, current)) return current;
    current = trace.activations.parent.at(current);
  }
  return NONE;
}

/** The segment in which a job was asked for that begins in this one: a lock lets it begin in what its last holder does. NONE for all others. */
function askedFor({ requests, segments }: Trace, segment: number): number {
  const job = segments.jobOf.at(segment);
  const asked = job === NONE ? NONE : requests.requestSegment.at(job);
  return asked < segment ? asked : NONE;
}

/** The segment that the callback of a segment runs in, whose code made its task, or asked for its job; NONE, or an earlier row. */
export function segmentBehind(trace: Trace, segment: number): number {
  const { segments: s, tasks } = trace;
  const asked = askedFor(trace, segment);
  if (asked !== NONE) return asked;
  const outer = s.outer.at(s.atom.at(segment));
  if (outer !== NONE) return outer;
  const task = s.task.at(segment);
  const made = task === NONE ? NONE : tasks.initSegment.at(task);
  return made < segment ? made : NONE;
}

/** The call that `caller` made itself and that `activation` is, or is part of. */
export function stepOf(trace: Trace, activation: number, caller: number): number {
  let step = activation;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const parent = trace.activations.parent.at(step);
    if (parent === caller || parent === NONE) break;
    step = parent;
  }
  return step;
}

/**
 * Do two activations belong to one piece of work: one activation, a helper called by the other, or two helpers of one caller one after the other?
 * Two calls of one function never do (`isOneFunction`), however near their common caller.
 */
export function isOneWork(trace: Trace, first: number, second: number, isOneFunction: boolean): boolean {
  if (first === NONE || second === NONE) return false;
  if (first === second) return true;
  const acts = trace.activations;
  if (isOneFunction && acts.fn.at(first) === acts.fn.at(second)) return false;
  if (isWithin(trace, second, first) || isWithin(trace, first, second)) return true;
  const caller = commonCaller(trace, first, second);
  if (caller === NONE) return false;
  const [before, after] = [stepOf(trace, first, caller), stepOf(trace, second, caller)];
  // Two calls of a function one after the other are two pieces of work, and so is what they call.
  if (acts.fn.at(before) === acts.fn.at(after)) return false;
  return acts.endNs.at(before) <= acts.startNs.at(after);
}

/** Helpers of helpers are followed this deep. */
const MAX_LIFT = 4;

/** Are the two helpers, or helpers of helpers, of one caller, which called one after the other had ended? Never two calls of one function. */
export function areSteps(trace: Trace, first: number, second: number): boolean {
  const acts = trace.activations;
  const caller = commonCaller(trace, first, second);
  const lift = (activation: number): number => {
    let current = activation;
    for (let depth = 0; depth < MAX_LIFT; depth++) {
      const parent = acts.parent.at(current);
      if (parent === caller) return current;
      if (parent === NONE) return NONE;
      current = parent;
    }
    return NONE;
  };
  if (caller === NONE || caller === first || caller === second) return false;
  const [x, y] = [lift(first), lift(second)];
  return x !== NONE && y !== NONE && acts.fn.at(x) !== acts.fn.at(y) && acts.endNs.at(x) <= acts.startNs.at(y);
}

/** Two steps of one caller, of which neither called the other: the later one follows from the earlier one only where the caller had that before it began the later. */
export function areApart(trace: Trace, first: number, second: number): boolean {
  if (first === NONE || second === NONE) return false;
  return !isWithin(trace, second, first) && !isWithin(trace, first, second);
}

/** Steps from a callback back to what set it off. Reading a small file takes a dozen of Node's own. */
const MAX_STEPS = 32;

/**
 * Was `later` set off by the callback `earlier`, step by step: the request that was started there, the promise that was settled there? Stops at requests from
 * outside and at intervals, which are work of their own.
 */
export function isSetOffBy(trace: Trace, later: number, earlier: number): boolean {
  return originOf(trace, later, earlier) !== undefined;
}

/** By what the callback `earlier` set off `later`: the segment there, and the task that it made (or whose promise it settled), NONE where `later` is of that callback itself. */
export function originOf(trace: Trace, later: number, earlier: number): { readonly segment: number; readonly task: number } | undefined {
  const { segments: s } = trace;
  let current = later;
  let by = NONE;
  for (let step = 0; current !== NONE && step < MAX_STEPS; step++) {
    const atom = s.atom.at(current);
    if (atom === s.atom.at(earlier)) return { segment: current, task: by };
    const asked = askedFor(trace, current);
    if (asked !== NONE) {
      [current, by] = [asked, trace.requests.promise.at(s.jobOf.at(current))];
      continue;
    }
    if (s.root.at(atom) !== NONE) return undefined;
    const task = s.task.at(atom);
    if (task === NONE || trace.repeats(task)) return undefined;
    current = causeOf(trace, task, current);
    by = task;
  }
  return undefined;
}

/** Where the task whose callback runs in `segment` was made, or the promise that it waits for settled. NONE, or an earlier row. */
export function causeOf({ tasks }: Trace, task: number, segment: number): number {
  if ((tasks.flags.at(task) & TASK_PROMISE) !== 0) {
    const awaited = tasks.parent.at(task);
    const settled = awaited === NONE ? NONE : tasks.resolveSegment.at(awaited);
    if (settled !== NONE && settled < segment) return settled;
  }
  const made = tasks.initSegment.at(task);
  return made < segment ? made : NONE;
}

/** The interval that set off a segment, step by step; NONE. */
export function intervalBehind(trace: Trace, segment: number): number {
  const { segments: s } = trace;
  for (let at = segment, step = 0; at !== NONE && step < MAX_DEPTH; at = segmentBehind(trace, at), step++) {
    const task = s.task.at(s.atom.at(at));
    if (trace.repeats(task)) return task;
  }
  return NONE;
}

/** A function that stands in another one. */
export function isInnerFunction({ functions }: Trace, inner: number, outer: number): boolean {
  for (let fn = functions[inner]?.parentFunction ?? NONE; fn !== NONE; fn = functions[fn]?.parentFunction ?? NONE) {
    if (fn === outer) return true;
  }
  return false;
}

/** Where an activation awaited a promise, the last time; where that is NONE, where it waited in a segment. Undefined where it did not. */
export function siteOfAwait(trace: Trace, activation: number, promise: number, segment: number): number | undefined {
  const { activations: acts, suspensions: s } = trace;
  for (let at = activation === NONE ? NONE : acts.lastSuspension.at(activation); at !== NONE; at = s.previous.at(at)) {
    if (promise === NONE ? s.segment.at(at) === segment : s.awaited.at(at) === promise) return s.site.at(at);
  }
  return undefined;
}

/** Where an activation waits, or waited last. NONE where it never did. */
export function lastSite(trace: Trace, activation: number): number {
  const last = trace.activations.lastSuspension.at(activation);
  return last === NONE ? NONE : trace.suspensions.site.at(last);
}

/** The task in whose callback a segment runs, or runs right after, by `process.nextTick`; NONE. */
export function taskBehindTicks(trace: Trace, segment: number): number {
  const { segments: s, tasks } = trace;
  let task = s.task.at(s.atom.at(segment));
  for (let depth = 0; task !== NONE && trace.taskType(task) === 'TickObject' && depth < MAX_DEPTH; depth++) {
    const made = tasks.initSegment.at(task);
    task = made === NONE ? NONE : s.task.at(s.atom.at(made));
  }
  return task;
}

/** What runs when the other side of a connection, or a terminal, says something. */
const HEARS = new Set(['TCPWRAP', 'PIPEWRAP', 'TLSWRAP', 'UDPWRAP', 'TTYWRAP']);

/** Whether a segment runs right when something has come over a connection. */
export function isHeard(trace: Trace, segment: number): boolean {
  const task = taskBehindTicks(trace, segment);
  return task !== NONE && HEARS.has(trace.taskType(task));
}

/**
 * `load(old).then(async (found) => { await keep(found); … })`: an async callback of the call that made what it waits for, and what it calls. What that call had done by then goes before it, too
 * (`if (await find(id)) return; queue.add(async () => { … })`, where the queue calls it by a reaction to whoever is last).
 */
export function isLaterPart(trace: Trace, first: number, second: number): boolean {
  const { activations: acts, segments: s, tasks } = trace;
  if (first === NONE || second === NONE) return false;
  const callback = rootActivation(trace, second);
  const task = s.task.at(s.atom.at(acts.startSegment.at(callback)));
  const maker = task === NONE ? NONE : tasks.creator.at(task);
  if (maker === NONE || !isInnerFunction(trace, acts.fn.at(callback), acts.fn.at(maker))) return false;
  if (maker === first) return true;
  return isWithin(trace, first, maker) && acts.endNs.at(stepOf(trace, first, maker)) <= acts.startNs.at(callback);
}
