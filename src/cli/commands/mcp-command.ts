/** The command that serves assistants, `mcp`. */
import type { Command } from 'commander';
import type { Invocation } from './invocation.ts';

export function addMcpCommand(program: Command, { exit }: Invocation): void {
  program
    .command('mcp')
    .description('serve the Model Context Protocol on standard input and output, for assistants that write models')
    .addHelpText(
      'after',
      `
Tools: list, check, trace, replay, explain, profile. Models and traces are read below the current folder only;
shipped models are known by name. A client starts this command in the folder of a project:
  { "mcpServers": { "everywhen": { "command": "npx", "args": ["everywhen", "mcp"] } } }`,
    )
    .action(async () => {
      exit(await (await import('../mcp/serve.ts')).serve());
    });
}
