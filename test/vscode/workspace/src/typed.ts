interface Order {
  readonly id: number;
  readonly price: number;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function priceOf<T extends Order>(order: T): Promise<number> {
  await wait(5);
  const price: number = order.price * 2;
  return price;
}

async function main(): Promise<void> {
  const prices = await Promise.all([priceOf({ id: 1, price: 3 }), priceOf({ id: 2, price: 4 })]);
  console.log('prices', prices.join(' '));
}

void main();
