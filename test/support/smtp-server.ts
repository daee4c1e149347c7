import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A message as it arrived: envelope and text, dots taken off again. */
export interface Arrived {
  from: string;
  to: string[];
  text: string;
}

/** A mail server on this machine that speaks as much SMTP as a client needs. */
export interface SmtpServer {
  url: string;
  arrived: Arrived[];
  /** User and password a client showed. */
  credentials: string[];
  /** What the next messages are answered with before any is taken: greylisting. */
  refuseWith: string[];
  close(): Promise<void>;
}

function serve(server: SmtpServer, socket: Socket): void {
  let message: Arrived = { from: '', to: [], text: '' };
  let data: string[] | undefined;
  let rest = '';
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  const command = (line: string): void => {
    const [verb = ''] = line.toUpperCase().split(/[ :]/);
    if (verb === 'EHLO') say('250-localhost\r\n250-AUTH PLAIN\r\n250 8BITMIME');
    else if (verb === 'AUTH') {
      server.credentials.push(
        Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString()
          .replaceAll('\0', ' ')
          .trim(),
      );
      say('235 ok');
    } else if (verb === 'MAIL') {
      message = { from: /<(.*?)>/.exec(line)?.[1] ?? '', to: [], text: '' };
      say('250 ok');
    } else if (verb === 'RCPT') {
      message.to.push(/<(.*?)>/.exec(line)?.[1] ?? '');
      say(server.refuseWith.shift() ?? '250 ok');
    } else if (verb === 'DATA') {
      data = [];
      say('354 go on');
    } else if (verb === 'QUIT') {
      say('221 bye');
      socket.end();
    } else say(verb === 'RSET' ? '250 ok' : '502 not here');
  };
  const line = (text: string): void => {
    if (data === undefined) return command(text);
    if (text !== '.') return void data.push(text.replace(/^\./, ''));
    server.arrived.push({ ...message, text: data.join('\r\n') });
    data = undefined;
    say('250 taken');
  };
  socket.setEncoding('utf8').on('data', (piece: string) => {
    const lines = (rest + piece).split('\r\n');
    rest = lines.pop() ?? '';
    lines.forEach(line);
  });
  socket.on('error', () => {});
  say('220 localhost');
}

/** Opens a mail server on a free port of the loopback address. */
export async function openSmtpServer(): Promise<SmtpServer> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    serve(server, socket);
  });
  const server: SmtpServer = {
    url: '',
    arrived: [],
    credentials: [],
    refuseWith: [],
    async close() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  server.url = `smtp://watch:secret@127.0.0.1:${(listener.address() as AddressInfo).port}`;
  return server;
}
