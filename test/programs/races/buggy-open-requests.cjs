// expect: race.check-then-act 20
// As many as find room are let in, and put themselves into the list only when their page has been found: by then others have found the same room.
class Crawler {
  constructor(pages) {
    this.pages = pages;
    this.open = [];
    this.limit = 2;
    this.done = 0;
  }

  crawl() {
    const { page } = this.pages.find(({ isLeft }) => isLeft) ?? {};
    if (this.open.length >= this.limit) return;
    if (page === undefined) return;
    this.pages[page].isLeft = false;
    this.find(page, (request) => {
      setTimeout(() => {
        this.open.splice(this.open.indexOf(request), 1);
      }, 6);
      this.open.push(request);
    });
  }

  find(page, then) {
    setTimeout(() => then({ page }), 5);
  }
}

const crawler = new Crawler([0, 1, 2, 3, 4, 5].map((page) => ({ page, isLeft: true })));
const timer = setInterval(() => {
  crawler.crawl();
  if (crawler.pages.some(({ isLeft }) => isLeft) || crawler.open.length > 0) return;
  clearInterval(timer);
}, 2);
