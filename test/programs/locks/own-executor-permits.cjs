// expect: lock.permit-nesting 22 exit 0
// Seats that are counted in the executor of the promise that asks for one: who has one asks for another.
class Seats {
  constructor(free) {
    this.free = free;
    this.line = [];
  }
  take() {
    return new Promise((resolve) => {
      if (this.free > 0) {
        this.free--;
        resolve();
      } else {
        this.line.push(resolve);
      }
    });
  }
  give() { const next = this.line.shift(); if (next) next(); else this.free++; }
}
const seats = new Seats(2);
async function visit(depth) {
  await seats.take();
  await new Promise((resolve) => setTimeout(resolve, 20));
  if (depth > 0) await visit(depth - 1);
  seats.give();
}
visit(0).then(() => Promise.all([visit(1), visit(1), visit(0)]));
