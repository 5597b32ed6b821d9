// expect: none exit 0
import pLimit from 'p-limit';
import fs from 'node:fs/promises';
const tree = { a: { b: { c: {} }, d: {} }, e: { f: { g: {} } }, h: { i: {} } };
const limit = pLimit(2);
const walk = async (node) => {
  await limit(() => fs.stat('.'));
  const sizes = await Promise.all(Object.values(node).map(walk));
  return 1 + sizes.reduce((x, y) => x + y, 0);
};
console.log(await walk(tree));
