// expect: nothing
// The program asks itself in the step in which it has set what the answer needs.
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
  stat('.').then(() => {
    settings = { name: 'lamp' };
    ask();
  });
});
