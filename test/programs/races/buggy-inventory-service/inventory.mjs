const pause = () => new Promise((r) => setTimeout(r, 2));
export function createInventory(start) {
  const counts = { ...start };
  return {
    async count(sku) {
      await pause();
      return counts[sku] ?? 0;
    },
    async setCount(sku, n) {
      await pause();
      counts[sku] = n;
    },
  };
}
