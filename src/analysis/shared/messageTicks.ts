/** Messages between processes that came at once: they are read in one step, and handled in a tick each, in their order. */
import { addTo } from '../../base/lists.ts';
import { NONE } from '../../model/ids.ts';
import type { MessageRow, Trace } from '../../model/trace.ts';
import { IPC_CHANNELS } from '../../model/vocabulary.ts';

/** The first segment of the tick in which a message is handled, for those that came with others; `received`: messages by the atom in which they were read. */
export function messageTicks(trace: Trace, received: ReadonlyMap<number, readonly MessageRow[]>): ReadonlyMap<MessageRow, number> {
  const found = new Map<MessageRow, number>();
  const { segments: s, tasks } = trace;
  const isShared = (atom: number): boolean => (received.get(atom)?.length ?? 0) > 1;
  if (![...received.keys()].some(isShared)) return found;
  const ticks = new Map<number, number[]>();
  for (let task = 0; task < tasks.length; task++) {
    const made = tasks.initSegment.at(task);
    if (made === NONE || tasks.firstRun.at(task) === NONE || !isShared(s.atom.at(made)) || trace.isPromise(task)) continue;
    if (trace.taskType(task) === 'TickObject') addTo(ticks, s.atom.at(made), tasks.firstRun.at(task));
  }
  for (const [atom, runs] of ticks) {
    const messages = received.get(atom) ?? [];
    if (messages.length !== runs.length) continue;
    for (const [i, message] of messages.entries()) {
      if (message.channel >= IPC_CHANNELS) found.set(message, runs[i] as number);
    }
  }
  return found;
}
