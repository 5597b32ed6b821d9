import http from 'node:http';

export const seen = new Map();

export const hub = http.createServer((request, response) => {
  let alive = true;
  setInterval(() => {
    if (alive) seen.set(request.url, Date.now());
  }, 100);
  response.on('close', () => (alive = false));
  response.end('hello');
});
