const tick = () => new Promise((resolve) => setTimeout(resolve, 2));

export class JobRepository {
  #rows = [
    { id: 1, status: 'pending', to: 'ann' },
    { id: 2, status: 'pending', to: 'bob' },
  ];

  async findOne({ status }) {
    await tick();
    const row = this.#rows.find((one) => one.status === status);
    return row && { ...row };
  }

  async save(job) {
    await tick();
    const at = this.#rows.findIndex((one) => one.id === job.id);
    this.#rows[at] = { ...job };
  }
}
