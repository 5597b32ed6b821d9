// expect: nothing
'use strict';
const config = require('./config');

async function handler(name) {
  if (!config.loaded) await config.load();
  return `${name}:${config.values.region}`;
}
Promise.all(['a', 'b', 'c'].map(handler)).then(async (r) => {
  await config.reload();
  r.push(await handler('d'));
  console.log(r.join(' '));
});
