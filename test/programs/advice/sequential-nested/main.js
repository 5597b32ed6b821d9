// expect: await.sequential@info main.js:15; await.sequential@info main.js:25
'use strict';
const http = require('node:http');

const atlas = http.createServer((req, res) => {
  setTimeout(() => res.end(JSON.stringify({ of: req.url, height: 100 * req.url.length })), 60);
});

const read = (reply) => reply.json();

// The peak, its huts and the weather: none of them needs another.
function tour(base, peak) {
  return fetch(`${base}/peaks/${peak}`)
    .then(read)
    .then(({ height }) =>
      fetch(`${base}/huts/${peak}`)
        .then((reply) => reply.json())
        .then((huts) => {
          return fetch(`${base}/weather`).then((sky) => ({ height, huts: huts.of, sky: sky.status }));
        }),
    );
}

function climb(base, peak) {
  return fetch(`${base}/peaks/${peak}`).then((reply) => {
    return fetch(`${base}/huts/${peak}`).then((huts) => fetch(`${base}/weather`).then((sky) => [reply.status, huts.status, sky.status]));
  });
}

atlas.listen(0, '127.0.0.1', () => {
  const base = `http://127.0.0.1:${atlas.address().port}`;
  climb(base, 'ortler')
    .then((all) => console.log(all.join()))
    .then(() => tour(base, 'dufour'))
    .then((found) => console.log(found.height))
    .finally(() => {
      atlas.close();
      atlas.closeAllConnections();
    });
});
