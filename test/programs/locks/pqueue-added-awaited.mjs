// expect: lock.permit-nesting 12 exit 0
// The same jobs wait for those that they add.
import PQueue from 'p-queue';
import fs from 'node:fs/promises';
const links = { home: ['news', 'team', 'jobs'], news: ['team', 'home'], team: ['home'], jobs: ['news', 'offices'], offices: [] };
const queue = new PQueue({ concurrency: 4 });
const seen = new Set();
async function visit(page) {
  if (seen.has(page)) return;
  seen.add(page);
  await fs.stat('.');
  for (const link of links[page]) await queue.add(() => visit(link));
}
queue.add(() => visit('home'));
await queue.onIdle();
console.log(seen.size);
