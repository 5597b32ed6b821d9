// expect: nothing
// Those who are still under way write into a list of their own, or all of them are waited for before the list is made anew.
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

class Hall {
  guests = [];
  doors = 0;
  async seat(party, name, counts) {
    await sleep(10 * name.length);
    if (name === 'x') throw new Error(`${name} is not on the list`);
    counts.push(name.length);
    return { party, name };
  }
  async clear(party) {
    await sleep(8);
    this.guests = this.guests.filter((guest) => guest.party !== party);
  }
}

async function welcome(hall, party, names) {
  const counts = [];
  try {
    hall.guests = [...hall.guests, ...(await Promise.all(names.map((name) => hall.seat(party, name, counts))))];
  } catch (error) {
    await hall.clear(party);
    return error.message;
  }
}

async function welcomeAll(hall, party, names) {
  const seated = await Promise.allSettled(names.map((name) => hall.seat(party, name, [])));
  for (const { value } of seated) if (value) hall.guests.push(value);
  if (seated.some(({ status }) => status === 'rejected')) await hall.clear(party);
}

(async () => {
  const hall = new Hall();
  await welcome(hall, 'red', ['ann', 'bob']);
  console.log(await welcome(hall, 'blue', ['carla', 'x', 'doris']));
  await welcomeAll(hall, 'green', ['emil', 'x', 'frieda']);
  await sleep(200);
  console.log(hall.guests.map(({ name }) => name).join(' '));
})();
