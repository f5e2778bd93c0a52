/**
 * What properties draw is the same in every run, so that a red run is somebody's change and can be repeated.
 * `KUBELING_DRAWS=random npm test` draws anew; a failure tells the seed.
 */
import fc from 'fast-check';

const { KUBELING_DRAWS = '2026' } = process.env;

if (KUBELING_DRAWS !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(KUBELING_DRAWS) });
