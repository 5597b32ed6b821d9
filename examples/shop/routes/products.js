export async function productRoutes(server, { catalog, images }) {
  server.get('/products', async () => catalog.items().map(({ sku, name, cents, stock }) => ({ sku, name, cents, available: stock > 0 })));

  server.get('/products/:sku/thumbnail', async (request, reply) => {
    const { sku } = request.params;
    if (!catalog.find(sku)) return reply.code(404).send({ error: `no product ${sku}` });
    const thumbnail = await images.thumbnail(sku);
    return reply.type('application/octet-stream').send(Buffer.from(thumbnail));
  });
}
