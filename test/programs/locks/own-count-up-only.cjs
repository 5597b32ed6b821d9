// expect: lock.queue-self-wait 10 exit 0
// What is counted up until it is set to 0 again is no number of permits: only the queue stands still.
const Bottleneck = require('bottleneck');
const limiter = new Bottleneck({ maxConcurrent: 1 });
const session = { uses: 0 };
const refresh = limiter.wrap(async () => {
  session.uses = 0;
});
const getPage = limiter.wrap(async (page) => {
  if (session.uses >= 1) await refresh();
  session.uses++;
  return page;
});
async function main() {
  for (let page = 1; page <= 3; page++) await getPage(page);
}
main();
