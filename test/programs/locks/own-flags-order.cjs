// expect: none exit 0
// Flags that make callers give up, not wait, cannot deadlock.
let syncing = false;
let packing = false;
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
async function sync(nested) {
  if (syncing) return;
  syncing = true;
  await sleep(2);
  if (nested) await pack(false);
  syncing = false;
}
async function pack(nested) {
  if (packing) return;
  packing = true;
  await sleep(2);
  if (nested) await sync(false);
  packing = false;
}
(async () => {
  setTimeout(sync, 1, true);
  setTimeout(pack, 700, true);
  setTimeout(sync, 1400, true);
  setTimeout(pack, 2100, true);
})();
