// expect: context.lost main.mjs:26
// Parcels that are weighed together: for each it is noted whose it is, and all are of whoever came first.
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';

const owner = new AsyncLocalStorage();
const book = [];

class Scale {
  #waiting = [];

  weigh(parcel) {
    return new Promise((resolve) => {
      this.#waiting.push({ parcel, resolve });
      if (this.#waiting.length === 1) setTimeout(() => this.#weighAll(), 8);
    });
  }

  #weighAll() {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { parcel, resolve } of waiting) {
      const weight = parcel.length;

      // Whose it is.
      book.push(`${owner.getStore().name}: ${weight}`);
      resolve(weight);
    }
  }
}

const scale = new Scale();
async function send(name, parcel) {
  await delay(1);
  return scale.weigh(parcel);
}
await Promise.all([owner.run({ name: 'ida' }, () => send('ida', 'books')), owner.run({ name: 'otto' }, () => send('otto', 'boots'))]);
console.log(book.length);
