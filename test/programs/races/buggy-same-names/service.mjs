export class AccountService {
  constructor(repo) { this.repo = repo; }
  async find(id) {
    const account = await this.repo.find(id);
    if (!account) throw new Error('404');
    return account;
  }
  async update(id, patch) {
    return this.repo.update(id, patch);
  }
  async withdraw(id, amount) {
    const account = await this.find(id);
    if (account.balance < amount) throw new Error('funds');
    await this.update(id, { balance: account.balance - amount });
  }
}
