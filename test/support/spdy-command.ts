/** Exec and attach over SPDY: a stream for errors, and one for each of input, output and the terminal's size. */
import type { Cluster } from '../../server/cluster.ts';
import { type CommandCall, type CommandResult, commandUrl } from './remote-command.ts';
import { connectSpdy } from './spdy-client.ts';

const PROTOCOLS = ['v4.channel.k8s.io', 'v3.channel.k8s.io', 'v2.channel.k8s.io', 'channel.k8s.io'];

/** Runs a command to its end. Rejects with UpgradeRefused. */
export async function runOverSpdy(
  cluster: Pick<Cluster, 'url'>,
  call: CommandCall,
  protocols: readonly string[] = PROTOCOLS,
): Promise<CommandResult> {
  const client = await connectSpdy(commandUrl(cluster, call), { 'x-stream-protocol-version': [...protocols] });
  const open = (streamtype: string) => client.open({ streamtype });
  const error = await open('error');
  const stdin = call.stdin === undefined ? undefined : await open('stdin');
  const stdout = await open('stdout');
  const stderr = call.tty ? undefined : await open('stderr');
  if (call.tty && /^v[34]/.test(client.protocol ?? '')) await open('resize');
  stdin?.write(call.stdin ?? '', { isLast: true });
  const said = await error.received;
  const result = {
    stdout: await stdout.received,
    stderr: (await stderr?.received) ?? '',
    status: said.startsWith('{') ? JSON.parse(said) : { message: said, ...(said === '' && { status: 'Success' }) },
  };
  client.close();
  return result;
}
