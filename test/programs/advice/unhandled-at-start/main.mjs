// expect: promise.unhandled main.mjs:7
// It throws before it waits for anything, while the module still runs; the promise of it is the author's all the same.
const ports = { http: 8080 };

async function listen(name) {
  const port = ports[name];
  if (port === undefined) throw new Error(`no port for ${name}`);
  return port;
}
listen('http');
listen('https');
