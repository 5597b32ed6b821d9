// expect: nothing
// The page goes back when the rendering is done, or when nothing of it is needed any more.
import { setTimeout as delay } from 'node:timers/promises';

class Page {
  taken = false;
  async load(html) {
    if (!this.taken) throw new Error('the page has been given back');
    await delay(2);
    return html.length;
  }
  measure(html) {
    if (!this.taken) throw new Error('the page has been given back');
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
    page.taken = false;
    this.#pages.push(page);
  }
  async withPage(work) {
    const page = this.#pages.pop();
    page.taken = true;
    try {
      return await work(page);
    } finally {
      this.giveBack(page);
    }
  }
  // What waits afterwards has no use for the page.
  async sizeOf(html) {
    const page = this.#pages.pop();
    page.taken = true;
    try {
      return later(page.measure(html));
    } finally {
      this.giveBack(page);
    }
  }
}

async function later(size) {
  await delay(3);
  return size;
}

const browser = new Browser();
const printed = await Promise.allSettled(['<p>one</p>', '<p>two</p>'].map((html) => browser.withPage((page) => browser.print(page, html))));
console.log(printed.map(({ status }) => status).join(' '));
console.log(await Promise.all([browser.sizeOf('<b>'), browser.sizeOf('<i></i>')]));
console.log(await browser.withPage((page) => browser.print(page, '<p>three</p>')));
