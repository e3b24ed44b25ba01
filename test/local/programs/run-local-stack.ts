import { startLocalStack } from '../../../local/stack.ts';

// Runs a cloud assembly, tells how to reach it, and then does nothing until it is killed.
const [, , assemblyDirectory = ''] = process.argv;
const stack = await startLocalStack({ assemblyDirectory });
const { tokenUrl, clients, apis } = stack;
process.stdout.write(`${JSON.stringify({ tokenUrl, clients, apis })}\n`);
