// expect: race.atomicity context.js:6,context.js:8,main.js:13
// A middleware stores who is asking in a place that all requests share; what the handler calls later finds there whoever came last.
'use strict';
const http = require('node:http');
const { once } = require('node:events');
const { setTimeout: pause } = require('node:timers/promises');
const context = require('./context');

const trail = [];
const middlewares = [(req, _res, next) => { context.enter(req.headers['x-user']); next(); }]; // prettier-ignore
async function note(text) {
  await pause(20);
  trail.push(`${context.user} wrote ${text}`);
}
const server = http.createServer((req, res) => {
  const run = (at) => {
    const middleware = middlewares[at];
    if (middleware) return middleware(req, res, () => run(at + 1));
    return note(req.url).then(() => res.end('done'), (error) => res.destroy(error)); // prettier-ignore
  };
  run(0);
});
(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const ask = async (user) => {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}/${user}`, { headers: { 'x-user': user, connection: 'close' } });
    return answer.text();
  };
  await Promise.all(['paula', 'quentin', 'rosa'].map(ask));
  server.close();
  console.log(trail.length);
})();
