// expect: nothing
/**
 * NSC, repaired.
 */
'use strict';
const { EventEmitter } = require('node:events');
const zlib = require('node:zlib');

const site = {
  '/': zlib.gzipSync('<a href="/a"> <a href="/b">' + ' '.repeat(200000)),
  '/a': zlib.gzipSync('<a href="/c">'),
  '/b': zlib.gzipSync('end'),
  '/c': zlib.gzipSync('end'),
};

class Crawler extends EventEmitter {
  constructor(interval) {
    super();
    this.interval = interval;
    this.queue = [{ path: '/', status: 'queued' }];
    this.openRequests = 0;
    this.fetched = 0;
  }

  start() {
    this.timer = setInterval(() => this.crawl(), this.interval);
  }

  crawl() {
    const item = this.queue.find((i) => i.status === 'queued');
    if (item) return this.fetch(item);
    if (this.openRequests === 0) {
      clearInterval(this.timer);
      this.emit('complete');
    }
  }

  fetch(item) {
    item.status = 'spooled';
    this.openRequests++;
    setTimeout(() => {
      this.fetched++;
      item.status = 'downloaded';
      this.discover(site[item.path]);
    }, 10);
  }

  discover(body) {
    setTimeout(() => {
      zlib.gunzip(body, (err, text) => {
                for (const [, path] of text.toString().matchAll(/href="([^"]+)"/g)) {
          this.queue.push({ path, status: 'queued' });
        }
        this.openRequests--;
      });
    }, 30);
  }
}

const crawler = new Crawler(5);
crawler.on('complete', () => console.log('complete'));
crawler.start();
