// expect: deadlock.main-thread-blocked 13
// `fetch` looks at its clock twice a second: the child never stands quite still.
import http from 'node:http';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
const url = process.argv[2];
if (url !== undefined) {
  const response = await fetch(url);
  console.log(await response.text());
} else {
  const server = http.createServer((_request, response) => response.end('settings'));
  server.listen(0, '127.0.0.1', () => {
    const text = execFileSync(process.execPath, [fileURLToPath(import.meta.url), `http://127.0.0.1:${server.address().port}/`], { encoding: 'utf8' });
    console.log(text);
    server.close();
  });
}
