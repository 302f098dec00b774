import { createHash } from 'node:crypto';
import { chmodSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import type { ResultSet } from '@libsql/client';
import type { FileClient } from './backup.ts';
import { SocketClient } from './caller.ts';
import {
  decodeStatement,
  encodeError,
  encodeResult,
  parseLine,
  readLines,
  type WireRequest,
  wireRequest,
  writeLine,
} from './wire.ts';

/** Lets operator commands reach the owner of the file. Whoever serves owns the lock, so a socket left over is stale. */
export async function serveSocket(client: FileClient, path: string): Promise<{ close(): Promise<void> }> {
  const address = socketAddress(path);
  if (!isWindows) rmSync(address, { force: true });
  const callers = new Set<Socket>();
  const server = createServer((socket) => {
    callers.add(socket);
    socket.on('close', () => callers.delete(socket));
    answerCaller(client, socket);
  });
  await listenPrivately(server, address);
  return {
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of callers) socket.destroy();
      return closed;
    },
  };
}

/** A Client whose calls run in the process that serves the path. */
export async function connectSocket(path: string): Promise<FileClient> {
  const address = socketAddress(path);
  if (!isWindows) refuseStranger(address, dirname(resolve(path)));
  const client = new SocketClient(() => connect(address));
  await client.connected();
  return client;
}

const isWindows = process.platform === 'win32';
// sun_path holds 104 bytes on macOS and 108 on Linux, the final NUL included.
const ADDRESS_BYTES_MAX = 103;

function socketAddress(path: string): string {
  const absolute = resolve(path);
  const name = `stockflow-${createHash('sha256').update(absolute).digest('hex').slice(0, 24)}`;
  if (isWindows) return `\\\\.\\pipe\\${name}`;
  return Buffer.byteLength(absolute) <= ADDRESS_BYTES_MAX ? absolute : join(tmpdir(), `${name}.sock`);
}

/** In a temporary directory that everybody may write to, somebody else may have put a socket of that name. */
function refuseStranger(address: string, folder: string): void {
  const { uid } = statSync(address);
  if (uid === process.getuid?.() || uid === 0 || uid === statSync(folder).uid) return;
  throw new Error(`The socket ${address} belongs to another user (uid ${uid}), so nothing is sent to it.`);
}

function listenPrivately(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    // A mode set only afterwards would leave the door open for a moment; a thread cannot change the mask.
    const mask = isMainThread ? process.umask(0o177) : undefined;
    server.listen(address, () => {
      if (!isWindows) chmodSync(address, 0o600);
      resolve();
    });
    if (mask !== undefined) process.umask(mask);
  });
}

function answerCaller(client: FileClient, socket: Socket): void {
  socket.on('error', () => socket.destroy());
  readLines(socket, (line) => {
    const request = parseLine(wireRequest, line);
    if (!request) return socket.destroy();
    perform(client, request)
      .then((results) => writeLine(socket, { id: request.id, results: results.map(encodeResult) }))
      .catch((error) => writeLine(socket, { id: request.id, error: encodeError(error) }));
  });
}

async function perform(client: FileClient, request: WireRequest): Promise<ResultSet[]> {
  switch (request.method) {
    case 'execute':
      return [await client.execute(decodeStatement(request.statement))];
    case 'batch':
      return client.batch(request.statements.map(decodeStatement), request.mode);
    case 'migrate':
      return client.migrate(request.statements.map(decodeStatement));
    case 'executeMultiple':
      await client.executeMultiple(request.sql);
      return [];
    case 'copyTo':
      await client.copyTo(request.file);
      return [];
  }
}
