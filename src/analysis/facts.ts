/** What several rules ask of a trace, worked out once in an analysis and only if it is asked. */
import { addTo } from '../base/lists.ts';
import type { Trace } from '../model/trace.ts';
import { groupByLocation, isOfSeveralSteps, objectOf, type LocationAccesses } from './shared/accesses.ts';
import { Coverage } from './shared/coverage.ts';
import { AskedSince } from './order/askedSince.ts';
import { Drained } from './order/drained.ts';
import { HandedOver } from './order/handedOver.ts';
import { buildHolding, type Holding } from './locks/holding.ts';
import { type DependencePair, pairsByWrite } from './shared/links.ts';
import type { Order } from './order/order.ts';
import { findHandLocks, type HandLock, Runs } from './locks/handLocks.ts';

export class Facts {
  readonly trace: Trace;
  readonly #order: Order;
  #groups: readonly LocationAccesses[] | undefined;
  #shared: readonly LocationAccesses[] | undefined;
  #isShared: Uint8Array | undefined;
  #byLocation: ReadonlyMap<number, LocationAccesses> | undefined;
  #byObject: Map<string, LocationAccesses[]> | undefined;
  #holding: Holding | undefined;
  #coverage: Coverage | undefined;
  #askedSince: AskedSince | undefined;
  #handedOver: HandedOver | undefined;
  #drained: Drained | undefined;
  #runs: Runs | undefined;
  #handLocks: readonly HandLock[] | undefined;
  #pairs: ReadonlyMap<number, readonly DependencePair[]> | undefined;

  constructor(trace: Trace, order: Order) {
    this.trace = trace;
    this.#order = order;
  }
  /** All locations that are written. */
  get groups(): readonly LocationAccesses[] {
    return (this.#groups ??= groupByLocation(this.trace));
  }
  /** Those that more than one callback run has to do with: what happens in a single one is in order. Programs that compute have a thousand others for each of these. */
  get sharedGroups(): readonly LocationAccesses[] {
    return (this.#shared ??= this.groups.filter((group) => isOfSeveralSteps(this.trace, group)));
  }
  /** Whether a location is one of those. */
  isShared(location: number): boolean {
    if (this.#isShared === undefined) {
      this.#isShared = new Uint8Array(this.trace.locations.length);
      for (const group of this.sharedGroups) this.#isShared[group.location] = 1;
    }
    return this.#isShared[location] === 1;
  }
  groupAt(location: number): LocationAccesses | undefined {
    this.#byLocation ??= new Map(this.groups.map((group) => [group.location, group]));
    return this.#byLocation.get(location);
  }
  /** The locations of the object that a location is a property or entry of. */
  groupsBeside(location: number): readonly LocationAccesses[] {
    const { object } = this.trace.locations;
    if (this.#byObject === undefined) {
      this.#byObject = new Map();
      for (const group of this.groups) {
        if (object.at(group.location) !== 0) addTo(this.#byObject, objectOf(this.trace, group.location), group);
      }
    }
    return this.#byObject.get(objectOf(this.trace, location)) ?? [];
  }
  /** What protects an access, hand-written locks of all locations included. */
  get holding(): Holding {
    return (this.#holding ??= buildHolding(this.trace, this.#order, () => this.sharedGroups));
  }
  get runs(): Runs {
    return (this.#runs ??= new Runs(this.trace, this.#order));
  }
  get handLocks(): readonly HandLock[] {
    return (this.#handLocks ??= findHandLocks(this.trace, this.sharedGroups, this.runs));
  }
  get coverage(): Coverage {
    return (this.#coverage ??= new Coverage(this.trace));
  }
  get askedSince(): AskedSince {
    return (this.#askedSince ??= new AskedSince(this.trace, this.#order));
  }
  get handedOver(): HandedOver {
    return (this.#handedOver ??= new HandedOver(
      this.trace,
      this.#order,
      (location) => this.groupsBeside(location),
      () => this.askedSince,
    ));
  }
  get drained(): Drained {
    return (this.#drained ??= new Drained(this.trace, this.#order));
  }
  get pairsByWrite(): ReadonlyMap<number, readonly DependencePair[]> {
    return (this.#pairs ??= pairsByWrite(this.trace));
  }
}

/** By the order, which every analysis builds anew: a trace may have grown since the last one. */
const known = new WeakMap<Order, Facts>();

export function factsOf({ trace, order }: { readonly trace: Trace; readonly order: Order }): Facts {
  let facts = known.get(order);
  if (facts?.trace !== trace) known.set(order, (facts = new Facts(trace, order)));
  return facts;
}
