// expect: lock.permit-nesting 7 exit 13
import pLimit from 'p-limit';
const limit = pLimit(2);
async function crawl(depth) {
  await new Promise((resolve) => setImmediate(resolve));
  if (depth === 0) return 1;
  const parts = await Promise.all([1, 2].map(() => limit(() => crawl(depth - 1))));
  return parts.reduce((a, b) => a + b);
}
console.log(await limit(() => crawl(2)));
