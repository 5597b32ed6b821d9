// A server that checks numbers for being prime, and a health check that should answer at once.
const http = require('node:http');
const { once } = require('node:events');
const { setTimeout: delay } = require('node:timers/promises');

const LARGE_PRIME = 9_007_199_254_740_881;

function isPrime(number) {
  if (number % 2 === 0) return number === 2;
  for (let divisor = 3; divisor * divisor <= number; divisor += 2) {
    if (number % divisor === 0) return false;
  }
  return true;
}

const server = http.createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/prime') {
    response.end(String(isPrime(Number(searchParams.get('n')))));
    return;
  }
  await delay(1);
  response.end('ok');
});

async function get(path) {
  const started = performance.now();
  const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`);
  const text = await response.text();
  console.log(`${path} answered ${text} after ${Math.round((performance.now() - started) / 50) * 50} ms`);
}

async function main() {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await get('/health');
  await Promise.all([get('/health'), get(`/prime?n=${LARGE_PRIME}`), get('/health')]);
  server.close();
}

main();
