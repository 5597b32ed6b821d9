// expect: lock.queue-self-wait 6 exit 0
const Bottleneck = require('bottleneck');
const limiter = new Bottleneck({ maxConcurrent: 1 });
const fetchPage = limiter.wrap(async (n) => n);
async function crawl() {
  return limiter.schedule(async () => [await fetchPage(1), await fetchPage(2)]);
}
crawl().then(console.log);
