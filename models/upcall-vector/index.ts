/** The model. */
import { model } from './system.ts';

export default model;
