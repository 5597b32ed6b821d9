// expect: race.order.use-after-close 17,22
// The page is given back as soon as the rendering has been asked for, not when it is done: `finally` does not wait for the promise that `try` returns.
import { setTimeout as delay } from 'node:timers/promises';

class Page {
  taken = false;
  async load(html) {
    await delay(2);
    return html.length;
  }
}

class Browser {
  #pages = [new Page(), new Page()];
  async print(page, html) {
    const size = await page.load(html);
    if (!page.taken) throw new Error('the page has been given back');
    return `${size} bytes`;
  }
  giveBack(page) {
    // A page that nobody has is good for the next one.
    page.taken = false;
    this.#pages.push(page);
  }
  async withPage(work) {
    const page = this.#pages.pop();
    page.taken = true;
    try {
      return work(page);
    } finally {
      this.giveBack(page);
    }
  }
}

const browser = new Browser();
const printed = await Promise.allSettled(['<p>one</p>', '<p>two</p>'].map((html) => browser.withPage((page) => browser.print(page, html))));
console.log(printed.map(({ status }) => status).join(' '));
