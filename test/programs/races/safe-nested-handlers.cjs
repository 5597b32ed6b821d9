// expect: nothing
// Handlers in handlers, each of which restores what it found on the request before it goes on: one call after the other, however deep.
function handle(req, stack, callback) {
  const parentUrl = req.baseUrl || '';
  let place = 0;
  let removed = '';
  req.baseUrl = parentUrl;
  next();
  function next() {
    if (removed !== '') {
      req.baseUrl = parentUrl;
      removed = '';
    }
    if (place >= stack.length) {
      setImmediate(() => {
        req.baseUrl = parentUrl;
        callback();
      });
      return;
    }
    const layer = stack[place++];
    removed = layer.path;
    req.baseUrl = parentUrl + removed;
    layer.run(req, next);
  }
}

function mounted(path, stack) {
  return { path, run: (req, next) => handle(req, stack, next) };
}

function noting(path) {
  return {
    path,
    run(req, next) {
      req.seen.push(req.baseUrl);
      next();
    },
  };
}

const files = mounted('/files', [noting('/list'), noting('/new')]);
const app = [mounted('/api', [mounted('/v1', [files, noting('/health')]), noting('/old')]), noting('/about')];
const req = { baseUrl: '', seen: [] };
handle(req, app, () => console.log(req.seen.join(' ')));
