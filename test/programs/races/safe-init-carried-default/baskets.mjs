const kept = new Map();

async function find(id) {
  await new Promise((resolve) => setTimeout(resolve, 2));
  const text = kept.get(id);
  return text ? JSON.parse(text) : { fruits: [] };
}

/** A basket is begun empty, and kept when something has come into it. */
export async function withBasket(request, handle) {
  const id = request.headers['x-basket'];
  const found = await find(id);
  request.basket = { ...found, keep: () => kept.set(id, JSON.stringify({ fruits: request.basket.fruits })) };
  handle(request);
}
