/**
 * race.check-then-act, a loop that was stopped and started again while it waited: `while (this.running) { await poll(); await pause(ms); }`, and `stop(); start();` before the old loop has looked again. It
 * finds the mark as it was and goes on, and the new one runs beside it. Only what happened is reported: both have looked at the mark since, and gone on.
 */
import { addTo } from '../../../base/lists.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { VALUE_FALSE, VALUE_TRUE } from '../../../model/vocabulary.ts';
import { atomOf, decidesBranch, functionOf, locationText, type LocationAccesses } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { lineText } from '../../locate.ts';
import { functionLabel } from '../../names.ts';

export const restartedRule: Rule = { kinds: ['race.check-then-act'], run: findRestarted };

/** Accesses: the mark is taken away, and set again; the old loop looks, and the new one. */
interface Restarted {
  readonly stop: number;
  readonly start: number;
  readonly old: number;
  readonly fresh: number;
}

function findRestarted(context: AnalysisContext): Draft[] {
  const { trace } = context;
  const drafts: Draft[] = [];
  for (const group of factsOf(context).groups) {
    if (context.options.isCancelled()) break;
    const found = isMark(trace, group) ? restartedIn(trace, group) : undefined;
    if (found !== undefined) drafts.push(toDraft(context, group.location, found));
  }
  return drafts;
}

function isMark({ accesses: a }: Trace, { writes }: LocationAccesses): boolean {
  return writes.length > 1 && writes.every((row) => a.value.at(row) === VALUE_TRUE || a.value.at(row) === VALUE_FALSE);
}

function restartedIn(trace: Trace, { rows, writes }: LocationAccesses): Restarted | undefined {
  const a = trace.accesses;
  const looks = new Map<number, number[]>();
  for (const row of rows) if (a.write.at(row) === 0 && isOfLoop(trace, row)) addTo(looks, a.activation.at(row), row);
  const firsts = new Map<number, number[]>();
  for (const [first] of looks.values()) if (first !== undefined) addTo(firsts, atomOf(trace, first), first);
  // Those that have begun to look before a stop, in order; of them those that look again behind the start, of which each goes once for all.
  const coming = looks.values();
  let begins = coming.next().value;
  let going: (readonly number[])[] = [];
  for (const [i, start] of writes.entries()) {
    const stop = writes[i - 1];
    if (stop === undefined || a.value.at(stop) === a.value.at(start)) continue;
    while (begins !== undefined && a.position.at(begins[0] as number) < a.position.at(stop)) {
      going.push(begins);
      begins = coming.next().value;
    }
    const isLater = (row: number): boolean => a.position.at(row) > a.position.at(start);
    const next = writes[i + 1];
    const isBefore = (row: number): boolean => next === undefined || a.position.at(row) < a.position.at(next);
    const since = (all: readonly number[]): number[] => all.filter((row) => isLater(row) && isBefore(row));
    const fresh = firsts.get(atomOf(trace, start))?.find(isLater);
    if (fresh === undefined || functionOf(trace, fresh) === functionOf(trace, start)) continue;
    going = going.filter((all) => isLater(all.at(-1) as number));
    for (const all of going) {
      // It was under way before the stop, has not looked between the two, and has gone on at least once since.
      const isOld = a.site.at(all[0] as number) === a.site.at(fresh);
      const isMissed = isOld && !all.some((row) => a.position.at(row) > a.position.at(stop) && !isLater(row));
      const [old, again] = isMissed ? since(all) : [];
      const goesOn = since(looks.get(a.activation.at(fresh)) ?? []).length > 1;
      if (old !== undefined && again !== undefined && goesOn) return { stop, start, old, fresh };
    }
  }
  return undefined;
}

/** A look of an async function that decides whether it goes on, and to which it comes again behind a wait. */
function isOfLoop(trace: Trace, row: number): boolean {
  const activation = trace.accesses.activation.at(row);
  return activation !== NONE && trace.activations.sync.at(activation) === 0 && decidesBranch(trace, row);
}

function toDraft({ trace, options }: AnalysisContext, location: number, { stop, start, old, fresh }: Restarted): Draft {
  const a = trace.accesses;
  const [stopSite, startSite, lookSite] = [stop, start, old].map((row) => a.site.at(row)) as [number, number, number];
  const mark = locationText(trace, location, lookSite);
  const loop = functionLabel(trace, functionOf(trace, old));
  const line = (site: number): string => lineText(trace, options, site);
  const stops = { lane: 1, text: `takes ${mark} away`, site: stopSite, access: stop };
  const starts = { lane: 1, text: `sets ${mark} again, and calls ${loop}`, site: startSite, access: start };
  const goesOn = { lane: 0, text: `finds ${mark} as it was, and goes on`, site: lookSite, access: old };
  return {
    kind: 'race.check-then-act',
    key: `restarted ${lookSite},${startSite}`,
    confidence: 0.75,
    verdict: 'observed',
    consequence: false,
    message: `${loop} was stopped (${line(stopSite)}) and started again (${line(startSite)}) before it looked at \`${mark}\` (${line(lookSite)}): it went on, and a second one runs beside it.`,
    why: [
      'it waited meanwhile, and finds the mark as it was before',
      'wait until the old loop is over, or give each its own mark (an AbortController, a number that it compares)',
    ],
    places: [
      { site: lookSite, role: 'read', access: old },
      { site: startSite, role: 'write', access: start },
      { site: stopSite, role: 'other write', access: stop },
    ],
    segments: [a.segment.at(old), a.segment.at(start)],
    activations: [a.activation.at(old), a.activation.at(fresh)],
    scenario: {
      lanes: [loop, functionLabel(trace, functionOf(trace, start))],
      happened: [stops, starts, goesOn],
      other: [stops, { ...goesOn, text: `finds ${mark} taken away, and ends` }, starts],
      otherTitle: 'What would be safe',
    },
  };
}
