// expect: nothing
// A clerk keeps what was found last, and answers with what it found itself.
import { setTimeout as sleep } from 'node:timers/promises';

class Clerk {
  constructor(hall) {
    this.hall = hall;
  }

  async seat(guest) {
    const found = await this.search(guest);
    this.found = found;
    await sleep(8);
    return found;
  }

  async search(guest) {
    await sleep(3);
    return { guest, place: this.hall.indexOf(guest) };
  }
}

const clerk = new Clerk(['ines', 'jan', 'kim']);
const tickets = await Promise.all(['kim', 'ines'].map((guest) => clerk.seat(guest)));
console.log(tickets.length, 'tickets');
