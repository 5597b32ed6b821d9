'use strict';

exports.Printer = class Printer {
  constructor(name) {
    this.name = name;
    this.tray = { paper: 'a4' };
    this.done = 0;
  }
};
