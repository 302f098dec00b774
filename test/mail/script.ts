import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** What a server says at each stage: a reply, silence, or a closed connection. `part` is at the first of the data. */
type Said = string | 'hang' | 'close';
export type Script = Partial<
  Record<'greeting' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'part' | 'end', Said>
>;

const usual: Required<Omit<Script, 'part'>> = {
  greeting: '220 script',
  EHLO: '250 script',
  AUTH: '235 welcome',
  MAIL: '250 sender',
  RCPT: '250 recipient',
  DATA: '354 go on',
  end: '250 taken',
};

/** A server that keeps to a script, one for each connection in turn; the last one is for all that follow. */
export async function play(...scripts: Script[]) {
  const heard: string[] = [];
  /** Those that came whole, whatever was answered. */
  const letters: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    perform({ ...usual, ...(scripts[sockets.length - 1] ?? scripts.at(-1)) }, socket, (line, letter) => {
      heard.push(line);
      if (letter !== undefined) letters.push(letter);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    heard,
    letters,
    sockets,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function perform(script: Script, socket: Socket, hear: (line: string, letter?: string) => void): void {
  let buffer = '';
  let isData = false;
  const say = (said: Said | undefined) => {
    if (said === 'close') socket.destroy();
    else if (said === 'hang') socket.pause();
    else if (said !== undefined) socket.write(`${said}\r\n`);
  };
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    buffer += chunk.toString();
    if (isData && script.part !== undefined) return say(script.part);
    for (let end = next(); end >= 0; end = next()) {
      const line = buffer.slice(0, end);
      buffer = buffer.slice(end + (isData ? 5 : 2));
      if (isData) hear('end', line);
      else hear(line);
      const verb = line.slice(0, 4).toUpperCase();
      if (isData) say(script.end);
      else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else say(isVerb(verb) ? script[verb] : '502 no');
      isData = !isData && verb === 'DATA' && script.DATA?.startsWith('354') === true;
    }
  });
  const next = () => buffer.indexOf(isData ? '\r\n.\r\n' : '\r\n');
  say(script.greeting);
}

const isVerb = (word: string): word is 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' =>
  /^(EHLO|AUTH|MAIL|RCPT|DATA)$/.test(word);
