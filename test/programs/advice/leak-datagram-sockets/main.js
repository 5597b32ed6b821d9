// expect: handle.leak main.js:5
const dgram = require('dgram');
const { setTimeout: sleep } = require('timers/promises');
async function metric(port, name) {
  const socket = dgram.createSocket('udp4');
  await new Promise((r) => socket.send(name, port, '127.0.0.1', r));
}
async function main() {
  const server = dgram.createSocket('udp4');
  await new Promise((r) => server.bind(0, '127.0.0.1', r));
  for (let i = 0; i < 50; i++) { await metric(server.address().port, 'm' + i); await sleep(30); }
  console.log('sent');
  process.exit(0);
}
main();
