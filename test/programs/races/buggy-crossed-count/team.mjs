export class Team {
  #members;

  constructor(...names) {
    this.#members = new Map(names.map((name) => [name, { name, isOwner: true }]));
  }

  get owners() {
    return [...this.#members.values()].filter((member) => member.isOwner);
  }

  setOwner(name, isOwner) {
    const member = this.#members.get(name);
    member.isOwner = isOwner;
  }
}
