export let current = 0;
export const limit = 3;
export function increment() {
  current += 1;
}
export function reset() {
  current = 0;
}
