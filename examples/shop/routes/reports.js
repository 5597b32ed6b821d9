export async function reportRoutes(server, { reports }) {
  server.get('/reports/similar-baskets', async (request) => reports.similarBaskets(Number(request.query.count ?? 10)));
}
