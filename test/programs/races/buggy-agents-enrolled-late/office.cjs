const licences = new Map([[1, 'freight'], [2, 'mail']]);

const licenceOf = (number) => new Promise((resolve) => setTimeout(() => resolve(licences.get(number)), 90));

class Office {
  agents = new Map();
  callers = 0;

  welcome(line) {
    const number = ++this.callers;
    line.on('close', () => this.dismiss(number));
    this.enrol(number, line).catch(() => line.destroy());
  }

  async enrol(number, line) {
    const licence = await licenceOf(number);
    if (!licence) throw new Error('no licence');
    this.agents.set(number, { licence, line });
    line.write('welcome\n');
  }

  dismiss(number) {
    this.agents.delete(number);
  }
}

module.exports = { Office };
