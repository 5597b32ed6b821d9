interface Account {
  owner: string;
}

let stock: number = 10;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export async function take(who: Account, n: number): Promise<number> {
  const before = stock;
  await pause(5);
  stock = before - n;
  return stock;
}
