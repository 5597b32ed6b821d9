// expect: nothing
// Several ways to load what is missing, twice at once: both answers say the same, and whoever comes last puts there what is there already.
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const menu = async () => {
  await delay(20);
  return [{ dish: 'soup', cents: 450 }, { dish: 'roll', cents: 120 }];
};

class Menu {
  #dishes = [];
  #isLoaded = false;

  async cents(dish) {
    if (!this.#isLoaded) {
      await this.#load();
      this.#isLoaded = true;
    }
    return this.#dishes.find((each) => each.dish === dish)?.cents;
  }

  async #load() {
    this.#dishes = await menu();
  }
}

const tables = new Map();
async function table(name) {
  if (!tables.has(name)) {
    const text = await readFile(new URL(import.meta.url), 'utf8');
    tables.set(name, { name, lines: text.split('\n').length > 10, since: new Date(0), seats: new Set([1, 2]) });
  }
  return tables.get(name);
}

const week = { rows: undefined, at: 0 };
async function dishOfDay(day) {
  if (Date.now() - week.at > 10_000) {
    week.rows = new Map((await menu()).map(({ dish }, at) => [at, dish]));
    week.at = Date.now();
  }
  return week.rows.get(day);
}

const cards = new Map();
let hasCards = false;
async function card(dish) {
  if (!hasCards) {
    for (const each of await menu()) cards.set(each.dish, each.cents);
    hasCards = true;
  }
  return cards.get(dish);
}

const shop = new Menu();
console.log(await Promise.all(['soup', 'roll'].map((dish) => shop.cents(dish))));
console.log((await Promise.all(['window', 'window'].map(table))).length);
console.log(await Promise.all([0, 1].map(dishOfDay)));
console.log(await Promise.all(['soup', 'roll'].map(card)));
