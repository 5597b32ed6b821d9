// expect: hang.exit-pending 8 exit 0
// The shop waits for the key, and only then says that it is open; whoever has the key is never asked.
let resolveKey;
const key = new Promise((settle) => void (resolveKey = settle));
let resolveOpen;
const open = new Promise((settle) => void (resolveOpen = settle));
async function openShop() {
  await key;
  resolveOpen('nine');
}
function bringKey() {
  resolveKey('brass');
}

openShop();
open.then(console.log);
if (process.argv.includes('--early')) bringKey();
