// expect: race.order.last-write 22 ; race.order.last-write 32
// A planetarium turns to the star that was asked for last; what is known of it is put into the view with Object.assign when it has come. The answer for the older star comes last and stays.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const catalogue = {
  Algol: { ms: 90, facts: { name: 'Algol', period: 2.87 } },
  Mira: { ms: 4, facts: { name: 'Mira', period: 332 } },
};

async function factsOf(star) {
  const { ms, facts } = catalogue[star];
  await delay(ms);
  return { ...facts };
}

class Dome {
  view = { name: 'none', period: 0 };
  asked = null;
  async turnTo(star) {
    this.asked = star;
    Object.assign(this.view, await factsOf(star));
  }
  caption() {
    return `${this.view.name} (${this.view.period})`;
  }
}

const label = { name: 'none', period: 0 };
async function print(star) {
  const facts = await factsOf(star);
  Object.assign(label, facts);
}

const dome = new Dome();
const panel = new EventEmitter();
panel.on('star', (star) => dome.turnTo(star));
panel.on('print', print);
setTimeout(() => panel.emit('star', 'Algol'), 1);
setTimeout(() => panel.emit('star', 'Mira'), 12);
setTimeout(() => panel.emit('print', 'Algol'), 150);
setTimeout(() => panel.emit('print', 'Mira'), 162);
setTimeout(() => console.log(dome.asked, dome.caption(), label.name, label.period), 400);
