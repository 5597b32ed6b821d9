/**
 * promise.floating without a promise: `await fs.cp(from, to, callback)` waits for nothing, since a function that is given a callback gives no promise. Seen where the function around went on in the
 * very turn of the call, and the file was done later.
 */
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { taskName } from '../../names.ts';

export const vainAwaitsRule: Rule = { kinds: ['promise.floating'], run: findVainAwaits };

type FsRow = Trace['fs'][number];

function findVainAwaits({ trace }: AnalysisContext): Draft[] {
  const found = new Map<number, FsRow>();
  for (const row of trace.fs) {
    if (row.async && row.site !== NONE && row.activation !== NONE && !found.has(row.site) && isVain(trace, row)) found.set(row.site, row);
  }
  return [...found].map(([site, row]) => toDraft(trace, site, row));
}

/** The call stood in an await that was over in its turn, before the file was done. A promise that was given up (`signal`) settles in a later one. */
function isVain(trace: Trace, { site, activation, segment, doneSegment }: FsRow): boolean {
  const { activations: acts, suspensions, segments: s } = trace;
  const call = trace.site(site);
  let wait = acts.lastSuspension.at(activation);
  while (wait !== NONE && suspensions.segment.at(wait) > segment) wait = suspensions.previous.at(wait);
  if (wait === NONE || suspensions.segment.at(wait) !== segment) return false;
  const at = trace.site(suspensions.site.at(wait));
  if (at?.kind !== 'await' || at.text !== call?.text || at.function !== call.function || at.file !== call.file) return false;
  const resumed = suspensions.resumeSegment.at(wait);
  return (
    resumed !== NONE && s.turn.at(resumed) === s.turn.at(segment) && (doneSegment === NONE || s.turn.at(doneSegment) !== s.turn.at(resumed))
  );
}

function toDraft(trace: Trace, site: number, { activation, segment }: FsRow): Draft {
  const text = trace.site(site)?.text ?? 'the call';
  return {
    kind: 'promise.floating',
    key: `${site}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `The await of \`${text}\` in ${taskName(trace, activation)} waits for nothing: given a callback, it gives no promise, and it was still at work when the function went on.`,
    why: [
      'what is awaited is undefined, and the callback comes in a later turn',
      'use the function of `fs.promises`, which gives a promise, and leave the callback out',
    ],
    places: [{ site, role: 'call' }],
    segments: [segment],
    activations: [activation],
  };
}
