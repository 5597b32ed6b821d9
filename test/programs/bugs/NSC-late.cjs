// expect: race.atomicity 38,40,30
/**
 * NSC: simplecrawler, https://github.com/simplecrawler/simplecrawler/issues/298; this time the crawl is complete, because it looks so rarely whether it is.
 * Root cause: a page counts as fetched before it is unpacked and its links are found; a look in between finds no open request and nothing to fetch.
 * Original fix: it counts as fetched when it is unpacked.
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
      this.openRequests--;
      zlib.deflate(JSON.stringify(PAGES.get(url)), (error, packed) => {
        for (const link of JSON.parse(zlib.inflateSync(packed))) this.queue.push(link);
        this.seen++;
      });
    }, 10);
  }
}

new Crawler().start();
