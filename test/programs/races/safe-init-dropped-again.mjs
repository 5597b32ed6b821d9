// expect: nothing
// The rooms of each floor are asked for in the background: who is told that there is none asks again a little later.
import { setTimeout as sleep } from 'node:timers/promises';

const building = new Map([
  [1, ['reading', 'archive']],
  [2, ['maps']],
]);

class Office {
  floors = [];
  rooms = {};

  async open() {
    await sleep(4);
    this.floors = [...building.keys()];
    for (const floor of this.floors) this.list(floor);
    return this;
  }

  async list(floor) {
    await sleep(9);
    this.rooms[floor] = building.get(floor).toSorted?.() ?? [...building.get(floor)];
  }
}

class Desk {
  #office;

  constructor(office) {
    this.#office = office;
  }

  keyOf(floor, room) {
    if (!this.#office.rooms[floor]?.includes(room)) throw new Error(`there is no room ${room}`);
    return `${floor}-${room}`;
  }
}

const office = await new Office().open();
const desk = new Desk(office);
for (let tries = 0; tries < 5; tries++) {
  try {
    console.log(desk.keyOf(1, 'archive'));
    break;
  } catch {
    await sleep(6);
  }
}
