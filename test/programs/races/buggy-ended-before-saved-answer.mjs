// expect: race.order.use-after-close 13,21
// The answer is ended for good, and what is saved in the meantime writes to it once more.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
const visits = new Map();
async function save(name, count) {
  await sleep(5);
  visits.set(name, count);
}
function saveBeside(request, response, next) {
  response.on('error', () => {});
  save(request.url, 1).then(() => {
    response.write('saved');
  });
  next();
}
const server = http.createServer((request, response) => {
  saveBeside(request, response, () => {
    request.count = 1;
    // Nobody waits for the saving.
    response.end('counted ' + request.url);
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const ask = (path) => fetch(`http://127.0.0.1:${server.address().port}${path}`).then((answer) => answer.text());
console.log(await Promise.all([ask('/a'), ask('/b')]));
await sleep(20);
console.log(visits.size);
server.close();
server.closeAllConnections();
