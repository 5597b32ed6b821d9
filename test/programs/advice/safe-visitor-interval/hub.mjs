import http from 'node:http';

export const seen = new Map();

export const hub = http.createServer((request, response) => {
  const beat = setInterval(() => seen.set(request.url, Date.now()), 100);
  response.on('close', () => clearInterval(beat));
  response.end('hello');
});
