// expect: race.check-then-act 10,13 | race.atomicity 10,13
const { setTimeout: delay } = require('node:timers/promises');

class Shelf {
  constructor() {
    this.stock = 5;
  }
  async buy() {
    // one piece at a time
    if (this.stock > 0) {
      await delay(1);
      const tax = 0.2;
      this.stock = this.stock - 1;
      return tax;
    }
    return 0;
  }
}

const shelf = new Shelf();
Promise.all([shelf.buy(), shelf.buy(), shelf.buy()]).then(() => console.log(shelf.stock));
