// expect: none exit 0
// Each level of the tree is mapped when the one above is done; what is mapped may be anything that can be iterated.
import pLimit from 'p-limit';
const limit = pLimit(2);
const pages = { '/': ['/a', '/b'], '/a': ['/c'], '/b': [], '/c': [] };
async function load(url, at) {
  await new Promise((resolve) => setImmediate(resolve));
  return [at, ...pages[url]];
}
let level = ['/'];
while (level.length > 0) {
  const found = await limit.map(new Set(level), load);
  console.log(found.map(([at]) => at).join());
  level = found.flatMap(([, ...below]) => below);
}
