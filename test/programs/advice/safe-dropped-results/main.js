// expect: nothing
// never: await.sequential await.in-loop
'use strict';
const http = require('http');
let served = 0;
const backend = http.createServer((req, res) => setTimeout(() => res.end(String(++served)), 40));
let base;
const get = async (path) => (await fetch(base + path)).text();
// Nobody takes what these give: they are asked for what they do on the other side, or to get something warm before it is measured.
async function main() {
  await get('/warm');
  const count = await get('/count');
  await get('/publish');
  await get('/notify');
  for (const id of [1, 2, 3, 4, 5, 6]) await (await fetch(`${base}/touch/${id}`)).text();
  return count;
}
backend.listen(0, '127.0.0.1', async () => {
  base = `http://127.0.0.1:${backend.address().port}`;
  console.log(await main());
  backend.closeAllConnections();
  backend.close();
});
