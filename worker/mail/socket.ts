import { connect, isIP, type Socket } from 'node:net';
import { getCACertificates, connect as secureConnect } from 'node:tls';
import type { Server } from './server.ts';

/** Our own socket, because nodemailer has one limit for connecting and greeting together. */
export async function openSocket(server: Server, connectMs: number): Promise<Socket> {
  const { host, port, isSecure } = server;
  const socket = isSecure ? secureConnect({ host, port, ...trustOf(server) }) : connect({ host, port });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => socket.destroy(new Error(`no connection within ${connectMs / 1000} s`)),
      connectMs,
    );
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.removeListener('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
    socket.once('close', () => {
      clearTimeout(timer);
      reject(new Error('the connection was closed'));
    });
  });
}

export function trustOf({ host, ca }: Server) {
  return {
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca: [...getCACertificates('default'), ca] }),
  };
}
