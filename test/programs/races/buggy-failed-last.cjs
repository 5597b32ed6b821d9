// expect: race.check-then-act 20,39
// Parcels are looked up and then weighed one at a time; the end of a weighing looks whether it was the last. A parcel that is not found is counted off and nobody looks.
const fs = require('node:fs');
const path = require('node:path');

class Scale {
  asked = 0;
  waiting = [];
  isBusy = false;
  isClosed = false;
  weights = [];

  constructor(whenDone) {
    this.whenDone = whenDone;
  }

  put(name) {
    this.asked++;
    fs.stat(path.join(__dirname, name), (error, { size } = {}) => {
      this.asked--;
      if (error) return console.log('not found');
      this.waiting.push(size);
      this.weigh();
    });
  }

  weigh() {
    if (this.isBusy) return;
    if (this.waiting.length === 0) return this.look();
    this.isBusy = true;
    fs.readFile(__filename, (error) => {
      this.isBusy = false;
      this.weights.push(error ? 0 : this.waiting.shift());
      this.weigh();
    });
  }

  look() {
    if (this.isClosed && this.asked === 0) this.whenDone(this.weights.length);
  }

  close() {
    this.isClosed = true;
  }
}

const scale = new Scale((count) => console.log(`${count} weighed`));
for (const name of ['nothing.txt', 'README.md', 'buggy-failed-last.cjs']) scale.put(name);
scale.close();
