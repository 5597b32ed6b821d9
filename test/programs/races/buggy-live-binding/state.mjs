export let balance = 100;
export function setBalance(value) {
  balance = value;
}
