// expect: lock.permit-nesting 8 exit 13
// The limiter's own map inside of one of its jobs.
import pLimit from 'p-limit';
const limit = pLimit(2);
const pages = { '/': ['/a', '/b'], '/a': ['/c'], '/b': [], '/c': [] };
async function crawl(url) {
  await new Promise((resolve) => setImmediate(resolve));
  const below = await limit.map(pages[url], crawl);
  return [url, ...below.flat()];
}
const found = await limit.map(['/', '/a'], crawl);
console.log(found.flat().length);
