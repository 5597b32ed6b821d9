// expect: race.check-then-act 28,35,27
// A page that is spoilt is counted, and nobody looks whether the book is done: when it comes last, it never is.
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
      this.#writing--;
      if (page === 'spoilt') return;
      this.pages.push(page);
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
binder.add('spoilt', 10);
binder.add('index', 60);
binder.add('plates', 110);
await binder.close();
console.log(binder.pages.join());
