// expect: nothing
// never: await.in-loop await.sequential
// One connection: what is asked of it together waits for its turn all the same.
import http from 'node:http';
import { Client } from 'undici';

const server = http.createServer((req, res) => setTimeout(() => res.end(JSON.stringify(req.url)), 40));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

class Weather {
  #client = new Client(`http://127.0.0.1:${server.address().port}`);

  async at(place) {
    const { body } = await this.#client.request({ path: `/${place}`, method: 'GET' });
    const text = await body.json();
    return text;
  }

  close() {
    return this.#client.close();
  }
}

async function weather(client) {
  const found = [];
  for (const place of ['Oslo', 'Bern', 'Rome', 'Riga', 'Graz', 'Kiel']) {
    const text = await client.at(place);
    found.push(text);
  }
  return found.length;
}

const client = new Weather();
console.log(await weather(client));
await client.close();
server.close();
