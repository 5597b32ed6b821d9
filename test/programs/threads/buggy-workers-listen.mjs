// expect: deadlock.actual 9
import { Worker, isMainThread, workerData, parentPort, MessageChannel } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
if (!isMainThread) {
  const { port, name } = workerData;
  const next = () => new Promise((resolve) => port.once('message', resolve));
  async function exchange() {
    // first listen, then talk
    const theirs = await next();
    port.postMessage(name);
    return theirs;
  }
  console.log(name, await exchange());
} else {
  const { port1, port2 } = new MessageChannel();
  const file = fileURLToPath(import.meta.url);
  new Worker(file, { workerData: { port: port1, name: 'left' }, transferList: [port1] });
  new Worker(file, { workerData: { port: port2, name: 'right' }, transferList: [port2] });
}
