/** race.order.use-before-init: what a child process has printed is used at its 'exit', when not all of it has come. That it has, 'close' says. */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';

export const cutOutputRule: Rule = { kinds: ['race.order.use-before-init'], run: findCutOutput };

/** The streams of a child are made right after it. */
const STREAMS = 3;

function findCutOutput(context: AnalysisContext): Draft[] {
  const { trace, options } = context;
  const exits = exitsByStream(trace);
  if (exits.size === 0) return [];
  const { accesses: a, segments: s } = trace;
  const exitOf = (row: number): number => exits.get(s.task.at(s.atom.at(a.segment.at(row)))) ?? NONE;
  return factsOf(context).groups.flatMap(({ rows }) => {
    const at = rows.findLastIndex((row) => exitOf(row) !== NONE && a.write.at(row) === 1);
    const last = rows[at];
    const read = rows.slice(0, at).findLast((row) => a.write.at(row) === 0 && exitOf(row) === NONE);
    // At the 'close', which the end of a stream brings, all of it is there.
    const isUsedLater = rows.slice(at).some((row) => a.write.at(row) === 0);
    if (last === undefined || read === undefined || isUsedLater) return [];
    const exit = exitOf(last);
    const segment = a.segment.at(read);
    if (segment < exit || s.turn.at(segment) !== s.turn.at(exit) || s.thread.at(segment) !== s.thread.at(exit)) return [];
    const [use, set] = [a.site.at(read), a.site.at(last)];
    const name = trace.site(use)?.text ?? '';
    return [
      {
        kind: 'race.order.use-before-init',
        key: `${use}`,
        confidence: 0.85,
        verdict: 'observed',
        consequence: false,
        message: `\`${name}\` was used (${lineText(trace, options, use)}) when the child process had ended, before all that it had printed was there (${lineText(trace, options, set)}).`,
        why: [
          "'exit' says that the process has ended, and 'close' that its streams have as well",
          'more of its output came after the use, and nobody looked at it',
        ],
        places: [
          { site: use, role: 'use' },
          { site: set, role: 'set' },
        ],
        segments: [segment, a.segment.at(last)],
        activations: [],
      },
    ];
  });
}

/** Stream of a child process → the segment in which it is told that the process has ended. */
function exitsByStream(trace: Trace): Map<number, number> {
  const { tasks } = trace;
  const found = new Map<number, number>();
  for (let task = 0; task < tasks.length; task++) {
    if (trace.taskType(task) !== 'PROCESSWRAP' || tasks.lastRun.at(task) === NONE) continue;
    for (let stream = task + 1; stream <= task + STREAMS && stream < tasks.length; stream++) {
      const isOwn = trace.taskType(stream) === 'PIPEWRAP' && tasks.initSegment.at(stream) === tasks.initSegment.at(task);
      if (isOwn) found.set(stream, tasks.lastRun.at(task));
    }
  }
  return found;
}
