import { Receiver } from './station.mjs';

export class Radio {
  constructor(frequency) {
    this.frequency = frequency;
    this.onError = (error) => console.log(error.message);
    this.onTuned = () => {};
    this.left = 4;
  }

  set(frequency) {
    this.frequency = frequency;
  }

  tune() {
    const receiver = new Receiver(this.frequency);

    receiver.onopen = () => {
      receiver.onopen = null;
      this.onTuned();
    };

    receiver.onclose = () => {
      if (receiver.onopen) {
        this.onError(new Error('nothing to be heard'));
      }
      if (this.left-- > 0) {
        this.tune();
      }
    };
  }
}
