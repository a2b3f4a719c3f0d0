import type { Life } from './life';
import type { Step, StepOf } from './steps';

/** How each kind of step is carried out. @returns whether it changed anything */
export type Performers = {
  [Name in Step['do']]: (life: Life, step: StepOf<Name>) => Promise<boolean>;
};
