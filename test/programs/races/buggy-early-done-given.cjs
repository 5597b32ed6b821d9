// expect: race.atomicity 44,52,15
// The list of what is under way is empty before what was found is put into the queue, which says by a callback what is next; whoever is told that there is none, and finds nothing under way, is done.
'use strict';
const fs = require('node:fs');
const zlib = require('node:zlib');
const { EventEmitter } = require('node:events');

class Pages {
  constructor() {
    this.items = [];
  }
  add(name) {
    if (this.items.some((item) => item.name === name)) return;
    const item = { name, isTaken: false };
    this.items.push(item);
  }
  next(callback) {
    callback(this.items.find((item) => !item.isTaken));
  }
}

const LINKS = { index: ['news'], news: ['sport'], sport: [] };

class Walker extends EventEmitter {
  constructor() {
    super();
    this.pages = new Pages();
    this.open = [];
  }
  start(name) {
    this.pages.add(name);
    this.timer = setInterval(() => this.step(), 50);
    this.step();
  }
  fetch(page) {
    page.isTaken = true;
    this.open.push(page);
    fs.readFile(__filename, (error, data) => {
      if (error) throw error;
      this.read(page, data);
    });
  }
  read(page, data) {
    this.open.splice(this.open.indexOf(page), 1);
    zlib.gzip(data, () => {
      for (const link of LINKS[page.name]) this.pages.add(link);
    });
  }
  step() {
    this.pages.next((page) => {
      if (page) return this.fetch(page);
      if (this.open.length) return;
      clearInterval(this.timer);
      this.emit('done');
    });
  }
}

const walker = new Walker();
walker.on('done', () => console.log('walked'));
walker.start('index');
