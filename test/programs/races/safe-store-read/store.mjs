// What everybody keeps, and functions that only look at it.
export const accounts = new Map([
  ['ada', { balance: 10 }],
  ['bob', { balance: 10 }],
]);
export const state = { stock: 10, sold: 0 };
export const names = new Set();

export function balanceOf(name) {
  return accounts.get(name)?.balance ?? 0;
}

export const inStock = () => state.stock;

export const isTaken = (name) => names.has(name);
