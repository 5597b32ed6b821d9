/** Where UDP sockets are bound: nothing comes from one before that (edge 14). The call leaves a tick, or a look-up of its address, that is known by its site (`desk.bind`). */
import { NONE } from '../../model/ids.ts';
import type { Trace } from '../../model/trace.ts';

const BINDS = /(?:^|\.)(\w+)\.bind$/;

/** Socket (task) → segment in which it was bound, where its name tells which one it is. */
export function bindsOfSockets(trace: Trace): ReadonlyMap<number, number> {
  const { tasks } = trace;
  const found = new Map<number, number>();
  /** Thread and name → the socket that is held by it; NONE for several. */
  const byName = new Map<string, number>();
  if (!trace.sites.some(({ text }) => BINDS.test(text))) return found;
  for (let task = 0; task < tasks.length; task++) {
    if (trace.isPromise(task)) continue;
    const site = trace.site(tasks.site.at(task));
    if (trace.taskType(task) === 'UDPWRAP') {
      const key = `${tasks.thread.at(task)} ${site?.held ?? ''}`;
      byName.set(key, byName.has(key) ? NONE : task);
      continue;
    }
    const name = BINDS.exec(site?.text ?? '')?.[1];
    const socket = name === undefined ? undefined : byName.get(`${tasks.thread.at(task)} ${name}`);
    if (socket !== undefined && socket !== NONE && !found.has(socket)) found.set(socket, tasks.initSegment.at(task));
  }
  return found;
}
