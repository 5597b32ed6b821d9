/**
 * race.order.use-after-close, who closes finds nothing to close, since it is still being opened: `async stop() { if (!this.started) return; … }`, while `start()` waits, which sets the mark when it is
 * done. Nobody closes that any more. Only what happened is reported, and where who closes has left without a word to who opens.
 */
import { VALUE_OBJECT, VALUE_PROMISE, VALUE_TRUE } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';
import { factsOf } from '../../facts.ts';
import { hadBegun, isWithin } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { lastName, taskName } from '../../names.ts';
import { decidesBranch, firstFrom, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import { isField, racesByPlace } from './byPlace.ts';
import { closersOf, comesBefore, IS_CLOSER } from './openedAfterClose.ts';
import { isNothing } from './splits.ts';

export const leftTooEarlyRule: Rule = { kinds: ['race.order.use-after-close'], run: findLeftTooEarly };

const LIMIT = 256;

interface Left {
  readonly look: number;
  readonly set: number;
}

function findLeftTooEarly(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const closers = closersOf(trace);
  if (closers.size === 0) return [];
  return racesByPlace(context, {
    find: (group) => (isField(trace, group) ? leftIn(context, group, closers) : undefined),
    siteOf: ({ look }) => trace.accesses.site.at(look),
    toDraft: (location, found) => toDraft(context, location, found),
  });
}

function leftIn(context: AnalysisContext, group: LocationAccesses, closers: ReadonlyMap<number, unknown>): Left | undefined {
  const { trace } = context;
  const { accesses: a } = trace;
  const isOfCloser = (row: number): boolean => isCloser(trace, functionOf(trace, row));
  for (const look of group.rows.slice(-LIMIT)) {
    if (a.write.at(look) === 1 || !isOfCloser(look) || !closers.has(functionOf(trace, look)) || !leaves(context, look)) continue;
    const at = firstFrom(trace, group.writes, a.position.at(look));
    const [before, set] = [group.writes[at - 1], group.writes[at]];
    if (set === undefined || (before !== undefined && !isNothing(trace, before)) || !isSetOn(trace, set) || isOfCloser(set)) continue;
    const [closer, opener] = [a.activation.at(look), a.activation.at(set)];
    if (opener === NONE || isWithin(trace, closer, opener) || isWithin(trace, opener, closer)) continue;
    if (!hadBegun(trace, opener, look) || comesBefore(context, look, set, opener)) continue;
    // Somebody closes it after all, or it is over by itself.
    const isOver = (row: number): boolean => (a.write.at(row) === 1 ? isNothing(trace, row) : isOfCloser(row));
    if (!group.rows.some((row) => a.position.at(row) > a.position.at(set) && isOver(row))) return { look, set };
  }
  return undefined;
}

function isCloser(trace: Trace, fn: number): boolean {
  return IS_CLOSER.test(lastName(trace.functions[fn]?.name ?? ''));
}

/** The call that looked had waited for nothing when it was over, and left nothing behind that another one could find. */
function leaves(context: AnalysisContext, look: number): boolean {
  const { trace } = context;
  const { accesses: a, activations: acts } = trace;
  const call = a.activation.at(look);
  if (call === NONE || acts.fn.at(call) !== functionOf(trace, look) || !decidesBranch(trace, look)) return false;
  if (acts.lastSuspension.at(call) !== NONE || acts.endSegment.at(call) === NONE) return false;
  const step = factsOf(context).coverage.accessesOfStep(look);
  return !step.some((row) => a.write.at(row) === 1 && isWithin(trace, a.activation.at(row), call));
}

/** It is set to something that is there from then on, and is no promise by which it could be waited for. */
function isSetOn({ accesses: a }: Trace, row: number): boolean {
  const value = a.value.at(row);
  return a.how.at(row) === 0 && (value === VALUE_TRUE || ((value & VALUE_OBJECT) !== 0 && (value & VALUE_PROMISE) === 0));
}

function toDraft({ trace, options }: AnalysisContext, location: number, { look, set }: Left): Draft {
  const { accesses: a } = trace;
  const [lookSite, setSite] = [a.site.at(look), a.site.at(set)];
  const name = locationText(trace, location, setSite);
  const [closer, opener] = [taskName(trace, a.activation.at(look)), taskName(trace, a.activation.at(set))];
  const looks = { lane: 1, text: `finds no ${name}, and leaves`, site: lookSite, access: look };
  const sets = { lane: 0, text: `sets ${name}`, site: setSite, access: set };
  return {
    kind: 'race.order.use-after-close',
    key: `left ${lookSite},${setSite}`,
    confidence: 0.7,
    verdict: 'observed',
    consequence: false,
    message: `${closer} found \`${name}\` not set yet (${lineText(trace, options, lookSite)}) and closed nothing, while ${opener} was under way, which set it later (${lineText(trace, options, setSite)}): what that has opened stays open.`,
    why: ['nobody closes it any more', `no await, callback or message orders ${opener} and ${closer}`],
    places: [
      { site: lookSite, role: 'close', access: look },
      { site: setSite, role: 'use', access: set },
    ],
    segments: [a.segment.at(look), a.segment.at(set)],
    activations: [a.activation.at(look), a.activation.at(set)],
    scenario: {
      lanes: [opener, closer],
      happened: [looks, sets],
      other: [{ ...looks, text: `waits until ${opener} is done` }, sets, { ...looks, text: 'closes what is there' }],
      otherTitle: 'What would be safe',
    },
  };
}
