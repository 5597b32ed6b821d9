// expect: nothing
// Two ends have found a link there, and both close them all: what is closed is what stands there by then, and the second one finds only what has been opened since.
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
    Object.keys(this.links).forEach((id) => {
      this.links[id].close();
    });
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
