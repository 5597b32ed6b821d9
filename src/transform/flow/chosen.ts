/** Objects that were chosen by a look at one of their properties: that look decides whether the property may be written. */
import type { BinaryExpression } from 'acorn';
import { FLAG_MARK } from '../../wire/siteFlags';
import { rootOf } from '../scope/ast';
import type { Flow } from './flow';
import { ANY_NAME, type Location } from './locations';
import type { SummaryWrite } from './summaries';
import { hasAged, NOTHING } from './values';

/** `const job = await find((j) => j.status === 'new')` … `job.status = 'running'`: the look at the property that is written is the check. */
export function pairChosen(flow: Flow, { access, location, late, through }: SummaryWrite, rechecked: boolean): void {
  const object = location.parent?.parent === null ? location.parent.variable : null;
  if (!object) return;
  // The name in the place at hand: an element that was found has the location of the parameter of the test.
  const named = (access.fn === flow.fn ? flow.analysis.resolved.get(rootOf(access.node)) : undefined) ?? object;
  const value = flow.state.locals.get(named) ?? NOTHING;
  const isChoice = (taint: number): boolean => {
    const { kind, location: read } = flow.origins.get(taint);
    return kind === 'read' && read !== null && (read.segment === location.segment || location.segment === ANY_NAME) && isTested(read);
  };
  for (const taint of rechecked ? NOTHING : value) {
    const { access: source } = flow.origins.get(taint);
    if (!source || !hasAged(taint, late) || !isChoice(taint)) continue;
    access.writeFlags |= FLAG_MARK;
    flow.pair(source, access, 'guard', through);
  }
  // From here on it has what was stored.
  const rest = value.filter((taint) => !isChoice(taint));
  if (rest.length < value.length) flow.setLocal(named, rest);
}

/** A property of what a function given to `find` and its like looks at. One that takes two compares them: which is the least says nothing about the rest. */
function isTested({ parent }: Location): boolean {
  if (parent?.parent !== null || parent.variable?.kind !== 'param') return false;
  const { node, usage } = parent.variable.fn;
  return usage === 'inline' && node.type !== 'Program' && node.params.length === 1;
}

/** The comparison says no more than which of two the call goes on with (scope/choices.ts). Where others see what is stored, it decides about that. */
export function isChoice(flow: Flow, comparison: BinaryExpression): boolean {
  const pair = flow.analysis.choices.get(comparison);
  return (
    pair?.every((name) => {
      const variable = flow.analysis.resolved.get(name);
      return variable !== undefined && variable.scope.kind !== 'module' && flow.isLocal(variable);
    }) === true
  );
}
