// expect: race.order.use-before-init 8,16
// The program asks itself, and does not wait for what the answer needs.
import http from 'node:http';
import { stat } from 'node:fs/promises';

let settings;
const server = http.createServer((request, response) => {
  response.end(settings.name);
});
const done = () => {
  server.close();
  server.closeAllConnections();
};
const ask = () => fetch(`http://127.0.0.1:${server.address().port}/`).then((answer) => answer.text().then(done));
server.listen(0, () => {
  setTimeout(ask, 300);
  stat('.').then(() => {
    settings = { name: 'lamp' };
  });
});
