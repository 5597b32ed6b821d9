// expect: race.check-then-act 23,36
// A file that cannot be looked at is taken off the entries, in the same function that counts the others as done by a method of its own; nobody looks whether it was the last.
const answers = new Map();
const stat = (name) => new Promise((resolve, reject) => answers.set(name, { resolve, reject }));

class Archive {
  #entries = 0;
  #processed = 0;
  #isFinal = false;
  #finish;
  output = [];

  constructor() {
    this.finished = new Promise((resolve) => (this.#finish = resolve));
  }

  async add(name) {
    this.#entries++;
    let size;
    try {
      size = await stat(name);
    } catch {
      this.#entries--;
      return;
    }
    this.output.push({ name, size });
    this.#processed++;
    this.#finishIfDone();
  }
  finalize() {
    this.#isFinal = true;
    this.#finishIfDone();
    return this.finished;
  }
  #finishIfDone() {
    if (this.#isFinal && this.#processed === this.#entries) this.#finish(this.output.length);
  }
}

const archive = new Archive();
archive.add('missing');
archive.add('one');
const done = archive.finalize();
setImmediate(() => {
  setTimeout(() => answers.get('missing').reject(new Error('ENOENT')), 10);
  setTimeout(() => answers.get('one').resolve(7), 60);
});
console.log('archived', await done);
