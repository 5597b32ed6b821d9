// expect: nothing
// never: context.lost
// Parcels that are weighed together: whose each is was asked when it came. How many were weighed for the first one is noted once.
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';

const owner = new AsyncLocalStorage();
const book = [];

class Scale {
  #waiting = [];

  weigh(parcel) {
    const { name } = owner.getStore();
    return new Promise((resolve) => {
      this.#waiting.push({ parcel, name, resolve });
      if (this.#waiting.length === 1) setTimeout(() => this.#weighAll(), 8);
    });
  }

  #weighAll() {
    const waiting = this.#waiting;
    this.#waiting = [];
    book.push(`begun by ${owner.getStore().name}`);
    for (const { parcel, name, resolve } of waiting) {
      const note = () => book.push(`${owner.getStore().name}: ${parcel.length}`);
      owner.run({ name }, note);
      resolve(parcel.length);
    }
  }
}

const scale = new Scale();
async function send(parcel) {
  await delay(1);
  return scale.weigh(parcel);
}
await Promise.all([owner.run({ name: 'ida' }, () => send('books')), owner.run({ name: 'otto' }, () => send('boots'))]);
console.log(book.length);
