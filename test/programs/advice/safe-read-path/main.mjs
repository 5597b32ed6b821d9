// expect: nothing
// never: handle.leak
// Of a song that is not there the body of the answer is dumped.
import http from 'node:http';
import { Pool } from 'undici';

const jukebox = http.createServer((request, response) => {
  response.writeHead(request.url.endsWith('/polka') ? 410 : 200);
  response.end('la '.repeat(70_000));
});
await new Promise((resolve) => jukebox.listen(0, resolve));
const pool = new Pool(`http://127.0.0.1:${jukebox.address().port}`, { connections: 1 });

async function lengthOf(song) {
  // Three quarters of the songs are there.
  const { statusCode, body } = await pool.request({ path: `/songs/${song}`, method: 'GET' });
  if (statusCode !== 200) {
    await body.dump();
    return 0;
  }
  const text = await body.text();
  return text.length;
}

for (const song of ['waltz', 'polka', 'tango']) console.log(song, (await lengthOf(song)) > 0);
await pool.close();
jukebox.close();
