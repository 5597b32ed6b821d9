// expect: promise.late-handler main.js:14
process.on('unhandledRejection', () => {});
function after(ms, error) {
  return new Promise((resolve, reject) => {
    setTimeout(() => (error === undefined ? resolve(ms) : reject(error)), ms);
  });
}
async function main() {
  const [price, stock] = [after(60), after(5, new Error('offline'))];
  console.log(await price);
  try {
    // Reported as unhandled long before.
    // (The helper that makes the promise knows nothing of it.)
    await stock;
  } catch (error) {
    console.log(error.message);
  }
}
main();
