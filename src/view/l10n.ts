/** Translates what the timeline itself says: with the texts that the page was given beside its script (extension/timeline/webviewHtml.ts), in English where there are none. */
import { type Translate, english } from '../base/words.ts';

/** The element with the texts, as JSON: English by translation. */
const ELEMENT = 'interleave-texts';

// Before anything is shown: some words stand in constants.
const texts = readTexts();

export const t: Translate = (text, ...values) => english(texts[text] ?? text, ...values);

function readTexts(): Readonly<Record<string, string | undefined>> {
  const json = typeof document === 'undefined' ? undefined : document.getElementById(ELEMENT)?.textContent;
  // SAFETY: written by our own host
  return json === undefined || json === null ? {} : (JSON.parse(json) as Record<string, string>);
}
