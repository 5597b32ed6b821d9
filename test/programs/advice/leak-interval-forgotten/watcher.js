'use strict';

class Watcher {
  constructor(names) {
    this.names = names;
    this.rounds = 0;
    this.timer = undefined;
  }
  begin() {
    this.timer = setInterval(() => this.rounds++, 60_000);
  }
  add(name) {
    this.names.push(name);
  }
  stop() {
    clearInterval(this.timer);
  }
}

module.exports = { Watcher };
