// expect: nothing
// the synckit pattern: main blocks, worker does async work and answers through a port read synchronously
const { Worker, isMainThread, workerData, MessageChannel, receiveMessageOnPort } = require('node:worker_threads');
const fs = require('node:fs');
if (!isMainThread) {
  const { port, signal } = workerData;
  port.on('message', async (file) => {
    const text = await fs.promises.readFile(file, 'utf8');
    await new Promise((r) => setTimeout(r, 1500));
    port.postMessage(text.length);
    Atomics.add(new Int32Array(signal), 0, 1);
    Atomics.notify(new Int32Array(signal), 0);
  });
} else {
  const { port1, port2 } = new MessageChannel();
  const signal = new SharedArrayBuffer(4);
  const worker = new Worker(__filename, { workerData: { port: port2, signal }, transferList: [port2] });
  worker.unref();
  port1.postMessage(__filename);
  Atomics.wait(new Int32Array(signal), 0, 0);
  console.log(receiveMessageOnPort(port1).message > 0);
  port1.close();
}
