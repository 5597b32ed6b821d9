// expect: promise.all-fail-fast main.js:20
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

class Hall {
  guests = [];
  async seat(party, name) {
    await sleep(10 * name.length);
    if (name === 'x') throw new Error(`${name} is not on the list`);
    this.guests.push({ party, name });
  }
  async clear(party) {
    await sleep(8);
    this.guests = this.guests.filter((guest) => guest.party !== party);
  }
}

async function welcome(hall, party, names) {
  try {
    await Promise.all(names.map((name) => hall.seat(party, name)));
  } catch (error) {
    await hall.clear(party);
    return error.message;
  }
}

(async () => {
  const hall = new Hall();
  await welcome(hall, 'red', ['ann', 'bob']);
  console.log(await welcome(hall, 'blue', ['carla', 'x', 'doris']));
  await sleep(200);
  console.log(hall.guests.map(({ name }) => name).join(' '));
})();
