// expect: nothing
// Who opens the office is waited for, and waits until the rooms of each floor are known: who asks for a room that is not there is told so.
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
    await Promise.all(this.floors.map((floor) => this.list(floor)));
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
try {
  console.log(desk.keyOf(1, 'archive'));
} catch (error) {
  console.log(error.message);
}
