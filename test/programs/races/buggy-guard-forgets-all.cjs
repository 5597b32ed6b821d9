// expect: race.check-then-act 27,29
// As in safe-guard-clears-away, but who ends the round does not look what is left of it: two ends have found the same round, and count two.
'use strict';
class Links {
  constructor() {
    this.links = Object.create(null);
    this.closed = 0;
  }
  open(name) {
    this.links[name] = { close: () => this.closed++ };
  }
  retire(name, ms, done) {
    setTimeout(() => {
      if (name in this.links) done(name);
    }, ms);
  }
  close() {
    this.closed++;
    this.links = Object.create(null);
  }
}

const links = new Links();
links.open('one');
links.open('two');
const end = (name) => {
  if (!links.links[name]) return;
  setTimeout(() => {
    links.close();
    links.open(name);
  }, 30);
};
links.retire('one', 10, end);
links.retire('two', 20, end);
setTimeout(() => console.log(links.closed), 100);
