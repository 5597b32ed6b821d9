// expect: race.order.last-write 15
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const input = new EventEmitter();
const view = { results: [] };

async function query(text) {
  await delay(text.length < 4 ? 400 : 10);
  return [`${text}-1`, `${text}-2`];
}

input.on('change', async (text) => {
  const found = await query(text);
  view.results = found;
});

function render() {
  return view.results.join(', ');
}

input.emit('change', 'nod');
await delay(5);
input.emit('change', 'node race');
await delay(700);
console.log('showing', render());
