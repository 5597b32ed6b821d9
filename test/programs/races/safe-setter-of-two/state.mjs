export let doors = ['main'];

export function setDoors(next) {
  doors = next;
}
