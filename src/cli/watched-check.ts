/**
 * The process in which `check --watch` checks once. Its arguments are the model and then the command. It first sends the files of the
 * model to its parent, and ends when the parent disconnects.
 */
import { loadModel, modelFiles } from '../load/load-model.ts';
import { EXIT } from './exit.ts';
import { runProcess } from './run-process.ts';

const [model = ''] = process.argv.splice(2, 1);
const end = () => process.exit(EXIT.interrupted);
process.on('disconnect', end);

// If the model cannot be loaded, the command below says why.
await loadModel(model).catch(() => undefined);
process.send?.(filesOrNone());
await runProcess(process.argv);
process.off('disconnect', end);
if (process.connected) process.disconnect();

/** The file of the model may have been removed meanwhile. */
function filesOrNone(): readonly string[] {
  try {
    return modelFiles(model);
  } catch {
    return [];
  }
}
