export class Config {
  current = null;

  load(settings) {
    this.current = Object.freeze({ ...settings });
  }
}
