/**
 * The process in which `check --watch` checks once: its arguments are the model and then the command. First it tells which files the
 * model consists of; when nobody listens any more, it ends.
 */
import { loadModel, modelFiles } from '../load/load-model.ts';
import { EXIT } from './exit.ts';
import { runProcess } from './run-process.ts';

const [model = ''] = process.argv.splice(2, 1);
const end = () => process.exit(EXIT.interrupted);
process.on('disconnect', end);

// What stands in its way is for the command to say.
await loadModel(model).catch(() => undefined);
process.send?.(filesOrNone());
await runProcess(process.argv);
process.off('disconnect', end);
if (process.connected) process.disconnect();

/** A model that was there may be gone. */
function filesOrNone(): readonly string[] {
  try {
    return modelFiles(model);
  } catch {
    return [];
  }
}
