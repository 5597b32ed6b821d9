export class Walls {
  constructor(count) {
    this.states = new Array(count).fill('bare');
  }
  nextBare() {
    return this.states.indexOf('bare');
  }
  note(wall, state) {
    this.states[wall] = state;
  }
}
