// expect: nothing
'use strict';
const { EventEmitter } = require('node:events');

class Radio extends EventEmitter {
  tune() {
    setTimeout(() => this.emit('tuned'), 40);
  }
}

class Station {
  constructor() {
    this.online = false;
    this.radio = null;
    this.heard = 0;
  }

  start() {
    const radio = new Radio();
    this.radio = radio;
    radio.tune();
    this.listenTo(radio);
  }

  listenTo(radio) {
    radio.on('tuned', () => {
      this.online = true;
    });
  }

  stop() {
    this.radio.removeAllListeners();
    this.radio = null;
    this.online = false;
  }

  hear() {
    if (this.online) this.heard++;
  }
}

const station = new Station();
station.start();
setTimeout(() => station.stop(), 10);
setTimeout(() => {
  station.hear();
  console.log(station.heard);
}, 80);
