// expect: race.order.last-write 10
import { setTimeout as sleep } from 'node:timers/promises';

function createStore(initial) {
  let state = initial;
  return {
    getState: () => state,
    setState: (next) => {
      // what the newer call has shown already is gone
      state = next;
    },
  };
}

const shown = createStore({ text: '', found: [] });
const words = ['node', 'nodemon', 'notebook', 'north'];

async function lookup(text) {
  const found = words.filter((word) => word.startsWith(text));
  await sleep(found.length * 8);
  return found;
}

async function search(text) {
  const found = await lookup(text);
  shown.setState({ text, found });
}

const typed = [search('no')];
await sleep(2);
typed.push(search('node'));
await Promise.all(typed);
console.log(shown.getState().found.length);
