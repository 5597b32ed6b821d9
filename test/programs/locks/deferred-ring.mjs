// expect: deadlock.actual 12,22,14 exit 0
// Parts of a program come up together; two of them each wait until the other one is ready.
import { setTimeout as delay } from 'node:timers/promises';

class Broker {
  ready = Promise.withResolvers?.() ?? deferred();
  port = 0;

  async start(registry) {
    await delay(2);

    await registry.ready.promise;
    this.port = 4000;
    this.ready.resolve(this.port);
  }
}
class Registry {
  ready = Promise.withResolvers?.() ?? deferred();

  async start(broker) {
    await delay(3);
    const port = await broker.ready.promise;
    this.ready.resolve({ broker: port });
  }
}

function deferred() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

const [broker, registry] = [new Broker(), new Registry()];
broker.start(registry);
registry.start(broker);
Promise.all([broker.ready.promise, registry.ready.promise]).then(() => console.log('up'));
