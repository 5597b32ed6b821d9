// expect: lock.not-released 6 exit 0
const { Sema } = require('async-sema');
const slots = new Sema(2);
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
async function upload(name) {
  await slots.acquire();
  await sleep(5);
  if (!name.endsWith('.png')) return 'skipped';
  slots.release();
  return 'ok';
}
async function main() {
  console.log(await Promise.all(['a.png', 'b.txt', 'c.txt', 'd.png'].map(upload)));
}
main();
