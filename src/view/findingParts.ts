/** What else is told of a finding: its lines of source, and how its tasks stand while it happens. */
import { STATE_LOCK, STATE_NEVER, type Details, type SourcePlace, type TimelineFinding } from '../model/requests.ts';
import { Dropped } from './client.ts';
import type { EngineClient } from './client.ts';
import type { Controller } from './controller.ts';

/** More tasks of one finding are no longer read one by one. */
const MAX_TASKS = 6;
/** Rows of a finding that wait for nothing themselves. */
const NO_TASKS: ReadonlySet<string> = new Set(['lock', 'channel']);

export class FindingParts {
  readonly #controller: Controller;
  readonly #client: EngineClient;

  constructor(controller: Controller, client: EngineClient) {
    this.#controller = controller;
    this.#client = client;
  }

  /** Reads the source lines that a finding is about, to be shown beside its steps. */
  async readLines({ locations, scenario }: TimelineFinding): Promise<void> {
    const { store } = this.#controller;
    const steps = [...(scenario?.happened ?? []), ...(scenario?.other ?? [])].map((step) => step.location);
    const places = new Map<string, SourcePlace>();
    for (const place of [...locations, ...steps]) if (place !== null) places.set(`${place.file}:${place.line}`, place);
    for (const known of store.state.sources.keys()) places.delete(known);
    if (places.size === 0) return;
    try {
      const lines = await this.#client.lines([...places.values()].map(({ file, line, column }) => ({ file, line, column })));
      const sources = new Map(store.state.sources);
      [...places.keys()].forEach((key, i) => sources.set(key, lines[i]?.trim() ?? ''));
      store.set({ sources });
    } catch (error) {
      if (!(error instanceof Dropped)) throw error;
    }
  }

  /** Asks how the tasks of a finding stand: each where its waiting tells the most. */
  async readTasks({ id, window }: TimelineFinding, rows: readonly number[]): Promise<void> {
    const { store } = this.#controller;
    store.set({ findingTasks: null });
    const tasks = rows.filter((row) => !NO_TASKS.has(store.state.layout.byId.get(row)?.row.kind ?? '')).slice(0, MAX_TASKS);
    const found = await Promise.all(tasks.map((row) => this.#standing(row, window)));
    if (store.state.finding === id) store.set({ findingTasks: found.filter((details) => details !== null) });
  }

  async #standing(row: number, window: TimelineFinding['window']): Promise<Details | null> {
    const known = this.#controller.store.state.layout.byId.get(row)?.row;
    const { fromNs, toNs } = window ?? { fromNs: known?.startNs ?? 0, toNs: known?.endNs ?? 0 };
    const first = known?.startNs ?? fromNs;
    const last = Math.max(first, (known?.endNs ?? toNs) - 1);
    // Between its accesses, and at its end: what hangs began before.
    const moments = [(fromNs + toNs) / 2, toNs, fromNs].map((ns) => Math.min(Math.max(ns, first), last));
    const found = await Promise.all(moments.map((ns) => this.#controller.ask({ type: 'details', row, ns, slackNs: toNs - fromNs })));
    return found.reduce((best, details) => (weightOf(details) > weightOf(best) ? details : best), null);
  }
}

/** How much a state says of why its task is in a finding: one that never ends the most. */
function weightOf(details: Details | null): number {
  if (details === null) return 0;
  if (details.why.length === 0) return 1;
  if ((details.state & STATE_NEVER) !== 0) return 4;
  return details.state === STATE_LOCK ? 3 : 2;
}
