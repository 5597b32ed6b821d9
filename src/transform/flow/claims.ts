/**
 * What an async function finds missing when it is called, stores at once, and then goes on to fill: `if (!index) { index = new Index(); await index.load(); }`. Or it says so at once, and whoever calls has
 * looked (`async build() { this.ready = true; … await … }`).
 */
import { FLAG_CLAIMS } from '../../wire/siteFlags';
import { homeOf } from '../scope/bindings';
import type { AnyNode } from 'acorn';
import { memberName } from '../scope/ast';
import { nodesOf } from '../scope/tree';
import type { Access } from './access';
import type { Flow } from './flow';
import { CONTENTS, type Location, mayOverlap } from './locations';
import { CROSSED } from './values';

/** `access` writes `location`, in the present state. */
export function noteClaim(flow: Flow, access: Access, location: Location): void {
  const { fn, state, frame } = flow;
  if (!homeOf(fn).suspends || access.fn !== fn || state.tick !== frame.entryTick || location.segment === CONTENTS) return;
  const isLook = (taint: number): boolean => {
    const { kind, access: look, location: place } = flow.origins.get(taint);
    return (taint & CROSSED) === 0 && kind === 'read' && look?.fn === fn && place !== null && mayOverlap(place, location);
  };
  if (!state.guards.some((guard) => guard.value.some(isLook)) && !saysReady(flow, access.node)) return;
  access.writeFlags |= FLAG_CLAIMS;
  access.paired = true;
}

const READY = /(?:^|is|was|all)_?(?:built|filled|indexed|init(?:ed|iali[sz]ed)?|loaded|populated|prepared|ready|synced|warm(?:ed)?)$/i;

/** `this.ready = true` */
function saysReady({ analysis }: Flow, target: AnyNode): boolean {
  const name = target.type === 'MemberExpression' ? memberName(target) : target.type === 'Identifier' ? target.name : undefined;
  if (name === undefined || !READY.test(name.replace(/^#/, ''))) return false;
  return nodesOf(analysis, 'AssignmentExpression').some(
    ({ left, right }) => left === target && right.type === 'Literal' && right.value === true,
  );
}
