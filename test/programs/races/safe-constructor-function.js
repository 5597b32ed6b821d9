// expect: nothing
// A constructor in the old way gives its object what later callbacks use: nobody has the object before.
'use strict';
const http = require('node:http');
const { once } = require('node:events');

function Reply(raw) {
  this.raw = raw;
  this.sent = false;
}
Reply.prototype.send = function (text) {
  if (this.sent) return;
  this.sent = true;
  this.raw.end(text);
};
Reply.prototype.isOver = function () {
  return this.raw.writableEnded;
};

const replies = [];
const server = http.createServer((request, response) => {
  const reply = new Reply(response);
  replies.push(reply);
  request.on('close', () => replies.filter((each) => each.isOver()));
  setTimeout(() => reply.send(request.url), 2);
});
async function main() {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await Promise.all([1, 2, 3].map(async (n) => (await fetch(`http://127.0.0.1:${port}/${n}`)).text()));
  console.log(replies.length);
  server.close();
  server.closeAllConnections();
}
main();
