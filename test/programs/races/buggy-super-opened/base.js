'use strict';
const { setTimeout: pause } = require('node:timers/promises');

class Dock {
  radio = null;
  notice = 0;
  constructor(free) {
    this.free = free;
  }
  async open() {
    await pause(3);
    this.radio = { on: true };
  }
  async count() {
    const { free } = this;
    await pause(1);
    return free;
  }
  async keep(free) {
    await pause(1);
    this.free = free;
  }
  lastNotice() {
    return this.notice;
  }
  noteNotice(number) {
    this.notice = number;
  }
}

exports.Dock = Dock;
