/** A list of choices below a box, for pointer and keyboard: the pattern of a combobox. */
import { el, fill } from '../dom.ts';

export interface Choice {
  readonly text: string;
  readonly meaning: string;
}

export interface Choices<C extends Choice> {
  readonly element: HTMLElement;
  readonly isOpen: boolean;
  /** `first`: it is chosen already. */
  show(items: readonly C[], first?: boolean): void;
  hide(): void;
  /** Whether the key was for the list. */
  key(event: KeyboardEvent): boolean;
}

export function makeChoices<C extends Choice>(input: HTMLInputElement, id: string, label: string, take: (choice: C) => void): Choices<C> {
  const element = el('ul', { class: 'choices', role: 'listbox', id, hidden: true, aria: { label } });
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', id);
  let items: readonly C[] = [];
  let chosen = -1;
  const choose = (at: number): void => {
    chosen = at;
    [...element.children].forEach((each, i) => each.setAttribute('aria-selected', String(i === at)));
    element.children[at]?.scrollIntoView({ block: 'nearest' });
    if (at < 0) input.removeAttribute('aria-activedescendant');
    else input.setAttribute('aria-activedescendant', `${id}-${at}`);
  };
  const show = (next: readonly C[], first = false): void => {
    items = next;
    fill(element, ...items.map(lineOf));
    element.hidden = items.length === 0;
    input.setAttribute('aria-expanded', String(items.length > 0));
    choose(first && items.length > 0 ? 0 : -1);
  };
  const hide = (): void => show([]);
  const lineOf = (choice: C, at: number): HTMLElement => {
    const line = el(
      'li',
      { role: 'option', id: `${id}-${at}`, aria: { selected: false } },
      el('code', {}, choice.text),
      choice.meaning !== '' && el('span', { class: 'quiet' }, choice.meaning),
    );
    line.addEventListener('pointerdown', (event) => {
      // The box keeps the focus.
      event.preventDefault();
      hide();
      take(choice);
    });
    return line;
  };
  input.addEventListener('blur', hide);
  hide();
  return {
    element,
    get isOpen() {
      return !element.hidden;
    },
    show,
    hide,
    key(event) {
      const choice = items[chosen];
      if (element.hidden) return false;
      if (event.key === 'ArrowDown') choose((chosen + 1) % items.length);
      else if (event.key === 'ArrowUp') choose((chosen <= 0 ? items.length : chosen) - 1);
      else if ((event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) && choice !== undefined) {
        hide();
        take(choice);
      } else if (event.key === 'Escape') hide();
      else return false;
      event.preventDefault();
      return true;
    },
  };
}
