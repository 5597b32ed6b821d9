// expect: loop.blocked main.js:8
// stop-after: 6
// never: io.no-timeout
// A server tests a name with an expression that tries every way to cut a text into words; its answer never comes.
const http = require('node:http');

const server = http.createServer((request, response) => {
  const isName = /^(?:[a-z]+ ?)+$/.test(decodeURIComponent(request.url.slice(1)));
  response.end(String(isName));
});

server.listen(0, async () => {
  const ask = async (name) => (await fetch(`http://127.0.0.1:${server.address().port}/${encodeURIComponent(name)}`)).text();
  console.log(await ask('ada lovelace'));
  console.log(await ask('an unusually long line without any end to it and with much more behind that, 2'));
  server.close();
});
