// expect: loop.blocked main.js:10 ; loop.blocked main.js:42
'use strict';
const net = require('node:net');
const readline = require('node:readline');
const { once } = require('node:events');

function tidesOf(harbour) {
  const begin = process.cpuUsage();
  let height = harbour.length;
  while (process.cpuUsage(begin).user < 350_000) for (let i = 0; i < 1e5; i++) height = (height * 31 + 7) % 9973;
  return height;
}

// A year of tides takes long; who asks for the water level at the same time waits for it. All visitors are of this program, and each answer brings them on before the next question is read.
const levels = net.createServer((socket) => {
  readline.createInterface({ input: socket }).on('line', (line) => {
    const [what, harbour] = line.split(' ');
    socket.write(what === 'year' ? `${tidesOf(harbour)}\n` : '2.4 m\n');
  });
});

async function visit(question) {
  const socket = net.connect(levels.address().port, '127.0.0.1');
  const lines = readline.createInterface({ input: socket });
  socket.write(`${question}\n`);
  const [answer] = await once(lines, 'line');
  socket.end();
  return answer;
}

async function ofLevels() {
  levels.listen(0, '127.0.0.1');
  await once(levels, 'listening');
  const answers = await Promise.all([visit('year Kiel'), visit('now Kiel')]);
  levels.close();
  return answers.length;
}

function sortedBy(key) {
  const begin = process.cpuUsage();
  let sum = 0;
  while (process.cpuUsage(begin).user < 350_000) for (let i = 0; i < 1e5; i++) sum = (sum + key.length * i) % 9973;
  return sum;
}

const sorter = net.createServer((socket) => {
  socket.on('data', (chunk) => socket.end(String(chunk) === 'name' ? 'as it is' : `${sortedBy(String(chunk))}`));
});

// No function that waits opened them: a promise is made by hand.
function sort(key) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(sorter.address().port, '127.0.0.1', () => socket.write(key));
    socket.on('data', (chunk) => resolve(String(chunk)));
    socket.on('error', reject);
  });
}

async function main() {
  console.log(await ofLevels());
  sorter.listen(0, '127.0.0.1');
  await once(sorter, 'listening');
  console.log((await Promise.all([sort('size'), sort('name')])).length);
  sorter.close();
}

void main();
