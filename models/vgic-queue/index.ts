/** The model with its matrix. */
import { model } from './system.ts';

export default model;
