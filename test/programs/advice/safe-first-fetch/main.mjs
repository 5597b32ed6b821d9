// expect: nothing
// never: loop.blocked
import http from 'node:http';

// The first fetch loads what it is made of, and the answers come from this very process.
const heart = setInterval(() => {}, 10);
const server = http.createServer((request, response) => response.end('tea'));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const reply = await fetch(`http://127.0.0.1:${server.address().port}/`);
console.log(await reply.text());
clearInterval(heart);
server.close();
server.closeAllConnections();
