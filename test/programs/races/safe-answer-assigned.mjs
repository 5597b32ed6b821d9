// expect: nothing
// The planetarium of buggy-answer-assigned.mjs looks whether the star is still the one that is asked for, prints labels in turn, and has other answers that have places of their own.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const catalogue = {
  Algol: { ms: 24, facts: { name: 'Algol', period: 2.87 } },
  Mira: { ms: 4, facts: { name: 'Mira', period: 332 } },
};

async function factsOf(star) {
  const { ms, facts } = catalogue[star];
  await delay(ms);
  return { ...facts };
}

async function weather() {
  await delay(18);
  return { clouds: 2 };
}

async function light() {
  await delay(3);
  return { lux: 0.01 };
}

class Dome {
  view = { name: 'none', period: 0 };
  sky = { clouds: null, lux: null };
  asked = null;
  turns = 0;
  async turnTo(star) {
    this.asked = star;
    const facts = await factsOf(star);
    if (this.asked === star) Object.assign(this.view, facts);
  }
  look() {
    this.turns++;
    return Promise.all([this.#take(weather), this.#take(light)]);
  }
  async #take(measure) {
    Object.assign(this.sky, await measure());
  }
  caption() {
    return `${this.view.name} (${this.view.period}) ${this.sky.clouds} ${this.sky.lux}`;
  }
}

const label = { name: 'none', period: 0 };
let printing = Promise.resolve();
function print(star) {
  printing = printing.then(async () => {
    Object.assign(label, await factsOf(star));
  });
}

async function cardOf(star) {
  const card = { star, printed: false };
  Object.assign(card, await factsOf(star));
  return card;
}

const settings = { language: 'en', speed: 1 };
async function prepare() {
  Object.assign(settings, await weather());
}

await prepare();
const dome = new Dome();
const panel = new EventEmitter();
panel.on('star', (star) => dome.turnTo(star));
panel.on('print', print);
setTimeout(() => panel.emit('star', 'Algol'), 1);
setTimeout(() => panel.emit('star', 'Mira'), 8);
setTimeout(() => panel.emit('print', 'Algol'), 50);
setTimeout(() => panel.emit('print', 'Mira'), 57);
await dome.look();
const cards = await Promise.all(['Algol', 'Mira'].map(cardOf));
setTimeout(() => console.log(dome.asked, dome.caption(), label.name, settings.speed, settings.clouds, cards.length), 120);
