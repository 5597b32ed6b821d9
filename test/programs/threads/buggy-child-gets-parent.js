// expect: deadlock.main-thread-blocked 16
const http = require('node:http');
const { execFileSync } = require('node:child_process');
const port = process.argv[2];
if (port !== undefined) {
  http.get({ host: '127.0.0.1', port: Number(port), path: '/version' }, (res) => {
    res.resume();
    res.on('end', () => console.log(res.statusCode));
  });
} else {
  const server = http.createServer((req, res) => res.end('{}'));
  server.listen(0, '127.0.0.1', () => console.log('status', ask(server)));
}
function ask(server) {
  const args = [__filename, String(server.address().port)];
  const text = execFileSync(process.execPath, args, { encoding: 'utf8' });
  server.close();
  return text.trim();
}
