// expect: race.order.use-before-init 26,21
/**
 * ME4: mongo-express, tests of its routers (NodeRacer).
 * Root cause: the start page uses the administration database, which is set by an event of the driver that nothing waits for.
 * Original fix: requests are handled after the event.
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
    driver.open();
  }
  handle(path) {
    if (path === '/') return { title: this.adminDb.name };
    return { title: path };
  }
}

const app = new App(new Driver());
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
