/** The standard input of child processes: who writes to it, and whether it has come to its end. */
import { NONE } from '../../model/ids.ts';
import type { ChildRow, Trace } from '../../model/trace.ts';
import { byEvents, remembered } from '../remembered.ts';

/** A call on the standard input of a child: only a pipe of the caller's has one. */
const FEEDS = /\.stdin\.(?:write|end|pipe|cork|setDefaultEncoding)$/;

/** The file that starts the child, and no other kind of child, writes to it: nobody else has the other end of the child's standard input. */
export function isFed(trace: Trace, started: number): boolean {
  const file = trace.site(started)?.file;
  if (file === undefined || trace.children.some((c) => c.site !== started && trace.site(c.site)?.file === file)) return false;
  return trace.sites.some(
    (site) => site.file === file && site.kind === 'call' && FEEDS.test(site.text) && !site.text.startsWith('process.'),
  );
}

/** Ends it without the operation by which a stream is ended. */
const BREAKS = /\.stdin\.(?:destroy|destroySoon)$/;

/** The program writes to the child, and has ended no stream since it started it. */
export function hasOpenInput(trace: Trace, { site, segment, thread }: ChildRow): boolean {
  if (!isFed(trace, site) || (lastEnded(trace).get(thread) ?? NONE) >= segment) return false;
  const file = trace.site(site)?.file;
  return !trace.sites.some((row) => row.file === file && row.kind === 'call' && BREAKS.test(row.text));
}

/** Thread → the last segment in which a stream of the system was ended. */
const lastEnded = remembered(byEvents, (trace: Trace): ReadonlyMap<number, number> => {
  const { tasks } = trace;
  const found = new Map<number, number>();
  for (let task = 0; task < tasks.length; task++) {
    if (trace.taskType(task) === 'SHUTDOWNWRAP') found.set(tasks.thread.at(task), tasks.initSegment.at(task));
  }
  return found;
});
