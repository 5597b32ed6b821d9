// expect: nothing
// A loader fetches at most two pages at a time. Each round looks how many are open, and at a mark that it sets until it has asked whether the host may be asked at all; another one stands for it while it is noted.
class Loader {
  constructor(pages) {
    this.pages = pages;
    this.open = [];
    this.asking = false;
    this.noting = false;
    this.notes = [];
    this.allowed = [];
    this.loaded = [];
  }

  round() {
    if (this.open.length >= 2 || this.asking || this.noting) return;
    this.next((page) => {
      if (page === undefined) return;
      const host = page.slice(0, 1);
      if (this.allowed.includes(host)) {
        this.fetch(page);
        return;
      }
      this.asking = true;
      this.ask(host, () => {
        this.asking = false;
        this.allowed.push(host);
        this.fetch(page);
      });
    });
  }

  next(done) {
    done(this.pages.shift());
  }

  ask(host, done) {
    setTimeout(done, 30);
  }

  fetch(page) {
    this.noting = true;
    this.note(page, () => {
      this.noting = false;
      this.load(page);
    });
  }

  note(page, done) {
    this.notes.push(page);
    setImmediate(done);
  }

  load(page) {
    this.open.push(page);
    setTimeout(() => {
      this.open.splice(this.open.indexOf(page), 1);
      this.loaded.push(page);
    }, 50);
  }
}

const loader = new Loader(['a1', 'a2', 'a3', 'b1', 'b2']);
const rounds = setInterval(() => loader.round(), 10);
setTimeout(() => {
  clearInterval(rounds);
  console.log(loader.loaded.length);
}, 700);
