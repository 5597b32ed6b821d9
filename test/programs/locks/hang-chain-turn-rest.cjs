// expect: none exit 0
// Guests who give their seats back whatever comes, and waiters at rest in the same kind of line: by recursion, by a timer, and one that has never got anything.
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
  return tables
    .seat()
    .then(() => cook(dish))
    .finally(() => tables.leave())
    .then((meal) => console.log(meal));
}
for (const dish of ['soup', 'rice', '', 'cake', 'tea']) serve(dish).catch((error) => console.log(error.message));

class Orders {
  waiters = [];
  open = [];
  next() {
    if (this.open.length > 0) return Promise.resolve(this.open.shift());
    return new Promise((resolve) => this.waiters.push(resolve));
  }
  add(order) {
    const waiter = this.waiters.shift();
    if (waiter) waiter(order);
    else this.open.push(order);
  }
}
const orders = new Orders();
const taken = [];
const wait = () =>
  orders
    .next()
    .then((order) => taken.push(order))
    .then(wait);
for (let i = 0; i < 3; i++) wait();
const chat = () => {
  orders.next().then((order) => {
    taken.push(order);
    if (order < 6) setTimeout(() => orders.add(order + 2), 1);
    setTimeout(chat, 1);
  });
};
chat();
orders.add(1);
orders.add(2);
setTimeout(() => console.log(taken.length), 40);
