// expect: race.check-then-act 19,17,26
// The last one who leaves a room closes it, which takes a while; who comes meanwhile is put into the room that is then forgotten.
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

const rooms = {};

class Lobby {
  constructor() {
    this.log = [];
  }

  async leave(name, guest) {
    const room = rooms[name];
    room.guests.delete(guest);
    const guests = room.guests;
    if (guests.size > 0) return;
    await sleep(30);
    delete rooms[name];
    this.log.push(`${name} is closed`);
  }

  enter(name, guest) {
    const room = rooms[name];
    if (!room) rooms[name] = { guests: new Set([guest]) };
    else room.guests.add(guest);
  }
}

async function main() {
  const lobby = new Lobby();
  lobby.enter('blue', 'ann');
  const left = lobby.leave('blue', 'ann');
  await sleep(5);
  lobby.enter('blue', 'bob');
  await left;
  console.log(typeof rooms['blue']);
}
main();
