/**
 * race.reentrancy: the handler of requests, connections or messages ran once in this run, and splits a read and a write of shared state over an await. A
 * second run at the same time would lose an update, but nothing of the kind was seen: a hint, never a warning (detection.md §3.3, self-overlap).
 */
import { FLAG_OUTER } from '../../../model/vocabulary.ts';
import { NONE } from '../../../model/ids.ts';
import type { Trace } from '../../../model/trace.ts';
import { locationText } from '../../shared/accesses.ts';
import type { AnalysisContext, Rule } from '../../analyze.ts';
import { factsOf } from '../../facts.ts';
import type { Draft } from '../../finding.ts';
import { rootActivation } from '../../lineage.ts';
import { functionLabel } from '../../names.ts';
import { Splits } from './splits.ts';
import type { Split } from './atomicityDraft.ts';
import { rootOf } from '../../roots.ts';

export const reentrancyRule: Rule = { kinds: ['race.reentrancy'], run: findReentrancy };

const CONFIDENCE = 0.45;

function findReentrancy(context: AnalysisContext): Draft[] {
  const { trace, earlier } = context;
  if (trace.pairs.length + trace.links.length + trace.carries.length === 0 || trace.roots.length === 0) return [];
  // It may have run before.
  if (trace.run.fromMs > 0) return [];
  const runs = countRuns(trace);
  const reported = new Set(earlier.filter((d) => d.kind.startsWith('race.')).map((d) => d.key));
  const { groups, holding, pairsByWrite: byWrite } = factsOf(context);
  const a = trace.accesses;
  const drafts: Draft[] = [];
  for (const group of groups) {
    if (context.options.isCancelled()) break;
    let isOfSeveral: boolean | undefined;
    const splits = new Splits(trace, group, byWrite);
    for (const [at, write] of group.rows.entries()) {
      if (a.write.at(write) === 0 || reported.has(`${a.site.at(write)}`)) continue;
      const root = rootOf(trace, a.segment.at(write));
      const handler = rootActivation(trace, a.activation.at(write));
      if (root === NONE || handler === NONE || runs.get(trace.activations.fn.at(handler)) !== 1) continue;
      const outlives =
        trace.hasFlag(a.site.at(write), FLAG_OUTER) ||
        (isOfSeveral ??= group.rows.some((row) => rootOf(trace, a.segment.at(row)) !== root));
      if (!outlives) continue;
      const split = splits.at(at).find((s) => s.kind !== 'guard' && !holding.isHeld(s.read, s.write));
      if (split !== undefined) drafts.push(toDraft(trace, split, handler, group.location));
    }
  }
  return drafts;
}

/** Function → how many of its activations nobody called: they were set off from outside. */
function countRuns(trace: Trace): Map<number, number> {
  const acts = trace.activations;
  const runs = new Map<number, number>();
  for (let i = 0; i < acts.length; i++) {
    if (acts.parent.at(i) === NONE) runs.set(acts.fn.at(i), (runs.get(acts.fn.at(i)) ?? 0) + 1);
  }
  return runs;
}

function toDraft(trace: Trace, split: Split, handler: number, location: number): Draft {
  const a = trace.accesses;
  const [readSite, writeSite] = [a.site.at(split.read), a.site.at(split.write)];
  const text = locationText(trace, location, writeSite);
  const name = functionLabel(trace, trace.activations.fn.at(handler));
  const read = (lane: number): { lane: number; text: string; site: number } => ({ lane, text: `reads ${text}`, site: readSite });
  const write = (lane: number): { lane: number; text: string; site: number } => ({ lane, text: `writes ${text}`, site: writeSite });
  return {
    kind: 'race.reentrancy',
    key: `${writeSite}`,
    confidence: CONFIDENCE,
    verdict: 'predicted',
    consequence: false,
    ceiling: 'hint',
    message: `\`${text}\` is read and written back after an await; ${name} ran only once here, but two at the same time would lose an update.`,
    why: [
      'an await lies between the read and the write',
      `\`${text}\` outlives the call`,
      'no lock is held over both',
      'only one run was seen, so nothing shows that two can overlap',
    ],
    places: [
      { site: writeSite, role: 'write' },
      { site: readSite, role: 'read' },
    ],
    segments: [a.segment.at(split.read), a.segment.at(split.write)],
    activations: [handler],
    scenario: {
      lanes: [`${name} (as it ran)`, `${name} (a second time)`],
      happened: [read(0), write(0)],
      other: [read(0), read(1), write(1), write(0)],
      otherTitle: 'If two of them overlap',
    },
  };
}
