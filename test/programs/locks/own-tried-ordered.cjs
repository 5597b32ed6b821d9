// expect: none exit 0
// A function that only tries, asked again and again by another one. In one order.
const taken = new Map();
function tryTake(name, owner) {
  if (taken.has(name)) return false;
  taken.set(name, owner);
  return true;
}
class Door {
  constructor(name) {
    this.name = name;
  }
  async enter() {
    const owner = Symbol(this.name);
    while (!tryTake(this.name, owner)) await sleep(1);
    return () => taken.delete(this.name);
  }
}
const [hall, vault] = [new Door('hall'), new Door('vault')];
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
visit(1, hall, vault);
visit(800, hall, vault);
visit(800, hall, vault);
