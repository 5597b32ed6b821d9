/** Objects that were chosen by a look at one of their properties: that look decides whether the property may be written. */
import type { AnyNode, BinaryExpression } from 'acorn';
import { FLAG_MARK } from '../../wire/siteFlags';
import { rootOf } from '../scope/ast';
import { homeOf, type Variable } from '../scope/bindings';
import type { Flow } from './flow';
import { followCallback } from './followed';
import { ANY_NAME, type Location } from './locations';
import type { SummaryWrite } from './summaries';
import { chosenBy, control, hasAged, NOTHING, originOf, union, type Value } from './values';

const MAX_LINKS = 256;

interface Choice {
  readonly named: Variable;
  readonly value: Value;
  /** It is what was asked for the property that is written. */
  readonly isChoice: (taint: number) => boolean;
}

/** By what the object was chosen that is written to. */
function choiceOf(flow: Flow, { access, location }: SummaryWrite): Choice | undefined {
  const object = location.parent?.parent === null ? location.parent.variable : null;
  if (!object) return undefined;
  // The name in the place at hand: an element that was found has the location of the parameter of the test.
  const named = (access.fn === flow.fn ? flow.analysis.resolved.get(rootOf(access.node)) : undefined) ?? object;
  const isChoice = (taint: number): boolean => {
    const { kind, location: read } = flow.origins.get(taint);
    return kind === 'read' && read !== null && (read.segment === location.segment || location.segment === ANY_NAME) && isTested(read);
  };
  return { named, value: flow.state.locals.get(named) ?? NOTHING, isChoice };
}

/** `row.dueAt = later(row.tries)`: what is in a row that was found by `dueAt` is not computed from that. */
export function byChoice(flow: Flow, write: SummaryWrite): SummaryWrite {
  const choice = write.value.length > 0 ? choiceOf(flow, write) : undefined;
  const own = new Set(choice?.value.filter((taint) => choice.isChoice(taint)).map(originOf));
  if (own.size === 0) return write;
  return { ...write, value: chosenBy(write.value, (taint) => own.has(originOf(taint))) };
}

/** `const job = await find((j) => j.status === 'new')` … `job.status = 'running'`: the look at the property that is written is the check. */
export function pairChosen(flow: Flow, write: SummaryWrite, rechecked: boolean): void {
  const choice = choiceOf(flow, write);
  if (!choice) return;
  const { access, late, through } = write;
  const { named, value, isChoice } = choice;
  for (const taint of rechecked ? NOTHING : value) {
    const { access: source, call } = flow.origins.get(taint);
    // By a function of another file, which says itself what it has asked.
    if (call && hasAged(taint, late) && flow.links.size < MAX_LINKS) {
      const key = `${call.end}:w${access.id}`;
      if (!flow.links.has(key)) flow.links.set(key, { read: call, write: access, kind: 'guard' });
      followCallback(flow, homeOf(access.fn));
    }
    if (!source || !hasAged(taint, late) || !isChoice(taint)) continue;
    access.writeFlags |= FLAG_MARK;
    flow.pair(source, access, 'guard', through);
  }
  // From here on it has what was stored.
  const rest = value.filter((taint) => !isChoice(taint));
  if (rest.length < value.length) flow.setLocal(named, rest);
}

const PICKED = new WeakSet<Location>();

/** `for (const job of jobs) if (job.state === 'new') found.push(job);`: what was asked of an element decides whether it is among those that are found. */
export function pickedBy(flow: Flow, elements: readonly AnyNode[]): Value {
  let value = NOTHING;
  for (const element of elements) {
    const object = element.type === 'Identifier' && flow.state.guards.length > 0 ? flow.locations.find(element) : null;
    if (!object) continue;
    for (const guard of flow.state.guards) {
      const asked = guard.value.filter((taint) => {
        const { kind, location } = flow.origins.get(taint);
        if (kind !== 'read' || location?.parent !== object) return false;
        PICKED.add(location);
        return true;
      });
      value = union(value, control(asked));
    }
  }
  return value;
}

/** `jobs.find(isNew)`: what the function has asked of its only parameter. */
export function notePicked(flow: Flow, asked: Value): void {
  for (const taint of asked) {
    const { kind, location } = flow.origins.get(taint);
    if (kind === 'read' && location) PICKED.add(location);
  }
}

/** `if (job.state === 'new') yield job;` */
export function givePicked(flow: Flow, element: AnyNode, value: Value): void {
  const { summary } = flow.frame;
  const tests = flow.state.guards.map((guard) => control(guard.value));
  summary.returns = [pickedBy(flow, [element]), value, ...tests].reduce(union, summary.returns);
}

/** What tests of the elements have left (`rows.filter((row) => !row.sent)`): who goes through it does so because of them. */
export function testsOf(flow: Flow, left: Value): Value {
  return left.filter((taint) => {
    const { kind, location } = flow.origins.get(taint);
    return kind === 'read' && location !== null && isTested(location);
  });
}

/** A property of what a function given to `find` and its like looks at. One that takes two compares them: which is the least says nothing about the rest. */
function isTested(read: Location): boolean {
  const { parent } = read;
  if (PICKED.has(read)) return true;
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
