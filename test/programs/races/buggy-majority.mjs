// expect: race.order.last-write 15
// How far the boats are is asked for with each look, and an older answer may come last.
import { setTimeout as delay } from 'node:timers/promises';

let asked = 0;
async function ask(boats) {
  const ms = asked++ % 2 === 0 ? 60 : 2;
  await delay(ms);
  return boats.map((boat) => boat.buoys + ms);
}

class Race {
  async update(boats) {
    const buoys = await ask(boats);
    this.far = buoys.sort((a, b) => b - a)[0];
  }

  show() {
    return this.far;
  }
}

const race = new Race();
const boats = [{ buoys: 1 }, { buoys: 2 }];
async function look(from) {
  await delay(from);
  await race.update(boats);
  return race.show();
}
await Promise.all([look(1), look(20), look(150)]);
console.log(race.show() > 0);
