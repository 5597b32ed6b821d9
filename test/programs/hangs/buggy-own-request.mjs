// expect: promise.never-settles 35
// Says `late` when the request without an answer is old enough.
import http from 'node:http';

const stock = new Map([['lamp', 3]]);

function readStock(sku, callback) {
  setImmediate(() => callback(stock.get(sku)));
}

function showStock(request, response) {
  const sku = request.url.slice(1);
  readStock(sku, (count) => {
    // Nobody is told of what is not there.
    if (count === undefined) return;
    response.end(String(count));
  });
}

const server = http.createServer((request, response) => {
  switch (request.method) {
    case 'GET':
      showStock(request, response);
      break;
    default:
      response.statusCode = 405;
      response.end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;

async function count(sku) {
  const options = sku === 'chair' ? { method: 'DELETE' } : {};
  const answer = await fetch(`${base}/${sku}`, options);
  return answer.text();
}

setTimeout(() => console.log('late'), 4000);
console.log(await count('lamp'));
console.log(await count('chair'));
console.log(await count('desk'));
server.close();
