// expect: nothing
/**
 * makara: makara #5: pages in the language of another request.
 * Root cause: a function that all requests share is replaced for one request, and put back after it waited.
 * Fix here: each request gets a function of its own.
 */
const { createServer } = require('node:http');
const { setTimeout: delay } = require('node:timers/promises');

const loader = { lookup: (name) => `plain/${name}` };

async function render(locale, name) {
  const lookup = (view) => `${locale}/${view}`;
  await delay(20); // The texts are loaded.
  const page = lookup(name);
  return page;
}

const server = createServer(async (request, response) => {
  const locale = request.headers['accept-language'] ?? 'en';
  response.end(await render(locale, request.url.slice(1)));
});

function ask(port, language) {
  return new Promise((resolve) => {
    require('node:http').get({ port, path: '/index', headers: { 'accept-language': language } }, (answer) => {
      answer.setEncoding('utf8').on('data', resolve);
    });
  });
}

server.listen(0, async () => {
  const { port } = server.address();
  const pages = await Promise.all(['de', 'fr', 'en'].map((language) => ask(port, language)));
  console.log(pages.length);
  server.close();
});
