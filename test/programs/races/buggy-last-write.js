// expect: race.order.last-write 7
const { setTimeout: delay } = require('node:timers/promises');
const view = { text: '' };

async function search(query) {
  const reply = await delay(query === 'a' ? 150 : 10, `results of ${query}`);
  view.text = reply;
}

search('a');
setTimeout(search, 5, 'ab');
setTimeout(() => console.log(view.text), 1200);
