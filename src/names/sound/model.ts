/** The sound half of the name engine: the model and the score of two names. */
export {
  loadSoundModel,
  type CurveName,
  type ModelMeta,
  type ScoreCurve,
  type SoundModel,
} from './tables.ts';
export { scorePair, type SoundScore } from './score.ts';
export type { SoundSegment } from './segments.ts';
