// expect: none exit 0
const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref());
async function sweep() {
  for (;;) await delay(60_000);
}
sweep();
console.log('started');
