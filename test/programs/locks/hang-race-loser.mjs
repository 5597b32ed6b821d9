// expect: none exit 0
async function poll() {
  await new Promise((resolve) => globalThis.addListener ?? (globalThis.pending = resolve));
}
async function deadline() {
  await new Promise((resolve) => setTimeout(resolve, 5));
}
await Promise.race([poll(), deadline()]);
console.log('done');
