import { parentPort } from 'node:worker_threads';

let items = [];
let parcels = 0;

parentPort.on('message', ({ item }) => {
  items.push(item);
  if (items.length > 1) return;
  setTimeout(() => {
    parentPort.postMessage({ parcel: ++parcels, items: items.length });
    items = [];
  }, 40);
});
