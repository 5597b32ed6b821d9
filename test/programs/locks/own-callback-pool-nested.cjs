// expect: lock.permit-nesting 27,35 exit 0
// Boats that are called back with, counted: who has one asks for another one before it comes back.
class Boats {
  constructor(count) {
    this.count = count;
    this.pier = [];
  }
  board(sail) {
    if (this.count > 0) {
      this.count -= 1;
      setImmediate(sail);
    } else {
      this.pier.push(sail);
    }
  }
  land() {
    const sail = this.pier.shift();
    if (sail === undefined) this.count += 1;
    else setImmediate(sail);
  }
}
const boats = new Boats(2);
const row = (ms, done) => setTimeout(done, ms);
const trips = [];

function visit(name, done) {
  boats.board(() => {
    row(2, () => {
      boats.land();
      done(`${name} back`);
    });
  });
}
function escort(name, done) {
  boats.board(() => {
    trips.push(name);
    row(3, () => {
      trips.push(`${name} again`);
      towards(name, (text) => {
        boats.land();
        done(text);
      });
    });
  });
}
function towards(name, done) {
  visit(`${name} by boat`, done);
}
visit('reef', (text) => {
  console.log(text);
  for (const name of ['isle', 'cape']) escort(name, (said) => console.log(said));
});
