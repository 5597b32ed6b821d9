// expect: nothing
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const settings = { region: 'eu', endpoint: 'eu.example' };
let letGo;
const bothAreThere = new Promise((resolve) => (letGo = resolve));

async function lookUp(region) {
  await bothAreThere;
  return `${region}.${(await readFile(new URL(import.meta.url))).length}`;
}

async function changeRegion(region) {
  settings.region = region;
  const endpoint = await lookUp(region);
  // Only for the region that is still wanted.
  if (settings.region === region) settings.endpoint = endpoint;
}

let requests = 0;
const server = createServer(async (request, response) => {
  if (++requests === 2) letGo();
  await changeRegion(request.url.slice(1));
  response.end(settings.endpoint);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address();
const answers = await Promise.all(['us', 'ap'].map(async (r) => (await fetch(`http://127.0.0.1:${port}/${r}`)).text()));
console.log(answers.length);
server.close();
server.closeAllConnections();
