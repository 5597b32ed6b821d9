export class Scale {
  calibration = { tare: 1, factor: 1 };

  calibrate(calibration) {
    this.calibration = calibration;
  }
}
