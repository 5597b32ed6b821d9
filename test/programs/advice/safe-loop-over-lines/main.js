// expect: nothing
'use strict';
const { createReadStream, createWriteStream, rmSync } = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');
const { once } = require('node:events');

const hardiness = http.createServer((request, response) => {
  setTimeout(() => response.end(String(request.url.length)), 40);
});
const file = path.join(__dirname, 'plants.txt');

async function zoneOf(base, plant) {
  const answer = await fetch(`${base}/zone/${plant}`);
  return answer.text();
}

// What is found goes on line by line.
async function annotated(base) {
  const to = path.join(os.tmpdir(), `plants-${process.pid}.txt`);
  const out = createWriteStream(to);
  for await (const plant of readline.createInterface({ input: createReadStream(file) })) {
    const zone = await zoneOf(base, plant);
    out.write(`${plant} ${zone}\n`);
  }
  out.end();
  await once(out, 'close');
  rmSync(to);
}

// Each plant is asked for beside the zone of the one before.
async function neighbours(base) {
  let zone = '';
  for await (const plant of readline.createInterface({ input: createReadStream(file) })) {
    zone = await zoneOf(base, `${plant}?beside=${zone}`);
  }
  return zone;
}

// The first that is hardy enough.
async function firstHardy(base) {
  for await (const plant of readline.createInterface({ input: createReadStream(file) })) {
    if ((await zoneOf(base, plant)).length > 2) return plant;
  }
  return undefined;
}

// A gardener at the other end of a connection says one plant after the other, and waits for the answer.
async function dictated(base) {
  const server = net.createServer(async (socket) => {
    for await (const plant of readline.createInterface({ input: socket })) {
      const zone = await zoneOf(base, plant);
      socket.write(`${zone}\n`);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = net.connect(server.address().port, '127.0.0.1');
  const answers = readline.createInterface({ input: socket });
  const next = answers[Symbol.asyncIterator]();
  for (const plant of ['moss', 'nettle', 'oak', 'poppy']) {
    socket.write(`${plant}\n`);
    await next.next();
  }
  socket.end();
  server.close();
}

// What is heard in a room is answered in its order, though more has come in by then.
async function heard(base) {
  const zones = [];
  const { PassThrough } = require('node:stream');
  const room = new PassThrough({ objectMode: true });
  for (const plant of ['rye', 'sage', 'thyme', 'vetch']) room.write(plant);
  room.end();
  for await (const plant of room) zones.push(await zoneOf(base, plant));
  return zones;
}

hardiness.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${hardiness.address().port}`;
  await annotated(base);
  await neighbours(base);
  await firstHardy(base);
  await dictated(base);
  await heard(base);
  hardiness.close();
  hardiness.closeAllConnections();
});
