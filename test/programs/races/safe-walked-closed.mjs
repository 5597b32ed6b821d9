// expect: nothing
// Rooms are locked one after the other, by the porter and by the alarm: to lock one twice does no harm.
import { setTimeout as wait } from 'node:timers/promises';

class Room {
  shut = false;
  async close() {
    await wait(8);
    this.shut = true;
  }
}

class House {
  #rooms = [];
  open() {
    const room = new Room();
    this.#rooms.push(room);
    return room;
  }
  async lockUp() {
    for (const room of this.#rooms) await room.close();
    this.#rooms = [];
  }
}

const house = new House();
const rooms = [house.open(), house.open()];
setTimeout(() => house.lockUp(), 2);
await wait(6);
await house.lockUp();
await wait(60);
console.log(rooms.every((room) => room.shut));
