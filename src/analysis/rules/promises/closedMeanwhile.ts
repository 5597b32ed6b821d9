/**
 * promise.floating of calls that are refused in the end: a function drops them (`for (const row of rows) db.insert(row).catch(report)`), whoever has waited for it takes them for done and closes what they use, and they
 * find it closed (`if (!this.open) throw …`). Only what happened is reported.
 */
import { NONE } from '../../../model/ids.ts';
import { ACCESS_IS_WRITE, type FloatRow } from '../../../model/trace.ts';
import type { AnalysisContext } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { callersUpFrom } from '../../lineage.ts';
import { lineText } from '../../locate.ts';
import { lastName } from '../../names.ts';
import { locationText } from '../../shared/accesses.ts';
import { isRefusal } from '../races/closes.ts';
import { calledWithin, droppedText, isLoop, workBehind } from './calls.ts';
import { asyncAround, waitersOf } from './whoWaited.ts';

/** What is begun so goes on until it is ended, or is only done ahead. */
const STARTS =
  /^[#_]*(?:begin|boot|connect|follow|init|launch|listen|monitor|open|ping|poll|prefetch|preload|refresh|resume|run|schedule|serve|spawn|start|subscribe|sync|tail|track|warm|watch)/i;
/** Accesses of one place that are looked at. */
const LIMIT = 256;

export function closedMeanwhile(context: AnalysisContext, site: number, floats: readonly FloatRow[]): Draft | undefined {
  const { trace, options } = context;
  const { accesses: a } = trace;
  const calls = floats.map(({ task }) => workBehind(trace, task)).filter((call) => call !== NONE);
  const droppers = new Set(floats.map(({ activation }) => asyncAround(trace, activation)));
  const waiters = waitersOf(trace, droppers);
  if (calls.length === 0 || waiters.size === 0) return undefined;
  const isStart = (call: number): boolean => STARTS.test(lastName(trace.activationName(call)));
  if (calls.some((call) => isLoop(trace, call)) || [...droppers, ...calls].some(isStart)) return undefined;
  const own = calledWithin(trace, calls);
  /** Whoever has waited does it, or has it done by a function that he calls. */
  const isByWaiter = (row: number): boolean =>
    !own.has(a.activation.at(row)) &&
    callersUpFrom(trace, a.activation.at(row)).some((caller) => (waiters.get(caller) ?? Infinity) <= a.segment.at(row));
  for (const { location, rows, writes } of factsOf(context).groups) {
    for (const close of writes.slice(-LIMIT)) {
      const refused = rows.find((row) => {
        if (a.write.at(row) === ACCESS_IS_WRITE || !own.has(a.activation.at(row))) return false;
        if (a.position.at(row) < a.position.at(close)) return false;
        const { flags = 0 } = trace.site(a.site.at(row)) ?? {};
        return isRefusal(flags, a.value.at(close), locationText(trace, location, a.site.at(row)), true);
      });
      if (refused === undefined || !isByWaiter(close)) continue;
      if (writes.some((row) => a.position.at(row) > a.position.at(close) && a.position.at(row) < a.position.at(refused))) continue;
      const [at, by] = [a.site.at(refused), a.site.at(close)];
      return {
        kind: 'promise.floating',
        key: `${site}`,
        confidence: 0.8,
        verdict: 'observed',
        consequence: false,
        message: `${droppedText(trace, site, calls)}: whoever waited for it took ${calls.length === 1 ? 'the call' : `its ${calls.length} calls`} for done and set \`${locationText(trace, location, by)}\` (${lineText(trace, options, by)}), so that ${calls.length === 1 ? 'it was' : 'what was still under way was'} refused (${lineText(trace, options, at)}).`,
        why: [
          `no await looks at ${calls.length === 1 ? 'its promise' : 'their promises'}`,
          'await it, or await Promise.all(…) of them, before what they use is closed',
        ],
        places: [
          { site, role: 'call' },
          { site: by, role: 'close' },
          { site: at, role: 'use' },
        ],
        segments: [a.segment.at(close), a.segment.at(refused)],
        activations: calls.slice(0, 8),
      };
    }
  }
  return undefined;
}
