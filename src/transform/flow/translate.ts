/** What a function of this file did, in terms of the one that calls it. See flow.ts. */
import type { AnyNode } from 'acorn';
import type { FunctionInfo } from '../scope/bindings';
import type { Flow } from './flow';
import type { Bind, Location } from './locations';
import { addGuard, type Guard } from './state';
import type { Callee, SummaryCall } from './summaries';
import { AWAITED, changed, CHANGED, control, CONTROL, crossed, CROSSED, DISCHARGED, NOTHING, originOf, union, type Value } from './values';

/** The bindings of a callee in terms of its caller's. */
export function binderOf(flow: Flow, info: FunctionInfo, self: Location | null, args: readonly AnyNode[]): Bind {
  const { node } = info;
  const params = node.type === 'Program' ? [] : node.params;
  return (variable, context, role) => {
    if (context) return context !== info.self ? undefined : (self ?? (node.type === 'ArrowFunctionExpression' ? undefined : null));
    if (!variable) return undefined;
    if (variable.fn !== info) return role === 'key' && isWithin(variable.fn, info) ? null : undefined;
    return flow.locations.ofArgument(variable, role === 'taken apart', params, args);
  };
}

/** A key that only a function inside of the callee has (`this.rows[slug]`) means as little to the caller as the callee's own. */
function isWithin(fn: FunctionInfo, info: FunctionInfo): boolean {
  for (let at: FunctionInfo | null = fn; at; at = at.parent) if (at === info) return true;
  return false;
}

/** A value of the callee as one of the caller. */
export function translate(flow: Flow, value: Value, info: FunctionInfo, bind: Bind, values: readonly Value[]): Value {
  let out = NOTHING;
  const named = new Map<number, Value>();
  flow.origins.left -= value.length;
  for (const taint of value) {
    const origin = flow.origins.get(taint);
    // What a function of the file has looked at for its caller (`const entries = await this.entries()`) is known by the same look.
    const isKept = origin.kind === 'call' || origin.kind === 'look';
    let part: Value = isKept ? [taint & ~(CROSSED | CONTROL | DISCHARGED)] : NOTHING;
    if (origin.kind === 'param') part = origin.fn === info ? (values[origin.index] ?? NOTHING) : NOTHING;
    else if (origin.kind === 'read' && origin.location && origin.access) {
      const location = flow.locations.substitute(origin.location, bind) ?? flow.locations.unnamed(origin.location);
      if (location) named.set(originOf(taint), (part = flow.origins.read(origin.access, location)));
    }
    if (origin.presence) {
      const list = flow.locations.substitute(origin.presence.list, bind) ?? flow.locations.unnamed(origin.presence.list);
      if (list) part = flow.origins.presence(origin.presence.access, list);
    }
    if (taint & CROSSED) part = crossed(part);
    if (taint & CONTROL) part = control(part);
    if (taint & CHANGED) part = changed(part);
    out = union(out, part);
  }
  flow.origins.noteSumsAs(named);
  return out;
}

/** Whoever goes on after a call has passed the tests by which the callee throws. */
export function passTests(flow: Flow, tests: readonly Guard[], info: FunctionInfo, bind: Bind, values: readonly Value[]): void {
  for (const test of tests) {
    const empty = test.empty && translate(flow, test.empty, info, bind, values);
    addGuard(flow.state, { ...test, value: translate(flow, test.value, info, bind, values), empty });
  }
}

/** What a call of a function of this file gives to the function that is its argument `index`; undefined when it does not call it. */
export function givenTo(
  flow: Flow,
  callee: Callee,
  index: number,
  args: readonly AnyNode[],
  values: readonly Value[],
  isWanted: (call: SummaryCall) => boolean,
): Value[] | undefined {
  const { info, self } = callee;
  if (flow.origins.left < 0) return undefined;
  const found = flow.summaryOf(info)?.calls.filter((c) => c.index === index && isWanted(c)) ?? [];
  if (found.length === 0) return undefined;
  const bind = binderOf(flow, info, self, args);
  const out: Value[] = [];
  for (const call of found) {
    const passed = call.isLater ? values.map(crossed) : values;
    // What comes out of a callback that it waits for is an answer.
    const answer = call.isLater ? AWAITED : NOTHING;
    for (const [i, value] of call.values.entries()) {
      const translated = translate(flow, value, info, bind, passed);
      out[i] = union(union(out[i] ?? NOTHING, answer), translated);
    }
  }
  return Array.from(out, (value) => value ?? NOTHING);
}
