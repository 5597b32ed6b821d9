const body = {
  type: 'object',
  required: ['sku', 'quantity'],
  properties: { sku: { type: 'string' }, quantity: { type: 'integer', minimum: 1 } },
};

export async function warehouseRoutes(server, { warehouse }) {
  server.post('/deliveries', { schema: { body } }, async (request, reply) => {
    const shelf = await warehouse.receive(request.body.sku, request.body.quantity);
    if (!shelf) return reply.code(404).send({ error: `no product ${request.body.sku}` });
    return shelf;
  });
}
