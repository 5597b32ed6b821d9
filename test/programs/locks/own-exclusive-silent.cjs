// expect: hang.exit-pending 18,34 exit 0
// Whoever is let in is given what lets in the next one, and one of them goes without calling it.
class Desk {
  constructor(lamp) {
    this.lamp = lamp;
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

    work(this.lamp, () => this.#leave());
  }

  #leave() {
    this.isTaken = false;
    const next = this.people.shift();
    if (next) this.sit(next);
  }
}

const sheets = new Map([['tea', 3], ['rice', 0], ['salt', 7]]);
const desk = new Desk('green');

function count(name, callback) {
  desk.sit((lamp, leave) => {
    // The sheet is brought.
    setTimeout(() => {
      const found = sheets.get(name);
      if (found === 0) return callback(new RangeError(`no ${name}`));
      leave();
      callback(null, found);
    }, 3);
  });
}

for (const name of sheets.keys()) {
  count(name, (error, found) => console.log(name, error ? error.message : found));
}
