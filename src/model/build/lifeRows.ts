/** Events of the life of a program (errors, ends, what the watchdog saw, tests that were given up) → rows. */
import * as W from '../../wire/events.ts';
import type { ThreadContext } from './eventRows.ts';
import { NONE } from '../ids.ts';
import { TASK_ORPHAN, TASK_UNHANDLED, type ExitReason } from '../trace.ts';

/** `f`: the fields, after the time of the event was taken. */
export function lifeEvent(t: ThreadContext, op: number, f: Float64Array): void {
  const { trace } = t;
  const tasks = trace.tasks;
  const a = f[0] as number;
  switch (op) {
    case W.OP_UNHANDLED: {
      const task = t.promise(a);
      if (task !== NONE) tasks.flags.set(task, tasks.flags.at(task) | TASK_UNHANDLED);
      trace.unhandled.push({
        thread: t.index,
        task,
        message: trace.string(t.stringIndex(f[1] as number)),
        stack: trace.string(t.stringIndex(f[2] as number)),
        segment: t.segment(),
        ns: t.lastNs,
        kind: 'rejection',
      });
      return;
    }
    case W.OP_HANDLED_LATE:
      trace.unhandled.push({
        thread: t.index,
        task: t.promise(a),
        message: '',
        stack: '',
        segment: t.segment(),
        ns: t.lastNs,
        kind: 'late',
      });
      return;
    case W.OP_UNCAUGHT:
      trace.unhandled.push({
        thread: t.index,
        task: NONE,
        message: trace.string(t.stringIndex(a)),
        stack: trace.string(t.stringIndex(f[1] as number)),
        segment: t.segment(),
        ns: t.lastNs,
        kind: 'error',
      });
      return;
    case W.OP_EXIT_PROCESS:
      if (t.row.exiting === NONE) t.row.exiting = t.endProgram();
      t.row.exitReason = a as ExitReason;
      t.row.exitCode = f[1] as number;
      return;
    case W.OP_USAGE:
      t.row.cpuNs = a === 0 ? Number.NaN : a * 1000;
      t.row.processCpuNs = (f[1] as number) * 1000;
      return;
    case W.OP_READY:
      t.mainReady(t.lastNs);
      return;
    case W.OP_SAMPLE: {
      const main =
        t.row.threadId === W.WATCHDOG_THREAD
          ? trace.threads.findIndex((row) => row.process === t.row.process && row.threadId === 0)
          : t.index;
      trace.samples.push({ thread: main, frames: trace.string(t.stringIndex(a)).split('\n'), stuckMs: f[1] as number, ns: t.lastNs });
      return;
    }
    case W.OP_STUCK: {
      const thread = trace.threads.findIndex((row) => row.process === t.row.process && row.threadId === a);
      if (thread < 0) return;
      trace.stuck.push({ thread, site: t.numbers.site(f[1] as number), count: f[2] as number, of: f[3] as number, ns: t.lastNs });
      return;
    }
    case W.OP_NOTE:
      trace.notes.push({ thread: t.index, text: trace.string(t.stringIndex(f[1] as number)), ns: t.lastNs });
      if (a === 1) t.row.gaps.push({ segment: t.segment(), ns: t.lastNs, reason: trace.string(t.stringIndex(f[1] as number)) });
      return;
    case W.OP_TEST_TIMEOUT: {
      const timer = trace.segments.task.at(t.segment());
      // A test that only said too late that it is done waits for nothing: no timer ended it.
      if (timer === NONE || trace.taskType(timer) !== 'Timeout') return;
      // The test starts in the step that sets the timer, which it may replace itself by another limit.
      const start = trace.segments.atom.at(tasks.initSegment.at(timer));
      trace.testTimeouts.push({ thread: t.index, sinceNs: trace.segments.startNs.at(start), ns: t.lastNs });
      return;
    }
    case W.OP_ORPHAN: {
      const task = t.promise(a);
      if (task !== NONE) tasks.flags.set(task, tasks.flags.at(task) | TASK_ORPHAN);
      return;
    }
    default:
  }
}
