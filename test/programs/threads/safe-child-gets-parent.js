// expect: nothing
// The child gives up before its parent does.
const http = require('node:http');
const { execFileSync } = require('node:child_process');
const port = process.argv[2];
if (port !== undefined) {
  const req = http.get({ host: '127.0.0.1', port: Number(port), path: '/version', timeout: 2500 }, (res) => {
    res.resume();
    res.on('end', () => console.log(res.statusCode));
  });
  req.on('timeout', () => req.destroy(new Error('busy')));
  req.on('error', (error) => console.log(error.message));
} else {
  const server = http.createServer((req, res) => res.end('{}'));
  server.listen(0, '127.0.0.1', () => {
    console.log('status', execFileSync(process.execPath, [__filename, String(server.address().port)], { encoding: 'utf8' }).trim());
    server.close();
  });
}
