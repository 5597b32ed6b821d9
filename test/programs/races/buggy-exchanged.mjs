// expect: race.atomicity 21,23 ; race.atomicity 35
// A library card that the desk replaces by the next one, each time that it is shown: who shows the same card as another one is turned away.
import { setTimeout as delay } from 'node:timers/promises';

class Desk {
  #valid = 1;

  async replace({ card }, ms) {
    if (card !== `card ${this.#valid}`) throw new Error(`${card} is no longer valid`);
    this.#valid++;
    await delay(ms);
    return { card: `card ${this.#valid}`, name: 'Iris' };
  }
}

// The card is kept in an object, and taken out of what the desk gives.
function reader(desk) {
  const wallet = { card: 'card 1', shown: 0 };
  return async function borrow(book) {
    if (book === '') return 'nothing to borrow';
    const shown = { card: wallet.card, book };
    const { card, name } = await desk.replace(shown, 5);
    wallet.card = card;
    return `${book} for ${name}`;
  };
}

// The card is a field, and the answer takes its place at once.
class Guest {
  #card = { card: 'card 1' };
  constructor(desk) {
    this.desk = desk;
  }
  async visit() {
    this.#card = await this.desk.replace(this.#card, 4);
  }
}

const borrow = reader(new Desk());
const [guest, other] = [new Guest(new Desk()), new Guest(new Desk())];
const all = [borrow('Heidi'), borrow('Momo'), borrow(''), guest.visit(), guest.visit(), other.visit(), other.visit()];
console.log((await Promise.allSettled(all)).map(({ status }) => status).join(' '));
