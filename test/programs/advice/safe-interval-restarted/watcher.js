'use strict';

class Watcher {
  rounds = 0;
  timer = undefined;
  begin(ms) {
    clearInterval(this.timer);
    this.timer = setInterval(() => this.rounds++, ms);
  }
}

module.exports = { Watcher };
