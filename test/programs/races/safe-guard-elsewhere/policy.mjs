export class SignupPolicy {
  constructor(repo) { this.repo = repo; }
  async ensureUnused(email) {
    const known = await this.repo.byEmail(email);
    if (known) throw new Error('in use');
  }
}
