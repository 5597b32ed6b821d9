/** The abstract state at one program point of the flow analysis: what locals depend on and which tests decided that control is here. */
import type { AnyNode } from 'acorn';
import type { Variable } from '../scope/bindings';
import { isWithin, type Location } from './locations';
import { CONTROL, CROSSED, crossed, NOTHING, union, type Value } from './values';

/** A test that dominates the current point. */
export interface Guard {
  readonly value: Value;
  /** What is tested. */
  readonly test?: AnyNode | undefined;
  /** The test compares a token taken earlier with what is stored now, so that everything read before is still true. */
  readonly validated: boolean;
  /** On this side of the test what it looked for is there. */
  readonly found?: boolean;
  /** It asks no more than whether something is there, and on this side it is. */
  readonly there?: boolean;
  /** It asks whether something is there, or holds anything, and on this side it does not. */
  readonly missing?: boolean;
  /** Answers, and looks whether a list holds anything, that on this side of the test are certain to have found nothing (presence.ts). */
  readonly empty?: Value | undefined;
  /** Lengths that on this side of the test are the larger ones: `queue.length` behind `if (next < queue.length)`. */
  readonly more?: readonly AnyNode[] | undefined;
  /** Places whose present values the test compares with what the activation has: which of the two is newer. */
  readonly newest?: readonly Location[];
  /** Places that on this side of the test hold nothing. */
  readonly free?: readonly Location[];
}

export interface State {
  readonly locals: Map<Variable, Value>;
  /** What was stored in a property, as far as a test has decided it: `this.slug = await freeSlug(title)`. */
  decided: ReadonlyMap<Location, Value>;
  guards: Guard[];
  /** Reads of all that a collection holds, since it was last emptied. */
  copies: Value;
  /** Looks at an end of a list (peeks.ts). */
  peeks: Value;
  /** Reads of numbers that were given away (numbers.ts), and what calls gave that was handed on (batches.ts). */
  numbers: Value;
  /** Reads of what was passed on by a call that is waited for. */
  sent: Value;
  /** Changes at every boundary: equal ticks mean the same segment on every path. */
  tick: number;
  /** Nothing gets here. */
  dead: boolean;
}

/** Properties of which that is noted at a time. */
const MAX_DECIDED = 32;

export function noteDecided(state: State, place: Location, value: Value): void {
  const decided = value.filter((taint) => (taint & CONTROL) !== 0);
  if (place.parent === null || (decided.length === 0 && !state.decided.has(place)) || state.decided.size > MAX_DECIDED) return;
  const others = [...state.decided].filter(([at]) => !isWithin(at, place));
  state.decided = new Map([...others, [place, decided]]);
}

/** What has decided about a place, or about a part of it. */
export function decidedAt({ decided }: State, place: Location | null): Value {
  let value = NOTHING;
  for (const [at, own] of decided) if (place !== null && (at === place || isWithin(at, place))) value = union(value, own);
  return value;
}

/** What more branches ask is no guard of what follows them. */
const MAX_GUARDS = 64;

/** Each branch that leaves guards all that comes after it: a generated function may have thousands of them. */
export function addGuard({ guards }: State, guard: Guard): void {
  if (guards.length < MAX_GUARDS) guards.push(guard);
}

/** `tick`: what one function stores in its first step is nothing that another one has stored in its own. */
export function emptyState(tick = 0): State {
  return {
    locals: new Map(),
    decided: new Map(),
    guards: [],
    copies: NOTHING,
    peeks: NOTHING,
    numbers: NOTHING,
    sent: NOTHING,
    tick,
    dead: false,
  };
}

export function cloneState(state: State): State {
  return { ...state, locals: new Map(state.locals), guards: [...state.guards] };
}

/** Moves the state over an await, yield or callback boundary. */
export function crossState(state: State, tick: number): void {
  for (const [variable, value] of state.locals) {
    const next = crossed(value);
    if (next !== value) state.locals.set(variable, next);
  }
  if (state.decided.size > 0) state.decided = new Map([...state.decided].map(([place, value]) => [place, crossed(value)]));
  state.guards = state.guards.map((g) =>
    g.validated || g.value.length > 0
      ? {
          value: crossed(g.value),
          test: g.test,
          validated: false,
          found: g.found === true,
          there: g.there === true,
          missing: g.missing === true,
          more: g.more,
          empty: g.empty && crossed(g.empty),
        }
      : g,
  );
  state.copies = crossed(state.copies);
  state.peeks = crossed(state.peeks);
  state.numbers = crossed(state.numbers);
  state.sent = crossed(state.sent);
  state.tick = tick;
}

/** What was read before a wait that lies on one of two ways (`has ? await load() : 0`) is old behind both. */
function joined(a: Value, b: Value): Value {
  const both = union(a, b);
  return both === a ? a : both.filter((taint) => (taint & CROSSED) !== 0 || !both.includes(taint | CROSSED));
}

function joinGuards(x: Guard, y: Guard): Guard {
  return {
    value: joined(x.value, y.value),
    test: x.test,
    validated: x.validated && y.validated,
    found: x.found === true && y.found === true,
    more: x.more?.filter((node) => y.more?.includes(node)),
    empty: x.empty && y.empty?.length ? union(x.empty, y.empty) : undefined,
  };
}

/** Where two paths meet; guards beyond `depth` are dropped unless only one path is alive. */
export function joinStates(a: State, b: State, depth: number, tick: () => number): State {
  if (a.dead) return b;
  if (b.dead) return a;
  for (const [variable, value] of b.locals) a.locals.set(variable, joined(a.locals.get(variable) ?? NOTHING, value));
  if (b.decided.size > 0) {
    const decided = new Map(a.decided);
    for (const [place, value] of b.decided) decided.set(place, union(decided.get(place) ?? NOTHING, value));
    a.decided = decided;
  }
  a.copies = joined(a.copies, b.copies);
  a.peeks = joined(a.peeks, b.peeks);
  a.numbers = joined(a.numbers, b.numbers);
  a.sent = joined(a.sent, b.sent);
  const guards: Guard[] = [];
  for (let i = 0; i < depth; i++) {
    const x = a.guards[i];
    const y = b.guards[i];
    if (!x || !y) continue;
    guards.push(x === y ? x : joinGuards(x, y));
  }
  a.guards = guards;
  if (a.tick !== b.tick) a.tick = tick();
  return a;
}
