/**
 * What of a run can be laid beside another run: its tasks under names that are the same in both, and the order in which they touched what they share (data, locks).
 * Plain data; the comparison is in compareOrder.ts.
 */
import { NONE } from '../ids.ts';
import type { SourcePlace } from '../requests.ts';
import { listOfRow } from '../tracks/tiles.ts';
import { ACCESS_IS_WRITE, MODE_SHARED } from '../trace.ts';
import type { Timeline } from '../tracks/tracksIndex.ts';
import { ROW_CALL, rowId, rowOfLane } from '../tracks/tracksIndex.ts';
import { LANE_CALL, LANE_INTERNAL } from '../tracks/tracksLanes.ts';
import { laneOfRequest, nameOfActivation, nameOfLock, placeOfFunction, placeOfSite, titleOfLane } from '../tracks/tracksNames.ts';

export interface OrderTask {
  /** The same in another run of the same program: who called it, its name, and the how manieth of these it is. */
  readonly key: string;
  readonly name: string;
  readonly place: SourcePlace | null;
  /** Of the timeline. */
  readonly row: number;
  readonly startNs: number;
  readonly endNs: number;
}
export interface OrderStep {
  /** Into the tasks. */
  readonly task: number;
  readonly what: 'reads' | 'writes' | 'takes';
  /** As the code says it. */
  readonly text: string;
  /** Name of the variable, property or lock. */
  readonly thing: string;
  /** The same for steps on the same instance of it, in this run. */
  readonly instance: number;
  /** When the piece of execution began in which it happened. */
  readonly ns: number;
  readonly place: SourcePlace | null;
}
export interface RunOrder {
  readonly endNs: number;
  readonly tasks: readonly OrderTask[];
  /** On one instance in the order in which they happened. */
  readonly steps: readonly OrderStep[];
  /** There were more steps than are here. */
  readonly isCut: boolean;
}
/** Of one row, in order of time: state (requests.ts), from, to. */
export type RowStates = readonly (readonly [state: number, fromNs: number, toNs: number])[];

const MAX_TASKS = 3000;
const MAX_STEPS = 30_000;
const MAX_STATES = 20_000;

/** A task while it is looked for: an activation, or a lane in which code runs that is in none. */
const ofActivation = (activation: number): number => activation * 2;
const ofLane = (lane: number): number => lane * 2 + 1;

export function runOrder(timeline: Timeline): RunOrder {
  return new Reader(timeline).read();
}

export function statesOfRow(timeline: Timeline, row: number): RowStates {
  const list = listOfRow(timeline, row)?.list;
  const states: [number, number, number][] = [];
  for (let i = list?.from ?? 0; list !== undefined && i < list.to - 1 && states.length < MAX_STATES; i++) {
    states.push([list.state[i] as number, list.startNs[i] as number, list.startNs[i + 1] as number]);
  }
  return states;
}

/** Edits above a line move it. */
function withoutLines(name: string): string {
  return name.replaceAll(/:\d+/g, ':');
}

class Reader {
  readonly #timeline: Timeline;
  readonly #tasks: OrderTask[] = [];
  readonly #taskIndex = new Map<number, number>();
  readonly #steps: OrderStep[] = [];
  readonly #keys = new Map<number, string>();
  /** Of each activation among those of the same function and the same caller. */
  readonly #ordinals: Int32Array;
  readonly #laneKeys: readonly string[];

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
    this.#ordinals = this.#countCalls();
    this.#laneKeys = this.#nameLanes();
  }

  read(): RunOrder {
    const { tracks } = this.#timeline;
    this.#addAccesses();
    this.#addLocks();
    for (let lane = 0; lane < tracks.lanes.length && this.#tasks.length < MAX_TASKS; lane++) {
      if (tracks.lanes.kind.at(lane) !== LANE_INTERNAL && !Number.isNaN(tracks.lanes.startNs.at(lane))) this.#indexOf(ofLane(lane));
    }
    return { endNs: tracks.endNs, tasks: this.#tasks, steps: this.#steps, isCut: this.#steps.length >= MAX_STEPS };
  }

  #countCalls(): Int32Array {
    const { trace, tracks } = this.#timeline;
    const { activations } = trace;
    const ordinals = new Int32Array(activations.length);
    const counts = new Map<number, number>();
    const functions = trace.functions.length + 1;
    for (let a = 0; a < activations.length; a++) {
      const parent = activations.parent.at(a);
      const caller = parent === NONE ? ofLane(tracks.activationLane[a] as number) : this.#taskOf(parent);
      const key = (caller + 2) * functions + activations.fn.at(a);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      ordinals[a] = count;
    }
    return ordinals;
  }

  #nameLanes(): string[] {
    const { tracks } = this.#timeline;
    const counts = new Map<string, number>();
    return Array.from({ length: tracks.lanes.length }, (_, lane) => {
      const name = `${tracks.lanes.kind.at(lane)} ${withoutLines(titleOfLane(this.#timeline, lane))}`;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return `${name} ${count}`;
    });
  }

  /** The call with which a lane begins is the lane. */
  #taskOf(activation: number): number {
    const { tracks } = this.#timeline;
    const lane = tracks.activationLane[activation] as number;
    return tracks.lanes.activation.at(lane) === activation ? ofLane(lane) : ofActivation(activation);
  }

  /** The call that a task is; NONE for one that nobody in the program called. */
  #callOf(task: number): number {
    if (task % 2 === 0) return task / 2;
    const { lanes } = this.#timeline.tracks;
    const lane = (task - 1) / 2;
    return lanes.kind.at(lane) === LANE_CALL ? lanes.activation.at(lane) : NONE;
  }

  #keyOf(task: number): string {
    const known = this.#keys.get(task);
    if (known !== undefined) return known;
    const { trace, tracks } = this.#timeline;
    // Calls may lie deeper than a stack: from the innermost to one that is known.
    const chain: number[] = [];
    let at = task;
    for (let call = this.#callOf(at); !this.#keys.has(at); call = this.#callOf(at)) {
      const parent = call === NONE ? NONE : trace.activations.parent.at(call);
      if (parent !== NONE) {
        chain.push(at);
        at = this.#taskOf(parent);
      } else if (at % 2 === 0) {
        chain.push(at);
        at = ofLane(tracks.activationLane[call] as number);
      } else this.#keys.set(at, this.#laneKeys[(at - 1) / 2] ?? '');
    }
    let key = this.#keys.get(at) as string;
    for (const below of chain.toReversed()) {
      const call = this.#callOf(below);
      key = `${key}/${withoutLines(nameOfActivation(this.#timeline, call))} ${this.#ordinals[call] as number}`;
      this.#keys.set(below, key);
    }
    return key;
  }

  #indexOf(task: number): number {
    const known = this.#taskIndex.get(task);
    if (known !== undefined) return known;
    const { trace, tracks } = this.#timeline;
    const activation = task % 2 === 0 ? task / 2 : NONE;
    const lane = activation === NONE ? (task - 1) / 2 : (tracks.activationLane[activation] as number);
    const ended = activation === NONE ? NONE : trace.activations.endSegment.at(activation);
    const isNested = activation !== NONE && tracks.nested[activation] === 1;
    this.#tasks.push({
      key: this.#keyOf(task),
      name: activation === NONE ? titleOfLane(this.#timeline, lane) : nameOfActivation(this.#timeline, activation),
      place: placeOfFunction(this.#timeline, activation === NONE ? tracks.lanes.activation.at(lane) : activation),
      row: isNested ? rowId(ROW_CALL, activation) : rowOfLane(tracks, lane),
      startNs: activation === NONE ? tracks.lanes.startNs.at(lane) : trace.activations.startNs.at(activation) - tracks.originNs,
      endNs:
        activation === NONE
          ? (tracks.startNs[(tracks.first[lane + 1] as number) - 1] ?? tracks.endNs)
          : ended === NONE
            ? tracks.endNs
            : trace.activations.endNs.at(activation) - tracks.originNs,
    });
    this.#taskIndex.set(task, this.#tasks.length - 1);
    return this.#tasks.length - 1;
  }

  /** Of what several tasks touched and one of them wrote. */
  #addAccesses(): void {
    const { trace, tracks } = this.#timeline;
    const { accesses, locations, segments } = trace;
    const first = new Int32Array(locations.length).fill(NONE);
    const isShared = new Uint8Array(locations.length);
    const isWritten = new Uint8Array(locations.length);
    const taskOf = (row: number): number => {
      const activation = accesses.activation.at(row);
      return activation === NONE ? ofLane(tracks.segmentLane[accesses.segment.at(row)] ?? NONE) : this.#taskOf(activation);
    };
    for (let row = 0; row < accesses.length; row++) {
      const location = accesses.location.at(row);
      const task = taskOf(row);
      if (first[location] === NONE) first[location] = task;
      else if (first[location] !== task) isShared[location] = 1;
      if (accesses.write.at(row) === ACCESS_IS_WRITE) isWritten[location] = 1;
    }
    for (let row = 0; row < accesses.length && this.#steps.length < MAX_STEPS; row++) {
      const location = accesses.location.at(row);
      const task = taskOf(row);
      if (isShared[location] === 0 || isWritten[location] === 0 || task < 0) continue;
      const site = accesses.site.at(row);
      const variable = trace.variables[locations.variable.at(location)];
      const thing = variable?.name ?? trace.string(locations.key.at(location));
      this.#steps.push({
        task: this.#indexOf(task),
        what: accesses.write.at(row) === ACCESS_IS_WRITE ? 'writes' : 'reads',
        text: trace.site(site)?.text || thing,
        thing,
        instance: location,
        ns: segments.startNs.at(accesses.segment.at(row)) - tracks.originNs,
        place: placeOfSite(this.#timeline, site),
      });
    }
  }

  /** Who got a lock after whom. */
  #addLocks(): void {
    const { trace, tracks, lockRequests } = this.#timeline;
    const { requests, locations } = trace;
    lockRequests.forEach((list, lock) => {
      const granted = list.filter((r) => requests.acquireSegment.at(r) !== NONE && (requests.mode.at(r) & MODE_SHARED) === 0);
      const thing = nameOfLock(this.#timeline, lock);
      for (const r of granted.toSorted((a, b) => requests.acquireNs.at(a) - requests.acquireNs.at(b))) {
        if (this.#steps.length >= MAX_STEPS) return;
        const asked = requests.activation.at(r) === NONE ? requests.job.at(r) : requests.activation.at(r);
        const lane = laneOfRequest(this.#timeline, r);
        if (asked === NONE && lane === NONE) continue;
        this.#steps.push({
          task: this.#indexOf(asked === NONE ? ofLane(lane) : this.#taskOf(asked)),
          what: 'takes',
          text: thing,
          thing,
          instance: locations.length + lock,
          ns: requests.acquireNs.at(r) - tracks.originNs,
          place: placeOfSite(this.#timeline, requests.site.at(r)),
        });
      }
    });
  }
}
