/** Makes elements: text only ever goes in as text, and none of it turns around what stands beside it. */

export type Child = Node | string | null | false;

export interface Attributes {
  readonly class?: string;
  readonly title?: string;
  readonly role?: string;
  readonly type?: string;
  readonly scope?: 'col' | 'row';
  readonly id?: string;
  readonly for?: string;
  readonly placeholder?: string;
  readonly tabindex?: number;
  readonly hidden?: boolean;
  readonly disabled?: boolean;
  readonly aria?: Readonly<Record<string, string | number | boolean>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly onclick?: (event: MouseEvent) => void;
}

/** An element with attributes and children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  const { class: className, aria, data, onclick, hidden, disabled, ...plain } = attributes;
  if (className !== undefined) element.className = className;
  if (hidden === true) element.hidden = true;
  if (disabled === true) element.setAttribute('disabled', '');
  for (const [name, value] of Object.entries(plain)) element.setAttribute(name, String(value));
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, String(value));
  for (const [name, value] of Object.entries(data ?? {})) element.dataset[name] = value;
  if (onclick !== undefined) element.addEventListener('click', (event) => onclick(event as MouseEvent));
  append(element, children);
  return element;
}

export function append(element: HTMLElement, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === false) continue;
    // Names of files and routes may hold characters that reverse the text after them.
    element.append(typeof child === 'string' ? child.replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '\uFFFD') : child);
  }
}

/** Words of ours in which code stands between backticks. */
export function rich(text: string): Child[] {
  return text.split(/`([^`]+)`/).map((part, i) => (i % 2 === 1 ? el('code', {}, part) : part));
}

/** Replaces what is in an element. */
export function fill(element: HTMLElement, ...children: Child[]): void {
  element.replaceChildren();
  append(element, children);
}

/** As `fill`, but what is there already and the same stays: a press that began on it ends on it, and it keeps the focus. */
export function refill(element: HTMLElement, ...children: Child[]): void {
  const next = el('div', {}, ...children);
  let at = element.firstChild;
  // They leave it one by one.
  const made = [...next.childNodes];
  for (const child of made) {
    let same = at;
    if (child instanceof HTMLDetailsElement && at instanceof HTMLDetailsElement) child.open = at.open;
    while (same !== null && !same.isEqualNode(child)) same = same.nextSibling;
    if (same === null) {
      element.insertBefore(child, at);
      continue;
    }
    // What lies between has no place any more.
    removeUntil(same, at);
    at = same.nextSibling;
  }
  removeUntil(null, at);
}

function removeUntil(end: ChildNode | null, from: ChildNode | null): void {
  for (let at = from; at !== null && at !== end;) {
    const { nextSibling }: ChildNode = at;
    at.remove();
    at = nextSibling;
  }
}

/** Gives the keyboard back to the picture, or to the table that is shown instead. */
export function focusPicture(): void {
  document.querySelector<HTMLElement>('.table:not([hidden]), .surface:not([hidden])')?.focus();
}

const REACHED = 'button, summary, input, textarea';

/** Changes what is in an element; the focus goes to what takes the place of what had it: the same words, else the same place in order. */
export function keepFocus(element: HTMLElement, change: () => void, instead: () => HTMLElement | null = () => element): void {
  const focused = document.activeElement;
  const stops = (): HTMLElement[] => [...element.querySelectorAll<HTMLElement>(REACHED)].filter((each) => !each.hasAttribute('disabled'));
  const before = element.contains(focused) ? stops() : [];
  const at = before.indexOf(focused as HTMLElement);
  const wordsOf = (each: HTMLElement): string => `${each.tagName} ${each.textContent} ${each.title}`;
  change();
  if (at < 0 || document.activeElement === focused) return;
  const words = wordsOf(before[at] as HTMLElement);
  const nth = before.slice(0, at).filter((each) => wordsOf(each) === words).length;
  const after = stops();
  const next = after.filter((each) => wordsOf(each) === words)[nth] ?? after[Math.min(at, after.length - 1)] ?? instead();
  next?.focus({ preventScroll: true });
}

export function button(label: string, title: string, onclick: () => void, className = ''): HTMLButtonElement {
  return el('button', { class: className, title, type: 'button', onclick }, label);
}
