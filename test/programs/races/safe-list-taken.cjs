// expect: nothing
// The van takes the whole tray and leaves an empty one. What is put on that by who hears of a delivery is meant for the next tour, and the tray that is swapped then is another one.
class Bakery {
  constructor() {
    this.tray = [];
    this.isOut = false;
    this.tours = 0;
  }

  put(loaf, tell) {
    this.tray.push({ loaf, tell });
    this.drive();
  }

  drive() {
    if (this.isOut || this.tray.length === 0) return;
    this.isOut = true;
    const load = this.tray;
    this.tray = [];
    setTimeout(() => {
      this.isOut = false;
      this.tours++;
      for (const { loaf, tell } of load) tell(loaf);
      this.drive();
    }, 3);
  }

  // Each loaf is put on the tray some time after the one before has come.
  async order(loaves) {
    for (const loaf of loaves) {
      await new Promise((resolve) => this.put(loaf, resolve));
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
  }
}

function day(names, then) {
  const bakery = new Bakery();
  let left = names.length;
  const told = () => {
    if (--left === 0) then(bakery.tours);
  };
  names.forEach((name, i) => setTimeout(() => bakery.put(name, told), i * 2));
  return bakery;
}

day(['rye', 'oat', 'spelt', 'malt'], (first) =>
  day(['rye', 'oat', 'malt'], (second) => {
    console.log(first > 1, second > 1);
  }),
);

const bakery = day(['bun', 'roll', 'stick'], () => undefined);
Promise.all([bakery.order(['a', 'b', 'c']), bakery.order(['d', 'e', 'f', 'g'])]).then(() => console.log(bakery.tours > 3));
