// expect: nothing
// The owner of the total adds: whoever has asked for it before only decides whether to send a message at all.
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
if (isMainThread) {
  const totals = new Map();
  const workers = ['a', 'b'].map((name) => new Worker(new URL(import.meta.url), { workerData: name }));
  for (const w of workers) w.on('message', (m) => {
    if (m.op === 'get') w.postMessage({ id: m.id, value: totals.get(m.key) });
    else { totals.set(m.key, (totals.get(m.key) ?? 0) + m.by); w.postMessage({ id: m.id, value: totals.get(m.key) }); }
  });
  await Promise.all(workers.map((w) => new Promise((r) => w.on('exit', r))));
  console.log(totals.get('x'));
} else {
  let id = 0; const open = new Map();
  parentPort.on('message', (m) => { open.get(m.id)(m.value); open.delete(m.id); });
  const ask = (m) => new Promise((r) => { open.set(++id, r); parentPort.postMessage({ ...m, id }); });
  for (let i = 0; i < 20; i++) { const v = await ask({ op: 'get', key: 'x' }); await ask({ op: 'add', key: 'x', by: (v ?? 0) > 1000 ? 0 : 1 }); }
  parentPort.close();
}
