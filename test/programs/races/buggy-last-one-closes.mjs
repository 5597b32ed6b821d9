// expect: race.check-then-act 24,22,13 ; race.check-then-act 48,45,36
// The last one who goes closes what all have used, after a wait in which somebody else has come.
import { setTimeout as delay } from 'node:timers/promises';

const flush = () => delay(10);

class Bus {
  #riders = 0;
  #line = null;

  board() {
    this.#line ??= { moves: true };
    this.#riders++;
    return this.#line;
  }

  async leave() {
    const line = this.#line;



    if (--this.#riders === 0) {
      await flush();
      this.#line = null;
      line.moves = false;
    }
  }
}

const rooms = new Map();
function enter(name) {
  let room = rooms.get(name);
  if (room === undefined) {
    rooms.set(name, (room = { guests: 0, notes: [] }));
  }
  room.guests++;
  room.notes.push('in');
}

async function exit(name) {
  const room = rooms.get(name);
  room.notes.push('out');


  room.guests--;
  if (room.guests > 0) return;
  await flush();
  rooms.delete(name);
}

const bus = new Bus();
bus.board();
enter('blue');
const left = Promise.all([bus.leave(), exit('blue')]);
await delay(3);
const line = bus.board();
enter('blue');
await left;
console.log(line.moves, rooms.size);
