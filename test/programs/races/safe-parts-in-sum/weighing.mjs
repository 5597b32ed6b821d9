export class Weighing {
  #scale;

  constructor(scale) {
    this.#scale = scale;
  }

  async weigh(load) {
    const { unit } = this.#scale;
    const raw = await load();
    const { factor, tare } = this.#scale.calibration;
    return { grams: raw * factor - tare, unit };
  }
}
