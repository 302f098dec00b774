import { fileURLToPath } from 'node:url';
import type { Client } from '@libsql/client';
import { migrate } from '../db/migrate.ts';

const MIGRATIONS = fileURLToPath(new URL('../db/migrations', import.meta.url));

export const migrated = (client: Client): Promise<{ applied: number }> => migrate(client, MIGRATIONS);
