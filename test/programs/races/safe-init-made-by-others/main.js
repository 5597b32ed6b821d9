// expect: nothing
'use strict';
// One file makes the objects, with all that they have, another one changes them, and a third one uses what is there, before and after.
const http = require('node:http');
const { find } = require('./herd');
const { milk } = require('./milking');
const { sign, isFull } = require('./board');

async function show(name) {
  const cow = await find(name);
  return `${sign(cow)} ${isFull(cow, 5)}`;
}

const server = http.createServer(async (request, response) => {
  if (request.method === 'POST') await milk('dora');
  response.end(await show('dora'));
});

async function main() {
  const milking = milk('bess');
  console.log(await show('bess'));
  await milking;
  console.log(await show('bess'));

  server.listen(0, '127.0.0.1', async () => {
    const base = `http://127.0.0.1:${server.address().port}`;
    const post = fetch(base, { method: 'POST' }).then((answer) => answer.text());
    await new Promise((resolve) => setTimeout(resolve, 60));
    console.log(await (await fetch(base)).text(), await post);
    server.close();
    server.closeAllConnections();
  });
}

main();
