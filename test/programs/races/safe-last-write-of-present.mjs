// expect: nothing
// A store's state is replaced as a whole, by one made of what stands there in the same step: it has what the other calls added.
import { setTimeout as sleep } from 'node:timers/promises';

function createStore(initial) {
  let state = initial;
  return {
    getState: () => state,
    setState: (next) => {
      state = next;
    },
  };
}

const cart = createStore({ lines: [], total: 0 });

async function quote(sku) {
  await sleep(sku.length);
  return { sku, price: sku.length * 10 };
}

async function addLine(sku) {
  const line = await quote(sku);
  const before = cart.getState();
  cart.setState({ lines: [...before.lines, line], total: before.total + line.price });
}

await Promise.all([addLine('pen'), addLine('paper'), addLine('ink')]);
console.log(cart.getState().lines.length);
