// expect: nothing
import http from 'node:http';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
const url = process.argv[2];
if (url !== undefined) {
  // It gives up by itself.
  const response = await fetch(url, { signal: AbortSignal.timeout(2500) }).catch(() => undefined);
  console.log(response === undefined ? 'nobody answers' : await response.text());
  process.exit();
} else {
  const server = http.createServer((_request, response) => response.end('settings'));
  server.listen(0, '127.0.0.1', () => {
    const text = execFileSync(process.execPath, [fileURLToPath(import.meta.url), `http://127.0.0.1:${server.address().port}/`], { encoding: 'utf8' });
    console.log(text.trim());
    server.close();
  });
}
