// expect: nothing
// never: context.lost
'use strict';
const http = require('node:http');
const { EventEmitter, once } = require('node:events');
const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
const { setTimeout: sleep } = require('node:timers/promises');

// The store is there wherever it should be; elsewhere (at the start, in the background) nobody expects one.
const trace = new AsyncLocalStorage();
const answers = new EventEmitter();
const seen = [];
function note(text) {
  seen.push(`${trace.getStore()?.id ?? 'nobody'}: ${text}`);
}

const jobs = [];
const beat = setInterval(() => {
  note('beat');
  for (const job of jobs.splice(0)) job();
}, 5);

function refresh(why) {
  const later = () => note(`refreshed ${why}`);
  setTimeout(later, 3);
  note(`refreshing ${why}`);
}

const server = http.createServer((request, response) => {
  trace.run({ id: request.url }, async () => {
    note('asked');
    refresh('by request');
    jobs.push(AsyncResource.bind(() => note('job')));
    answers.once(request.url, AsyncLocalStorage.bind((answer) => note(`answer ${answer}`)));
    await sleep(5);
    note('slept');
    await new Promise((resolve) => jobs.push(resolve));
    note('waited');
    answers.emit(request.url, 1);
    response.end('ok');
  });
});

async function main() {
  note('starting');
  server.listen(0);
  await once(server, 'listening');
  const base = `http://localhost:${server.address().port}`;
  refresh('at the start');
  for (const page of ['/a', '/b', '/c']) await (await fetch(base + page)).text();
  await trace.run({ id: 'last' }, async () => {
    await sleep(2);
    note('last');
  });
  clearInterval(beat);
  server.close();
  server.closeAllConnections();
  console.log(seen.filter((line) => !line.endsWith('beat')).length);
}
main();
