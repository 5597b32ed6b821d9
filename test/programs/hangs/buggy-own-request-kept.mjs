// expect: promise.never-settles 26
// Says `late` when the request without an answer is old enough. The agent sends the second request on the connection of the first.
import http from 'node:http';

const prices = new Map([['lamp', 30]]);

const server = http.createServer((request, response) => {
  setImmediate(() => {
    const price = prices.get(request.url.slice(1));
    if (price !== undefined) response.end(String(price));
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;
const agent = new http.Agent({ keepAlive: true });

function get(path) {
  return new Promise((resolve, reject) => {
    const request = http.get(`${base}/${path}`, { agent }, (answer) => answer.setEncoding('utf8').on('data', resolve));
    request.on('error', reject);
  });
}

setTimeout(() => console.log('late'), 4000);
console.log(await get('lamp'));
console.log(await get('desk'));
server.close();
