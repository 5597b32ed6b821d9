// expect: nothing
// never: promise.floating
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

// Promises that nobody holds, in plain functions, where nothing is lost: the work ends the process itself, or goes on beside it for ever.
const seen = [];

async function step(name) {
  await sleep(20);
  seen.push(name);
  if (name === 'last') process.exit(0);
}

async function work() {
  await step('first');
  await step('last');
}

async function look() {
  await sleep(10);
  seen.push('looked');
}

function start() {
  setInterval(() => {
    look();
  }, 5);
  work();
}

const server = http.createServer((request, response) => {
  look();
  response.end();
});
server.listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, host: '127.0.0.1' }, (response) => {
    response.resume();
    start();
  });
});
