import { type Answer, time } from '../answer.ts';
import { fold } from '../page.ts';
import { recordOf } from '../record.ts';
import { warehouses } from '../schema/index.ts';
import type { Scope } from '../scope.ts';
import { build, command } from '../statement.ts';

export type NewWarehouse = { name: string; address: string | null };
export type WarehouseChange = Partial<NewWarehouse & { isActive: boolean }>;
export type Warehouse = Answer<typeof fields>;

const fields = {
  id: warehouses.id,
  name: warehouses.name,
  address: warehouses.address,
  isActive: warehouses.isActive,
  createdAt: time(warehouses.createdAt),
};

const record = recordOf(warehouses, fields, {
  missing: 'warehouse_not_found',
  searched: [warehouses.nameKey],
  filters: { isActive: warehouses.isActive },
});

const insert = command<NewWarehouse & { nameKey: string }>((slot) =>
  build.insert(warehouses).values({
    companyId: slot('company'),
    name: slot('name'),
    nameKey: slot('nameKey'),
    address: slot('address'),
    createdAt: slot('now'),
  }),
);

export const createWarehouse = (scope: Scope, warehouse: NewWarehouse): Promise<Warehouse> =>
  record.create(scope, [insert({ ...warehouse, nameKey: fold(warehouse.name) })]);

export const getWarehouse = record.get;
export const listWarehouses = record.list;

export function updateWarehouse(scope: Scope, id: number, change: WarehouseChange): Promise<Warehouse> {
  const update = command<{ id: number }>((slot) =>
    build
      .update(warehouses)
      .set({ ...change, nameKey: change.name && fold(change.name) })
      .where(record.own(slot)),
  );
  return record.update(scope, id, [update({ id })]);
}
