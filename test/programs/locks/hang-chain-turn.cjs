// expect: hang.exit-pending 25,10 exit 0
// Seats without a single await: who fails keeps one, so that the last two guests wait for ever.
class Tables {
  constructor(seats) {
    this.seats = seats;
    this.line = [];
  }
  seat() {
    if (this.seats === 0) {
      return new Promise((resolve) => {
        this.line.push(resolve);
      });
    }
    this.seats--;
    return Promise.resolve();
  }
  leave() {
    if (this.line.length > 0) this.line.shift()();
    else this.seats++;
  }
}
const tables = new Tables(1);
const cook = (dish) => new Promise((resolve, reject) => setTimeout(() => (dish ? resolve(dish) : reject(new Error('?'))), 3));
function serve(dish) {
  return tables.seat().then(() => cook(dish)).then((meal) => {
    tables.leave();
    console.log(meal);
  });
}
for (const dish of ['soup', 'rice', '', 'cake', 'tea']) serve(dish).catch((error) => console.log(error.message));
