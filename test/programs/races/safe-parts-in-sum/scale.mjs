export class Scale {
  unit = 'g';
  calibration = { tare: 1, factor: 1 };

  calibrate(calibration) {
    this.calibration = calibration;
  }
}
