const tick = () => new Promise((resolve) => setImmediate(resolve));

export class ArticleRepo {
  #rows = new Map();

  create(id, body) {
    this.#rows.set(id, { id, body, version: 1 });
  }

  async find(id) {
    await tick();
    return structuredClone(this.#rows.get(id));
  }

  async save(article) {
    await tick();
    if (this.#rows.get(article.id).version !== article.version) return false;
    this.#rows.set(article.id, { ...article, version: article.version + 1 });
    return true;
  }
}
