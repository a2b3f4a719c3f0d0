// Preloaded into an app process: its clock is as many ms ahead as CLOCK_SHIFT_FILE says, as when someone sets it.
import { readFileSync } from 'node:fs';

const RightDate = Date;
let shift = 0;

function read() {
  shift = Number(readFileSync(process.env.CLOCK_SHIFT_FILE ?? '', 'utf8'));
}
read();
setInterval(read, 200).unref();

globalThis.Date = class extends RightDate {
  // Next copies what a Date has itself.
  static UTC = RightDate.UTC;
  static parse = RightDate.parse;

  constructor(...args) {
    if (args.length === 0) super(RightDate.now() + shift);
    else super(...args);
  }

  static now() {
    return RightDate.now() + shift;
  }
};
