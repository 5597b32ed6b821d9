export class OrderService {
  constructor(repo) {
    this.repo = repo;
  }
  async addItems(id, n) {
    const order = await this.repo.load(id);
    order.items += n;
    await this.repo.save(order);
  }
}
