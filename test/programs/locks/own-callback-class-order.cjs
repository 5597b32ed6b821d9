// expect: lock.order-inversion 28,40,26 exit 0
// A lock in callback style, and nobody who asked for it had to wait.
class Turnstile {
  constructor() {
    this.busy = false;
    this.people = [];
  }
  pass(callback) {
    if (this.busy) {
      this.people.push(callback);
    } else {
      this.busy = true;
      process.nextTick(callback);
    }
  }
  left() {
    const next = this.people.shift();
    if (next) process.nextTick(next);
    else this.busy = false;
  }
}
const [gate, lift] = [new Turnstile(), new Turnstile()];
const trips = [];

function ride(name, done) {
  gate.pass(() => {
    setTimeout(() => {
      lift.pass(() => {
        trips.push(name);
        lift.left();
        gate.left();
        done();
      });
    }, 2);
  });
}
function repair(done) {
  lift.pass(() => {
    setTimeout(() => {
      gate.pass(() => {
        trips.push('repaired');
        gate.left();
        lift.left();
        done();
      });
    }, 2);
  });
}
const show = () => console.log(trips.join());
setTimeout(() => ride('Ada', show), 1);
setTimeout(() => repair(show), 300);
