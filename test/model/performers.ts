import type { Life } from './life';
import type { Step, StepOf } from './steps';

/** A function for each kind of step that performs it. @returns whether it changed anything */
export type Performers = {
  [Name in Step['do']]: (life: Life, step: StepOf<Name>) => Promise<boolean>;
};
