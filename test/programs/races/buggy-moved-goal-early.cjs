// expect: race.atomicity 26,21
// A tank is filled to a mark. What others have drawn is put to the mark before the filling begins, but not at its end.
class Tank {
  constructor() {
    this.litres = 40;
    this.notes = [];
  }

  begin(amount) {
    return {
      from: this.litres,
      mark: this.litres + amount,
    };
  }

  settle(filling) {
    if (filling.from !== this.litres) filling.mark += this.litres - filling.from;
  }

  async fill(amount) {
    const filling = this.begin(amount);
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.settle(filling);
    filling.from = this.litres;
    await new Promise((resolve) => setTimeout(resolve, 70));
    this.litres = filling.mark;
    this.notes.push(`filled by ${amount}`);
  }

  draw(amount) {
    this.litres -= amount;
  }
}

const tank = new Tank();
setTimeout(() => tank.draw(10), 35);
tank.fill(20).then(() => console.log(tank.litres, tank.notes.length));
