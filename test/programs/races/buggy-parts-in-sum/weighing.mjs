export class Weighing {
  #scale;

  constructor(scale) {
    this.#scale = scale;
  }

  async weigh(load) {
    const { tare } = this.#scale.calibration;
    const raw = await load();
    const { factor } = this.#scale.calibration;
    return { grams: raw * factor - tare };
  }
}
