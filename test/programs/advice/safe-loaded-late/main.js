// expect: nothing
// A request loads the module it needs when it comes, and a timer waits meanwhile: what takes long is that Interleave has never seen the file, not the program.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plugin-'));
const file = path.join(folder, 'plugin.js');
const handler = (n) => `
exports.handle${n} = async function handle${n}(request, store) {
  const known = store.get(request.id${n}) ?? { count: 0, tags: [] };
  for (const tag of request.tags) if (!known.tags.includes(tag)) known.tags.push(tag);
  await store.save(request.id${n}, known);
  known.count += request.amount > ${n} ? request.amount : 1;
  return { ok: known.count > 0, count: known.count, text: \`handled \${known.count} of ${n}\` };
};
`;
fs.writeFileSync(file, `// ${process.hrtime.bigint()}\n${Array.from({ length: 300 }, (_, n) => handler(n)).join('')}`);

setTimeout(() => console.log('the report is due'), 60);
setTimeout(() => {
  const plugin = require(file);
  console.log(Object.keys(plugin).length);
}, 30);
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
