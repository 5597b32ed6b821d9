// expect: nothing
/**
 * NSC-late, repaired: a page counts as fetched when its links are known.
 */
'use strict';
const zlib = require('node:zlib');

const PAGES = new Map([
  ['/', ['/a', '/b']],
  ['/a', []],
  ['/b', ['/c']],
  ['/c', []],
]);

class Crawler {
  constructor() {
    this.queue = ['/'];
    this.openRequests = 0;
    this.seen = 0;
  }
  start() {
    this.timer = setInterval(() => this.crawl(), 150);
  }
  crawl() {
    const url = this.queue.shift();
    if (url !== undefined) {
      this.fetch(url);
    } else if (this.openRequests === 0 && this.queue.length === 0) {
      clearInterval(this.timer);
      console.log('complete', this.seen);
    }
  }
  fetch(url) {
    this.openRequests++;
    setTimeout(() => {
      zlib.deflate(JSON.stringify(PAGES.get(url)), (error, packed) => {
        for (const link of JSON.parse(zlib.inflateSync(packed))) this.queue.push(link);
        this.seen++;
        this.openRequests--;
      });
    }, 10);
  }
}

new Crawler().start();
