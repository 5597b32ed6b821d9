// expect: await.in-loop@info main.mjs:36; await.in-loop@info main.mjs:45
// Calls of a client, each of which is a request over HTTP: by `node:http`, and by a library for it.
import http from 'node:http';
import { request } from 'undici';

const server = http.createServer((req, res) => setTimeout(() => res.end(JSON.stringify(req.url)), 40));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;

class Weather {
  async at(place) {
    const { body } = await request(`${base}/${place}`);
    const text = await body.json();
    return text;
  }
}

class Maps {
  of(place) {
    return new Promise((resolve, reject) => {
      const asked = http.get(`${base}/${place}`, { agent: false }, (res) => {
        let text = '';
        res.on('data', (part) => (text += part));
        res.on('end', () => resolve(text));
      });
      asked.on('error', reject);
    });
  }
}

const places = ['Oslo', 'Bern', 'Rome', 'Riga', 'Graz', 'Kiel'];

async function weather(weatherClient) {
  const found = [];
  for (const place of places) {
    const text = await weatherClient.at(place);
    found.push(text);
  }
  return found.length;
}

async function maps(client, known) {
  const found = [known];
  for (const place of places) {
    const text = await client.of(place);
    found.push(text);
  }
  return found.length;
}

const known = await weather(new Weather());
console.log(await maps(new Maps(), known));
server.close();
