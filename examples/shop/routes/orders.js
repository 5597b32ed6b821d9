const body = {
  type: 'object',
  required: ['customer', 'sku', 'quantity'],
  properties: { customer: { type: 'string' }, sku: { type: 'string' }, quantity: { type: 'integer', minimum: 1, maximum: 20 } },
};

export async function orderRoutes(server, { catalog, orders }) {
  server.post('/orders', { schema: { body } }, async (request, reply) => {
    const { customer, sku, quantity } = request.body;
    if (!catalog.find(sku)) return reply.code(404).send({ error: `no product ${sku}` });
    const order = await orders.place(customer, sku, quantity);
    if (!order) return reply.code(409).send({ error: `${sku} is sold out` });
    return reply.code(201).send({ id: order.id, receipt: order.payment.receipt });
  });

  server.post('/orders/:id/refund', async (request, reply) => {
    const refund = await orders.refund(Number(request.params.id));
    if (!refund) return reply.code(404).send({ error: 'no such order, or refunded already' });
    return refund;
  });
}
