/** Whom an event comes from: the connection or child process that is held in the variable that the code listens to. Nothing is said where another one could be meant. */
import { NONE } from '../../model/ids.ts';
import { TASK_CLEARED, type ChildRow, type Trace } from '../../model/trace.ts';
import { isExecutor } from './wakers.ts';

const SOCKETS: ReadonlySet<string> = new Set(['TCPWRAP', 'TLSWRAP', 'PIPEWRAP']);
/** Labels of sockets that this side has opened: to an address, or for an HTTP request. */
const TO_PEER = /^(?:connect |[A-Z-]+ https?:)/;

const sockets = new WeakMap<Trace, { tasks: number; readonly found: number[] }>();

/** All connections that the thread has made since task `from`, closed ones too. */
export function connectionsOf(trace: Trace, thread: number, from = 0): number[] {
  const { tasks } = trace;
  let known = sockets.get(trace);
  if (known === undefined) sockets.set(trace, (known = { tasks: 0, found: [] }));
  for (; known.tasks < tasks.length; known.tasks++) if (SOCKETS.has(trace.taskType(known.tasks))) known.found.push(known.tasks);
  return known.found.filter((task) => task >= from && tasks.thread.at(task) === thread && isToPeer(trace.string(tasks.label.at(task))));
}

export function isToPeer(label: string): boolean {
  return TO_PEER.test(label);
}

export function isOpen({ tasks }: Trace, connection: number): boolean {
  return (tasks.flags.at(connection) & TASK_CLEARED) === 0;
}

/** How far after `once(` the call inside it may begin, in lines. */
const INSIDE_LINES = 2;

/** The connection that `emitter` names at the site, where the promise is made: open, and to a peer that is known. */
export function heldConnection(trace: Trace, emitter: string, site: number, promise: number): number {
  const makers = makersOf(trace, emitter, site);
  if (makers.size === 0) return NONE;
  const { tasks } = trace;
  const thread = tasks.thread.at(promise);
  const made = connectionsOf(trace, thread).filter((task) => makers.has(tasks.site.at(task)));
  const about = (task: number): { readonly segment: number; readonly activation: number } => ({
    segment: tasks.initSegment.at(task),
    activation: tasks.creator.at(task),
  });
  const one = madeInExecutor(trace, promise, made) ?? theOne(trace, promise, emitter, made, about);
  return one === undefined || !isOpen(trace, one) ? NONE : one;
}

/** The one of the connections that the executor of the promise has made: what comes next in its step, and before another promise of that place. */
function madeInExecutor(trace: Trace, promise: number, made: readonly number[]): number | undefined {
  const { tasks } = trace;
  const [site, segment] = [tasks.site.at(promise), tasks.initSegment.at(promise)];
  const at = trace.site(site);
  const next = made.find((task) => task > promise && tasks.initSegment.at(task) === segment);
  if (at === undefined || next === undefined || !isExecutor(trace, trace.functionAt(tasks.site.at(next)), at)) return undefined;
  for (let task = promise + 1; task < next; task++) if (tasks.site.at(task) === site && trace.isPromise(task)) return undefined;
  return next;
}

/** The child process that `emitter` names at the site, where the promise is made, while it runs. */
export function heldChild(trace: Trace, emitter: string, site: number, promise: number): ChildRow | undefined {
  const makers = makersOf(trace, emitter, site);
  if (makers.size === 0) return undefined;
  const thread = trace.tasks.thread.at(promise);
  const made = trace.children.filter((c) => makers.has(c.site) && c.thread === thread);
  const one = theOne(trace, promise, emitter, made, (c) => ({ segment: c.segment, activation: NONE }));
  return one === undefined || !Number.isNaN(one.exitNs) ? undefined : one;
}

/** Calls whose result the emitter is. */
function makersOf(trace: Trace, emitter: string, site: number): Set<number> {
  const found = new Set<number>();
  const at = trace.site(site);
  if (at === undefined) return found;
  const isInside = emitter.endsWith('()');
  const callee = emitter.slice(0, -2);
  for (const [index, row] of trace.sites.entries()) {
    if (row.file !== at.file) continue;
    if (isInside) {
      const isAfter = row.line > at.line ? row.line <= at.line + INSIDE_LINES : row.line === at.line && row.column > at.column;
      if (row.function === at.function && row.text === callee && isAfter) found.add(index);
    } else if (row.held === emitter && canSee(trace, at.function, row.function)) found.add(index);
  }
  return found;
}

/** What is a variable of function `outer` can be used in `fn` by its name. */
function canSee(trace: Trace, fn: number, outer: number): boolean {
  for (let f = fn; f !== NONE; f = trace.functions[f]?.parentFunction ?? NONE) if (f === outer) return true;
  return false;
}

/** The only one that was ever made, else the last one that was made together with the promise, else the only one of the same call. */
function theOne<T>(
  trace: Trace,
  promise: number,
  emitter: string,
  made: readonly T[],
  about: (row: T) => { readonly segment: number; readonly activation: number },
): T | undefined {
  const segment = trace.tasks.initSegment.at(promise);
  const together = made.filter((row) => about(row).segment === segment);
  if (emitter.endsWith('()')) return together.at(-1);
  if (made.length <= 1) return made[0];
  if (together.length > 0) return together.length === 1 ? together[0] : undefined;
  const activation = trace.tasks.creator.at(promise);
  const ofCall = activation === NONE ? [] : made.filter((row) => about(row).activation === activation);
  return ofCall.length === 1 ? ofCall[0] : undefined;
}
