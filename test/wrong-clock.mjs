/**
 * Sets the clock of the process that preloads it (`--import`) wrong by WRONG_BY_MS, and again by any message `{ setClockBy }`
 * of its parent: Date is the system's clock to a program.
 */
const RealDate = Date;
let wrongBy = Number(process.env.WRONG_BY_MS);

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + wrongBy);
    else super(...given);
  }
  static now() {
    return RealDate.now() + wrongBy;
  }
};

process.on('message', ({ setClockBy }) => {
  if (setClockBy !== undefined) wrongBy = setClockBy;
});
