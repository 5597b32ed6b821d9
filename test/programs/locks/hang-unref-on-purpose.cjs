// expect: none exit 0
const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref());

// A look for news on the side: when the program is done, nobody wants them any more.
async function news() {
  for (let i = 0; i < 5; i++) {
    if (i === 4) return 'nothing new';
    await rest(40);
  }
}
async function showNews() {
  const text = await news();
  console.log(text);
}
showNews().catch((err) => console.warn(err.message));

// A time of grace: if it is over and something still keeps the program, it is ended.
async function shutDown() {
  console.log('closing');
  await rest(3000);
  console.error('did not close in time');
  process.exit(1);
}
setTimeout(() => shutDown().catch(() => process.exit(2)), 20);

// Rates that are kept fresh for as long as the program is there.
async function rates() {
  for (let tries = 0; tries < 9; tries++) await rest(25);
  return 'fresh';
}
async function keepFresh() {
  for (;;) {
    const state = await rates();
    console.log(state);
  }
}
keepFresh().catch(() => process.exit(3));
