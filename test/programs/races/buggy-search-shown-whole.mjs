// expect: race.order.last-write 9
// Nobody looks at the hits alone: the whole state is shown. The words of the newer search stand beside the hits of the older one.
import { setTimeout as sleep } from 'node:timers/promises';

const state = { words: '', hits: [] };
const ask = (words) => sleep(words.length === 1 ? 30 : 10, [`about ${words}`]);
async function search(words) {
  state.words = words;
  state.hits = await ask(words);
}

setTimeout(search, 1, 'a');
setTimeout(search, 6, 'ab');
setTimeout(() => console.log(JSON.stringify(state).length), 60);
