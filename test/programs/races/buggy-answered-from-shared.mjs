// expect: race.atomicity 11,13
// A clerk keeps the seat that was found last, and answers with it after a wait.
import { setTimeout as sleep } from 'node:timers/promises';

class Clerk {
  constructor(hall) {
    this.hall = hall;
  }

  async seat(guest) {
    this.found = await this.search(guest);
    await sleep(8);
    return this.found;
  }

  async search(guest) {
    await sleep(3);
    return { guest, place: this.hall.indexOf(guest) };
  }
}

const clerk = new Clerk(['ines', 'jan', 'kim']);
const tickets = await Promise.all(['kim', 'ines'].map((guest) => clerk.seat(guest)));
console.log(tickets.length, 'tickets');
