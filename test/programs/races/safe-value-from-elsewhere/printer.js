'use strict';
const { Feeder } = require('./feeder.js');

exports.Printer = class Printer {
  constructor(name) {
    this.name = name;
    this.tray = { paper: 'a4', feeder: new Feeder(3) };
    this.done = 0;
  }
};
