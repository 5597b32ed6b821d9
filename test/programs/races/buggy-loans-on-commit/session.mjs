class Session {
  #steps = [];

  later(step) {
    this.#steps.push(step);
  }

  async flush() {
    for (const step of this.#steps) await step();
  }
}

export async function withSession(work) {
  const session = new Session();
  await work(session);
  await session.flush();
}
