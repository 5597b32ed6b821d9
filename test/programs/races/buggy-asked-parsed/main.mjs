// expect: race.atomicity page.mjs:16,page.mjs:11
// The page is read before the dictionary is loaded, the answer of the speller is parsed in the step of its wait, and its words are then looked up in a page that was edited meanwhile.
import { Page } from './page.mjs';
import { loadDictionary, spell } from './speller.mjs';

const page = new Page();

async function check(sheet) {
  const words = sheet.words();
  const language = await loadDictionary();
  const { wrong } = JSON.parse(await spell(words, language));
  return wrong.map(({ place }) => sheet.at(place));
}

const checking = check(page);
setTimeout(() => page.type(['a', 'dog', 'ran']), 75);
console.log(await checking);
