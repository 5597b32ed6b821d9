// expect: race.atomicity 19,17 ; race.atomicity 36,39
// The van leaves an empty tray only when it is back, and what was put there meanwhile is gone; and a clerk begins a list for his round where another one begins his.
class Bakery {
  tray = [];
  isOut = false;
  told = 0;

  put(loaf) {
    this.tray.push(loaf);
    this.drive();
  }

  drive() {
    if (this.isOut || this.tray.length === 0) return;
    this.isOut = true;
    const load = this.tray;
    const text = load.join();
    setTimeout(() => {
      this.tray = [];
      this.isOut = false;
      this.told += text.length;
    }, 3);
  }
}

const bakery = new Bakery();
for (let i = 0; i < 9; i++) setTimeout(() => bakery.put(`roll ${i}`), (i * 5) % 13);

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Clerk {
  list = [];

  async round(shops) {
    const before = this.list;
    this.list = [];
    for (const shop of shops) {
      await sleep(4);
      this.list.push(shop);
    }
    return `${before.length} ${this.list.length}`;
  }
}

const clerk = new Clerk();
const rounds = [clerk.round(['mill', 'dairy', 'inn']), sleep(6).then(() => clerk.round(['school', 'church']))];
Promise.all(rounds).then((counts) => console.log(bakery.told, counts.join()));
