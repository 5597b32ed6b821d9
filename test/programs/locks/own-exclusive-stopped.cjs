// expect: none exit 0
// Whoever closes sends those home that stand in line, and the one at work needs not call back any more.
class Desk {
  constructor() {
    this.isTaken = false;
    this.people = [];
  }

  sit(work) {
    if (this.isTaken) {
      this.people.push(work);
      return;
    }
    this.isTaken = true;
    this.since = Date.now();

    work(() => this.#leave());
  }

  #leave() {
    this.isTaken = false;
    const next = this.people.shift();
    if (next) this.sit(next);
  }

  close() {
    this.isClosed = true;
    return this.people.splice(0).length;
  }
}

const desk = new Desk();
const counted = [];

function count(name) {
  desk.sit((leave) => {
    setTimeout(() => {
      if (desk.isClosed) return;
      counted.push(name);
      if (counted.length === 2) setImmediate(() => console.log('sent home', desk.close()));
      leave();
    }, 20);
  });
}

for (const name of ['tea', 'rice', 'salt', 'milk']) count(name);
