// expect: race.order.last-write 10
// Whoever stands at the door is looked up by the badge; two timers read two badges, and nothing keeps the older one from being looked up last.
'use strict';
const fs = require('node:fs/promises');

const door = { who: null };

async function open(badge) {
  const names = await fs.readFile(__filename, 'utf8');
  door.who = names.includes(badge) ? badge.toUpperCase() : 'nobody';
}

for (const [at, badge] of ['ada', 'zoe'].entries()) {
  setTimeout(() => {
    open(badge).catch(console.error);
  }, at * 100);
}
setTimeout(() => console.log(door.who), 250);
