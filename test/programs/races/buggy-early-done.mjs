// expect: race.atomicity 30,43,35
import { setTimeout as sleep } from 'node:timers/promises';

const pages = new Map([
  ['/', ['/docs', '/blog']],
  ['/docs', ['/docs/api']],
  ['/blog', []],
  ['/docs/api', []],
]);

class Spider {
  queue = ['/'];
  seen = new Set(['/']);
  open = 0;
  visited = [];
  done = false;

  async #download(url) {
    await sleep(10);
    return url;
  }
  async #parse(url) {
    await sleep(15);
    return pages.get(url);
  }
  async #visit(url) {
    this.open++;
    const body = await this.#download(url);
    this.visited.push(url);
    this.open--;
    const links = await this.#parse(body);
    for (const link of links) {
      if (this.seen.has(link)) continue;
      this.seen.add(link);
      this.queue.push(link);
    }
  }
  crawl() {
    return new Promise((resolve) => {
      const timer = setInterval(() => {
        const next = this.queue.shift();
        if (next) return void this.#visit(next);
        if (this.open === 0) {
          clearInterval(timer);
          this.done = true;
          resolve(this.visited);
        }
      }, 4);
    });
  }
}

const spider = new Spider();
await spider.crawl();
console.log('finished');
