export class Walls {
  constructor(count) {
    this.states = new Array(count).fill('bare');
    this.owners = ['ann', 'ben'];
  }
  nextBare() {
    return this.states.indexOf('bare');
  }
  ownedBy(owner) {
    return this.owners.indexOf(owner);
  }
  note(wall, state) {
    this.states[wall] = state;
  }
}
