// Compares what lies on the shelves with what was delivered, sold and returned.

export function audit(catalog, orders, warehouse) {
  const lines = [];
  for (const item of catalog.items()) {
    const expected = item.initial + warehouse.delivered(item.sku) - orders.sold(item.sku);
    if (item.stock !== expected) lines.push(`audit: ${item.sku}: ${item.stock} on the shelf, ${expected} by the books`);
  }
  return lines.length > 0 ? lines : ['audit: shelves and books agree'];
}
