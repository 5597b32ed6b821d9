// expect: promise.never-settles 14
// What the server answers once, it does not answer another time, and does nothing with it.
import http from 'node:http';

const tokens = new Set(['ann']);
const server = http.createServer((request, response) => {
  const { authorization } = request.headers;
  if (tokens.has(authorization)) response.end('yes');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}/`;

async function ask(authorization) {
  const answer = await fetch(url, { headers: { authorization } });
  return answer.text();
}

setTimeout(() => console.log('late'), 4000);
console.log(await ask('ann'));
async function second() {
  const text = await ask('bob');
  console.log(text);
}
await second();
server.close();
