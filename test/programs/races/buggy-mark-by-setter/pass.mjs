export function openPass(dishes) {
  const states = new Map(dishes.map((dish) => [dish, 'open']));
  return {
    next: () => [...states.keys()].find((dish) => states.get(dish) === 'open'),
    mark(dish, state) {
      states.set(dish, state);
    },
  };
}
