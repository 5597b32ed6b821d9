// expect: promise.floating@info main.mjs:17; promise.floating@info main.mjs:36
// What is loaded ahead stops when it finds the shop closed, and the stalls count themselves out when they see that.
import { setTimeout as sleep } from 'node:timers/promises';

class Shop {
  isOpen = true;
  pages = new Map();
  left = 0;

  async close() {
    this.isOpen = false;
    return this.pages.size;
  }

  async loadAhead(names) {
    this.left = names.length;
    names.forEach(async (name) => {
      await sleep(10);
      this.left--;
      if (!this.isOpen) return;
      this.pages.set(name, name.length);
    });
    return names.length;
  }
}

class Market {
  isOpen = true;
  stalls = 0;

  async close() {
    this.isOpen = false;
  }

  async begin(names) {
    names.forEach(async (name) => {
      this.stalls += name.length;
      while (this.isOpen) await sleep(10);
      await sleep(1);
      this.stalls -= name.length;
    });
  }
}

async function main() {
  const shop = new Shop();
  await shop.loadAhead(['hats', 'shoes', 'coats']);
  await shop.close();
  const market = new Market();
  await market.begin(['fish', 'bread']);
  await market.close();
  process.on('exit', () => console.log(shop.pages.size, shop.left, market.stalls));
}

await main();
