// expect: race.check-then-act 13,41
// A loader fetches at most one page at a time. The mark by which a round keeps others out is taken back too early, when the answer has come and not when the page is opened.
class Loader {
  constructor(pages) {
    this.pages = pages;
    this.open = [];
    this.asking = false;
    this.allowed = [];
    this.loaded = [];
  }

  round() {
    if (this.open.length >= 1 || this.asking) return;
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
        setTimeout(() => {
          this.allowed.push(host);
          this.fetch(page);
        }, 25);
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
    this.open.push(page);
    setTimeout(() => {
      this.open.splice(this.open.indexOf(page), 1);
      this.loaded.push(page);
    }, 50);
  }
}

const loader = new Loader(['a1', 'a2', 'a3', 'b1', 'b2']);
const rounds = setInterval(() => loader.round(), 150);
setTimeout(() => {
  clearInterval(rounds);
  console.log(loader.loaded.length);
}, 1000);
