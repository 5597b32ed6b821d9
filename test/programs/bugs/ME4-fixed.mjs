// expect: nothing
/**
 * ME4, repaired.
 */
import { EventEmitter } from 'node:events';

class Driver extends EventEmitter {
  open() {
    setTimeout(() => this.emit('open', { admin: () => ({ name: 'admin' }) }), 60);
  }
}

class App {
  adminDb = null;
  mainConn = null;
  constructor(driver) {
    driver.on('open', (connection) => {
      this.mainConn = connection;
      this.adminDb = connection.admin();
    });
    this.ready = new Promise((resolve) => driver.once("open", resolve));
    driver.open();
  }
  handle(path) {
    if (path === '/') return { title: this.adminDb.name };
    return { title: path };
  }
}

const app = new App(new Driver());
await app.ready;
function request(path, pause) {
  return new Promise((resolve) => {
    setTimeout(() => {
      try {
        resolve(app.handle(path));
      } catch (err) {
        resolve({ error: err.message });
      }
    }, pause);
  });
}
const pages = await Promise.all([request('/', 10), request('/', 150)]);
console.log(pages.length);
