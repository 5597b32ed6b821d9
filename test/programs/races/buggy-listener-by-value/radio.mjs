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
    const { frequency } = this;
    const receiver = new Receiver(frequency);

    receiver.onopen = () => {
      receiver.onopen = null;
      this.onTuned();
    };

    receiver.onclose = () => {
      if (frequency.startsWith('fm')) {
        this.onError(new Error('nothing to be heard'));
      }
      if (this.left-- > 0) {
        this.tune();
      }
    };
  }
}
