// expect: nothing
// The words are those that were checked, whatever stands on the page by now; and where the page is asked again, it is compared first.
import { Page } from './page.mjs';
import { loadDictionary, spell } from './speller.mjs';

const page = new Page();

async function check(sheet) {
  const words = sheet.words();
  const language = await loadDictionary();
  const { wrong } = JSON.parse(await spell(words, language));
  if (sheet.words() !== words) return undefined;
  return wrong.map(({ place }) => sheet.at(place));
}

const checking = check(page);
setTimeout(() => page.type(['a', 'dog', 'ran']), 75);
console.log(await checking);
