// expect: nothing
// Whoever has written a page looks whether the book is done; while one is still read, the test says so before it comes to the count of those that are written.
import { setTimeout as sleep } from 'node:timers/promises';

class Binder {
  #reading = 0;
  #writing = 0;
  #isClosed = false;
  #done = () => {};
  pages = [];

  add(page, ms) {
    this.#reading++;
    sleep(ms).then(
      () => {
        this.#reading--;
        this.#write(page);
      },
      () => {
        this.#reading--;
        this.#look();
      },
    );
  }
  #write(page) {
    this.#writing++;
    setImmediate(() => {
      this.pages.push(page);
      this.#writing--;
      this.#look();
    });
  }
  #look() {
    if (this.#isClosed && this.#reading === 0 && this.#writing === 0) this.#done();
  }
  close() {
    this.#isClosed = true;
    return new Promise((resolve) => {
      this.#done = resolve;
      this.#look();
    });
  }
}

const binder = new Binder();
binder.add('preface', 10);
binder.add('index', 60);
binder.add('plates', 110);
await binder.close();
console.log(binder.pages.join());
