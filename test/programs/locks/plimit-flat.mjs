// expect: none exit 0
import pLimit from 'p-limit';
const limit = pLimit(2);
const load = async (n) => {
  await new Promise((resolve) => setImmediate(resolve));
  return n;
};
const first = await Promise.all([1, 2, 3, 4].map((n) => limit(load, n)));
console.log(await Promise.all(first.map((n) => limit(() => load(n)))));
