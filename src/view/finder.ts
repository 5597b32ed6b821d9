/** What is looked for: the filter and the walk through its hits, code → timeline, and lists of tasks and locks. */
import type { LockLine, SearchHit, SourcePlace } from '../model/requests.ts';
import type { Controller } from './controller.ts';
import { t } from './l10n.ts';
import type { Loader } from './loader.ts';
import { effectiveFilter } from './store.ts';

export class Finder {
  readonly #controller: Controller;
  readonly #loader: Loader;
  #hits: { readonly row: number; readonly ns: number }[] = [];
  #hit = -1;

  constructor(controller: Controller, loader: Loader) {
    this.#controller = controller;
    this.#loader = loader;
  }

  setFilter(filter: string): void {
    this.#hits = [];
    this.#hit = -1;
    this.#controller.store.set({ filter });
    void this.#loader.refreshRows();
    void this.#controller.countRange();
  }
  async nextHit(direction: 1 | -1): Promise<void> {
    if (this.#hits.length === 0 && this.#controller.store.state.filter !== '') {
      const reply = await this.#controller.ask({
        type: 'search',
        query: effectiveFilter(this.#controller.store.state),
        limit: 1000,
        row: -1,
      });
      this.#hits = (reply?.hits ?? []).map((hit) => ({ row: hit.row, ns: (hit.startNs + hit.endNs) / 2 }));
    }
    if (this.#hits.length === 0) return;
    this.#hit = (this.#hit + direction + this.#hits.length) % this.#hits.length;
    await this.#controller.jumpTo(this.#hits[this.#hit] ?? null);
  }
  /** States that a filter means, for a list. */
  async search(query: string): Promise<readonly SearchHit[]> {
    return (await this.#controller.ask({ type: 'search', query, limit: 1000, row: -1 }))?.hits ?? [];
  }
  async locks(): Promise<readonly LockLine[]> {
    return (await this.#controller.ask({ type: 'locks', limit: 500 }))?.locks ?? [];
  }
  async statesOfRow(row: number): Promise<readonly SearchHit[]> {
    return (await this.#controller.ask({ type: 'search', query: '', limit: 500, row }))?.hits ?? [];
  }
  /** Code → timeline: the first call or wait of a line. */
  async revealSource(place: SourcePlace): Promise<void> {
    const reply = await this.#controller.ask({ type: 'source', file: place.file, line: place.line, limit: 1000 });
    const hits = reply?.hits ?? [];
    // The longest first: that is what one looks for.
    const longest = hits.reduce((best, h, i) => (h.endNs - h.startNs > hits[best]!.endNs - hits[best]!.startNs ? i : best), 0);
    const hit = hits[longest];
    if (hit === undefined) {
      this.#controller.store.set({ notice: t('Nothing on line {0} was recorded in this run.', place.line) });
      return;
    }
    this.#hits = hits.map((h) => ({ row: h.row, ns: (h.startNs + h.endNs) / 2 }));
    this.#hit = longest;
    this.#controller.store.set({
      notice: hits.length > 1 ? t('{0} places on line {1}; n and N walk through them.', reply?.total ?? 0, place.line) : '',
    });
    await this.#controller.select(hit.row, (hit.startNs + hit.endNs) / 2, { source: false });
  }
}
