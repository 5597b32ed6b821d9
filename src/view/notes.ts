/** Notes of the reader: begun at the selection, at a range, or in the middle of the picture; the host keeps them beside the trace. */
import { inOrder, MAX_NOTE } from '../model/notes.ts';
import type { TimelineNote } from '../model/requests.ts';
import type { Controller } from './controller.ts';
import type { ViewMessage } from './protocol.ts';
import { fitRange, revealAt } from './viewport.ts';
import { t } from './l10n.ts';

const RANGE_MARGIN = 0.1;

/** A note that is being written; `index` is -1 for a new one. */
export interface NoteDraft {
  readonly note: TimelineNote;
  readonly index: number;
}

export class Notes {
  readonly #controller: Controller;
  readonly #post: (message: ViewMessage) => void;

  constructor(controller: Controller, post: (message: ViewMessage) => void) {
    this.#controller = controller;
    this.#post = post;
  }

  get #store(): Controller['store'] {
    return this.#controller.store;
  }

  /** Opens the form for what is selected: a range, a moment of a task, or else the middle of what is shown. */
  begin(): void {
    const { canNote, range, selection, layout, details, axis, viewport } = this.#store.state;
    if (!canNote) {
      this.#store.set({ tab: 'notes', notice: t('Notes are kept beside the trace: open it in the editor to write one.') });
      return;
    }
    const row = selection?.row ?? -1;
    const task = row < 0 ? '' : (layout.byId.get(row)?.row.label ?? details?.title ?? '');
    const at = selection?.ns ?? axis.toNs((viewport.from + viewport.to) / 2);
    const [fromNs, toNs] = range ?? [at, at];
    const note = range === null ? { fromNs, toNs, row, task, text: '' } : { fromNs, toNs, row: -1, task: '', text: '' };
    this.#store.set({ draft: { note, index: -1 }, tab: 'notes' });
  }
  edit(index: number): void {
    const note = this.#store.state.notes[index];
    if (note !== undefined) this.#store.set({ draft: { note, index }, tab: 'notes' });
  }
  cancel(): void {
    this.#store.set({ draft: null });
  }
  /** Keeps what was written; nothing written is no note. */
  save(text: string): void {
    const { draft, notes } = this.#store.state;
    if (draft === null) return;
    const others = notes.filter((_, i) => i !== draft.index);
    const words = text.trim().slice(0, MAX_NOTE);
    this.#keep(words === '' ? others : [...others, { ...draft.note, text: words }]);
    this.#store.set({ draft: null });
  }
  remove(index: number): void {
    this.#keep(this.#store.state.notes.filter((_, i) => i !== index));
  }
  #keep(notes: readonly TimelineNote[]): void {
    const sorted = inOrder(notes);
    this.#store.set({ notes: sorted });
    this.#post({ type: 'saveNotes', notes: sorted });
  }

  /** Shows the place of a note. */
  async go(index: number): Promise<void> {
    const { notes, axis, viewport } = this.#store.state;
    const note = notes[index];
    if (note === undefined) return;
    const { row, fromNs, toNs } = note;
    if (row >= 0) await this.#controller.jumpTo({ row, ns: (fromNs + toNs) / 2 }, 'notes');
    else if (toNs > fromNs) this.#controller.setViewport(fitRange(axis.toAxis(fromNs), axis.toAxis(toNs), RANGE_MARGIN, axis.length));
    else this.#controller.setViewport(revealAt(viewport, axis.toAxis(fromNs), axis.length));
    this.#store.set({ tab: 'notes' });
  }
}
