// expect: nothing
// As buggy-search-shown-whole.mjs, but an answer for other words than the last ones is dropped.
import { setTimeout as sleep } from 'node:timers/promises';

const state = { words: '', hits: [] };
const ask = (words) => sleep(words.length === 1 ? 30 : 10, [`about ${words}`]);
async function search(words) {
  state.words = words;
  const hits = await ask(words);
  if (state.words === words) state.hits = hits;
}

setTimeout(search, 1, 'a');
setTimeout(search, 6, 'ab');
setTimeout(() => console.log(JSON.stringify(state).length), 60);
