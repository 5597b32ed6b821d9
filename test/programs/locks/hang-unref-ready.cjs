// expect: hang.exit-pending 10 exit 0
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref());
let isReady = false;
setTimeout(() => (isReady = true), 5000).unref();
const fail = (err) => {
  console.error(err);
  process.exit(1);
};
async function untilReady() {
  for (let i = 0; i < 50 && !isReady; i++) await rest(20);
}
async function start() {
  await untilReady();
  console.log('begins');
}
start().then(() => console.log('done'), fail);
