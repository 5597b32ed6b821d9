// expect: race.atomicity 40,21,44
'use strict';
// Folders that hold others; each is listed by a callback, and what is found is looked at later.
const tree = { root: ['docs', 'src'], docs: ['old'], src: [], old: [] };
const list = (name, done) => setTimeout(done, 10, tree[name]);

class Walker {
  constructor(done) {
    this.done = done;
    this.toDo = ['root'];
    this.underWay = [];
    this.walked = 0;
  }

  start() {
    this.timer = setInterval(() => this.tick(), 8);
  }

  tick() {
    // One at a time, and none while another is listed.
    if (this.underWay.length > 0) return;
    const name = this.toDo.shift();
    if (name !== undefined) {
      this.walk(name);
      return;
    }
    clearInterval(this.timer);
    this.done(this.walked);
  }

  walk(name) {
    this.underWay.push(name);
    list(name, (found) => {
      this.walked++;
      this.finish(name, found);
    });
  }

  finish(name, found) {
    this.underWay.splice(this.underWay.indexOf(name), 1);
    // What it holds is sorted first.
    setTimeout(() => {
      const sorted = found.map(String);
      this.toDo.push(...sorted);
    }, 60);
  }
}

new Walker((walked) => console.log('walked', walked)).start();
