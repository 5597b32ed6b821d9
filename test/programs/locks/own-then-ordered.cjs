// expect: none exit 0
// The same, always in one order.
function Door() {
  this.last = Promise.resolve();
}
Door.prototype.enter = function () {
  let leave;
  const mine = new Promise((resolve) => {
    leave = resolve;
  });
  const turn = this.last.then(() => leave);
  this.last = mine;
  return turn;
};
const [hall, vault] = [new Door(), new Door()];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function both(first, second) {
  const leaveFirst = await first.enter();
  await sleep(2);
  const leaveSecond = await second.enter();
  leaveSecond();
  leaveFirst();
}
async function visit(ms, first, second) {
  await sleep(ms);
  await both(first, second);
}
visit(1, hall, vault);
visit(1200, hall, vault);
