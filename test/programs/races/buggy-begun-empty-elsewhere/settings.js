'use strict';
class Settings {
  constructor(out) {
    this.level = null;
    this.out = out;
  }
}
module.exports = new Settings(console);
