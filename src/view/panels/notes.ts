/** The tab of notes: a form for the one that is written, then all of them by time, each leading to its place. */
import type { TimelineNote } from '../../model/requests.ts';
import type { Controller } from '../controller.ts';
import { button, el, focusPicture } from '../dom.ts';
import type { Child } from '../dom.ts';
import { MAX_NOTE } from '../../model/notes.ts';
import type { NoteDraft } from '../notes.ts';
import type { State } from '../store.ts';
import { formatDuration } from '../viewport.ts';
import { t } from '../l10n.ts';

/** The form outlives the panel's contents: a run that goes on must not take away what is being typed. */
export function makeNotes(controller: Controller): (state: State) => Child[] {
  const { notes } = controller;
  const place = el('label', { for: 'note-text' });
  const text = el('textarea', { id: 'note-text', class: 'note-text', placeholder: t('What is to be remembered here') });
  text.rows = 4;
  text.maxLength = MAX_NOTE;
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) notes.save(text.value);
    else if (event.key === 'Escape') notes.cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
    focusPicture();
  });
  const form = el(
    'div',
    { class: 'note-form' },
    place,
    text,
    el(
      'p',
      { class: 'actions' },
      button(t('Save'), t('Save (Ctrl+Enter)'), () => notes.save(text.value), 'primary'),
      button(t('Cancel'), t('Cancel (Esc)'), () => notes.cancel(), 'plain'),
    ),
  );
  let shown: NoteDraft | null = null;
  return (state) => {
    const { draft } = state;
    if (draft !== null && draft !== shown) {
      place.textContent = t('Note {0}', whereOf(draft.note));
      text.value = draft.note.text;
      // When it is on the page.
      queueMicrotask(() => text.focus());
    }
    shown = draft;
    return [
      el(
        'header',
        {},
        el(
          'h2',
          {},
          state.notes.length === 0 ? t('No notes') : state.notes.length === 1 ? t('1 note') : t('{0} notes', state.notes.length),
        ),
      ),
      draft !== null && form,
      draft === null &&
        state.canNote &&
        el(
          'p',
          {},
          button(t('Add a note here'), t('At the selection, the range or the middle of the picture (M)'), () => notes.begin(), 'plain'),
        ),
      el('ol', { class: 'list' }, ...state.notes.map((note, i) => itemOf(controller, state, note, i))),
      el(
        'p',
        { class: 'quiet' },
        state.canNote
          ? t('Notes are kept in a file beside the trace, and are part of its HTML report.')
          : t('Notes that came with the trace.'),
      ),
    ];
  };
}

function itemOf(controller: Controller, state: State, note: TimelineNote, i: number): HTMLElement {
  const { notes } = controller;
  return el(
    'li',
    { class: 'note' },
    el(
      'button',
      { class: 'hop', type: 'button', title: t('Show its place'), onclick: () => void notes.go(i) },
      el('span', { class: 'badge' }, String(i + 1)),
      el('span', { class: 'text' }, whereOf(note)),
    ),
    el('p', { class: 'note-words' }, note.text),
    state.canNote &&
      el(
        'p',
        { class: 'meta' },
        button(t('Edit'), t('Edit note {0}', i + 1), () => notes.edit(i), 'link'),
        button(t('Delete'), t('Delete note {0}', i + 1), () => notes.remove(i), 'link'),
      ),
  );
}

/** `at 1.20 s in handleCart`, `from 1.20 s to 1.40 s`. */
function whereOf({ fromNs, toNs, task }: TimelineNote): string {
  const when = toNs > fromNs ? t('from {0} to {1}', formatDuration(fromNs), formatDuration(toNs)) : t('at {0}', formatDuration(fromNs));
  return task === '' ? when : t('{0} in {1}', when, task);
}
