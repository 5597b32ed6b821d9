'use strict';
class Settings {
  constructor(out) {
    this.level = 'info';
    this.out = out;
  }
}
module.exports = new Settings(console);
