// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');
let latest = 0;
let result;
async function search(query) {
  const mine = ++latest;
  const reply = await delay(query, query);
  if (mine !== latest) return;
  result = reply;
}
Promise.all([search(5), search(1)]).then(() => console.log(result));
