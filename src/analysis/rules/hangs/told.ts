/**
 * Deadlocks that were told while the program hung, and that cannot be seen in the whole trace any more: Ctrl-C has ended one of those that waited before the others, or a handler of the program
 * has let them go. They took place all the same, and somebody has read of them.
 */
import type { AnalysisContext, Rule } from '../../analyze.ts';
import type { Draft } from '../../finding.ts';

export const toldRule: Rule = {
  kinds: [],
  run: ({ options, earlier }: AnalysisContext) => (options.told ?? []).filter(isMissing(earlier)),
};

function isMissing(earlier: readonly Draft[]): (told: Draft) => boolean {
  const known = new Set(earlier.flatMap((draft) => [...sitesOf(draft)].map((site) => `${draft.kind}|${site}`)));
  // Of a ring that has grown since, the report has the whole.
  return (told) => ![...sitesOf(told)].some((site) => known.has(`${told.kind}|${site}`));
}

function sitesOf({ places }: Draft): Set<number> {
  return new Set(places.flatMap((place) => ('site' in place ? [place.site] : [])));
}
