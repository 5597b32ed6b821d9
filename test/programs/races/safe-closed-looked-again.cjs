// expect: nothing
// Who has looked before the wait looks again after it, ends what it has got, and says so: nothing is refused that had been let in.
const net = require('net');
const dns = require('dns');

class Studio {
  constructor() {
    this.closed = false;
    this.cameras = new Set();
  }

  fetch(host, port, done) {
    if (this.closed) return done(new Error('the studio is closed'));
    dns.lookup(host, { family: 4 }, (error, address) => {
      if (error) return done(error);
      const camera = net.connect(port, address);
      camera.once('error', done);
      camera.once('connect', () => {
        camera.removeListener('error', done);
        camera.on('error', () => {});
        camera.resume();
        if (this.closed) {
          camera.destroy();
          return done(new Error('the studio has closed'));
        }
        camera.once('close', () => this.cameras.delete(camera));
        this.cameras.add(camera);
        done(null, camera);
      });
    });
  }

  close(done) {
    this.closed = true;
    for (const camera of this.cameras) camera.destroy();
    this.cameras.clear();
    setImmediate(done);
  }
}

const field = net.createServer((camera) => {
  camera.on('error', () => {});
  camera.resume();
  setTimeout(() => camera.end(), 40);
});
field.listen(0, '127.0.0.1', () => {
  const studio = new Studio();
  studio.fetch('localhost', field.address().port, (error) => console.log('answered', error ? error.message : 'on air'));
  studio.close(() => setTimeout(() => field.close(), 60));
});
