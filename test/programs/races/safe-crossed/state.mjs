export class Stage {
  #down = new Map();
  #moving = false;

  isDown(flap) {
    return this.#down.get(flap);
  }

  isMoving() {
    return this.#moving;
  }

  move(isMoving) {
    this.#moving = isMoving;
  }

  setDown(flap) {
    this.#down.set(flap, true);
  }

  count() {
    return this.#down.size;
  }
}

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

export class Parcels {
  #parcels = [
    { id: 'a', floor: 1, state: 'due' },
    { id: 'b', floor: 2, state: 'due' },
    { id: 'c', floor: 1, state: 'due' },
  ];

  due() {
    return this.#parcels.filter((parcel) => parcel.state === 'due');
  }

  setState(id, state) {
    const parcel = this.#parcels.find((one) => one.id === id);
    parcel.state = state;
  }
}
