// The HTTP side: one Fastify instance with a plugin for each group of routes.
import fastify from 'fastify';
import { orderRoutes } from './routes/orders.js';
import { productRoutes } from './routes/products.js';
import { reportRoutes } from './routes/reports.js';
import { warehouseRoutes } from './routes/warehouse.js';

export function buildServer({ catalog, images, orders, reports, warehouse }) {
  const server = fastify();
  server.register(productRoutes, { catalog, images });
  server.register(orderRoutes, { catalog, orders });
  server.register(warehouseRoutes, { warehouse });
  server.register(reportRoutes, { reports });
  return server;
}
