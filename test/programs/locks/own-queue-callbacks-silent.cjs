// expect: hang.exit-pending 25,39 exit 0
// Callbacks alone: one path of a job forgets its own, and the queue never says that it is empty.
const { EventEmitter } = require('node:events');

class Serial extends EventEmitter {
  #jobs = [];
  #busy = false;

  push(job) {
    this.#jobs.push(job);
    this.#step();
  }

  #step() {
    if (this.#busy) return;
    const job = this.#jobs.shift();
    if (job === undefined) {
      this.emit('drain');
      return;
    }
    this.#busy = true;
    this.begun = Date.now();

    // What it is given lets in the next one.
    job(() => {
      this.#busy = false;
      this.#step();
    });
  }
}

function migrate(steps, callback) {
  const serial = new Serial();
  let count = 0;
  for (const step of steps) {
    serial.push((next) => {
      setTimeout(() => {
        console.log(step);
        setImmediate(() => {
          if (step === 'skip') return;
          count += 1;
          next();
        });
      }, 2);
    });
  }
  serial.once('drain', () => callback(count));
}

migrate(['create', 'alter', 'skip', 'index'], (count) => console.log('migrated', count));
