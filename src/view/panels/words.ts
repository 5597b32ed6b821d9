/** What all panels share: words and classes of the states, and links to source lines. */
import type { SourcePlace } from '../../model/requests.ts';
import type { Controller } from '../controller.ts';
import { el } from '../dom.ts';
import type { Child } from '../dom.ts';

/** CSS class and word of each state, by value. */
export const STATE_WORDS: readonly (readonly [css: string, word: string])[] = [
  ['none', ''],
  ['running', 'Running'],
  ['native', 'Blocking call'],
  ['ready', 'Ready'],
  ['await', 'Await'],
  ['lock', 'Lock'],
  ['io', 'I/O'],
  ['unknown', 'Unknown'],
  ['await', 'Timer'],
  ['await', 'Message'],
];

export function shortName(place: SourcePlace): string {
  return `${place.file.slice(Math.max(place.file.lastIndexOf('/'), place.file.lastIndexOf('\\')) + 1)}:${place.line}`;
}

/** Link to a source line. */
export function placeLink(controller: Controller, place: SourcePlace | null): Child {
  if (place === null) return null;
  return el(
    'button',
    {
      class: 'link place',
      type: 'button',
      title: `${place.file}:${place.line}:${place.column}`,
      onclick: (event) => controller.openSource(place, false, event.altKey),
    },
    shortName(place),
  );
}
