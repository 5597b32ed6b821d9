// expect: race.reentrancy 10,11,13
'use strict';
// One request in this run. It writes with the language that it asks for, and then puts back the one that all others see.
const http = require('node:http');
const { setTimeout: delay } = require('node:timers/promises');

const site = { language: 'en' };

const server = http.createServer(async (request, response) => {
  const usual = site.language;
  site.language = request.headers['accept-language'];
  await delay(3);
  site.language = usual;
  response.end(site.language);
});

server.listen(0, '127.0.0.1', () => {
  http.get({ port: server.address().port, agent: false, headers: { 'accept-language': 'de' } }, (response) => {
    response.on('data', (text) => console.log(String(text))).on('end', () => server.close());
  });
});
