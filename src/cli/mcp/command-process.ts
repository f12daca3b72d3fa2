/**
 * The process in which the server has one command run, confined to the folder in which it was started. Its arguments are the command. It
 * tells its parent the progress, and ends when the parent is gone. The model runs here: nothing that it does can reach the protocol.
 */
import { confineModels } from '../../load/confinement.ts';
import { EXIT } from '../exit.ts';
import { endAtOnce } from '../process/own-process.ts';
import { tellProgressTo } from '../progress.ts';
import { runProcess } from '../run-process.ts';

confineModels(process.cwd());
process.on('disconnect', () => endAtOnce(EXIT.interrupted));
// The command alone decides how long the process lives.
process.channel?.unref();
tellProgressTo((text) => process.send?.(text));
await runProcess(process.argv);
