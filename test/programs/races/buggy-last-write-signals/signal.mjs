export function signal(initial) {
  let current = initial;
  return {
    get value() {
      return current;
    },
    set value(next) {
      current = next;
    },
  };
}
