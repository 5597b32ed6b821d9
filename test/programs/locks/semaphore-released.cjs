// expect: none exit 0
const { default: Semaphore } = require('semaphore-async-await');
const semaphore = new Semaphore(2);
async function fetchPage(n) {
  await semaphore.acquire();
  await new Promise((resolve) => setTimeout(resolve, 1));
  semaphore.release();
  return n;
}
Promise.all([1, 2, 3, 4, 5].map(fetchPage)).then((pages) => console.log(pages.length));
