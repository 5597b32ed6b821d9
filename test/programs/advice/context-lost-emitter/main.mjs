// expect: context.lost@info main.mjs:29
import http from 'node:http';
import { EventEmitter, once } from 'node:events';
import { AsyncLocalStorage } from 'node:async_hooks';

const trace = new AsyncLocalStorage();
const answers = new EventEmitter();
const seen = [];
function note(text) {
  seen.push(`${trace.getStore()?.get('id') ?? 'nobody'}: ${text}`);
}

// One connection to the machine room for all requests; its answers come by number.
let lastQuestion = 0;
const questions = [];
setInterval(() => {
  for (const number of questions.splice(0)) answers.emit(`answer ${number}`, number * 2);
}, 10).unref();
function ask(callback) {
  const number = ++lastQuestion;
  questions.push(number);
  answers.once(`answer ${number}`, callback);
}

function handle(request, response) {
  note(`asked ${request.url}`);
  ask((answer) => {
    // The connection's context, not this request's.
    note(`answered ${answer}`);
    response.end(String(answer));
  });
}

const server = http.createServer((request, response) => {
  const context = new Map([['id', request.url]]);
  trace.run(context, handle, request, response);
});
server.listen(0);
await once(server, 'listening');
const base = `http://localhost:${server.address().port}`;
for (const page of ['/a', '/b', '/c']) await (await fetch(base + page)).text();
console.log(seen.join('\n'));
server.close();
server.closeAllConnections();
