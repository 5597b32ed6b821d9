// expect: nothing
// A middleware puts a function of its own in the place of `end`: the answer ends when that calls the real one, behind the saving.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
const visits = new Map();
async function save(name, count) {
  await sleep(5);
  visits.set(name, count);
}
function saveFirst(request, response, next) {
  const { end } = response;
  response.end = (body) => {
    response.end = end;
    save(request.url, request.count).then(() => response.end(body));
  };
  next();
}
const server = http.createServer((request, response) => {
  saveFirst(request, response, () => {
    request.count = 1;
    response.end('counted ' + request.url);
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const ask = (path) => fetch(`http://127.0.0.1:${server.address().port}${path}`).then((answer) => answer.text());
console.log(await Promise.all([ask('/a'), ask('/b')]), visits.size);
server.close();
server.closeAllConnections();
