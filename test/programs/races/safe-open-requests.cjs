// expect: nothing
// So many requests at once: each that is let in stands in the list while it is under way, and takes itself out when it is done, whoever else has come or gone by then.
class Crawler {
  constructor(pages) {
    this.pages = pages;
    this.open = [];
    this.limit = 2;
    this.done = 0;
  }

  crawl() {
    if (this.open.length >= this.limit) return;
    const page = this.pages.shift();
    if (page === undefined) return;
    const request = { page };
    this.open.push(request);
    setTimeout(() => {
      if (page % 3 === 0) {
        this.open.splice(this.open.indexOf(request), 1);
        return;
      }
      setTimeout(() => {
        this.done++;
        this.open.splice(this.open.indexOf(request), 1);
      }, page);
    }, 1 + (page % 2));
  }
}

const crawler = new Crawler([1, 2, 3, 4, 5, 6, 7, 8]);
const timer = setInterval(() => {
  crawler.crawl();
  if (crawler.pages.length > 0 || crawler.open.length > 0) return;
  clearInterval(timer);
  console.log(crawler.done);
}, 2);
