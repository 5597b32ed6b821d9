// expect: race.atomicity main.js:10,main.js:12 ; race.check-then-act main.js:16,main.js:18
// What stands in a place is replaced by what was made of it before a wait, and a limit is looked at before one.
const { setTimeout: sleep } = require('node:timers/promises');
const { Members, Slot } = require('./stock.js');

const slot = new Slot({ count: 0 });
const members = new Members(2);

async function count() {
  const { count: n } = slot.read();
  await sleep(10);
  slot.store({ count: n + 1 });
}

async function join(name) {
  if (members.total() >= 2) return;
  await sleep(10);
  members.add(name);
}

Promise.all([count(), count(), join('ann'), join('bob'), join('cyd')]).then(() => {
  console.log(slot.read().count, members.total());
  members.leave('ann');
});
