import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { client, trpc } from '../../client.ts';
import { counted, useFormat } from '../../format.ts';
import { Badge } from '../../part/badge.tsx';
import { Beside } from '../../part/beside.tsx';
import type { Edited } from '../../part/edit-panel.tsx';
import { Facts } from '../../part/facts.tsx';
import { Card, Page } from '../../part/page.tsx';
import { Thing } from '../../part/thing.tsx';
import { useArchiving } from '../catalogue/change.ts';
import { type Supplier, SupplierPanel } from '../catalogue/supplier-panel.tsx';
import { ThingActions } from '../catalogue/thing-actions.tsx';
import { Offers } from './offers.tsx';
import { Ordering } from './ordering.tsx';

/** A supplier: where it is written to, how its orders leave, and what it delivers. */
export default function SupplierPage() {
  const supplierId = Number(useParams<{ supplierId: string }>().supplierId);
  const supplier = useQuery(trpc.catalogue.supplier.get.queryOptions({ supplierId }));
  return (
    <Thing
      what="supplier"
      icon="orders"
      above={above}
      query={supplier}
      gone="Perhaps the address was written wrong. All that there are, archived ones as well, are in the list."
    >
      {(found) => <Whole key={supplierId} supplier={found} />}
    </Thing>
  );
}

const above = { href: '/catalogue/suppliers', name: 'Suppliers' };

function Whole({ supplier }: { supplier: Supplier }) {
  const { id, name, contactEmail, leadTimeDays, measuredLeadDays, isActive } = supplier;
  const [edited, edit] = useState<Edited<Supplier>>(null);
  const format = useFormat();
  const archive = useArchiving((supplierId, isActive) =>
    client.catalogue.supplier.update.mutate({ supplierId, isActive }),
  );
  return (
    <Page
      title={name}
      note={isActive ? <Link href={`/orders?supplier=${id}`}>Its orders</Link> : <Badge>Archived</Badge>}
      above={above}
      actions={
        <ThingActions
          isActive={isActive}
          edit={() => edit(supplier)}
          archive={() => void archive(supplier)}
        />
      }
    >
      <Beside
        side={
          <>
            <Card title="Contact">
              <Facts
                facts={[
                  ['E-mail', contactEmail ?? <Badge tone="warn">none: orders wait</Badge>],
                  ['Lead time', leadTimeDays === null ? null : counted(leadTimeDays, 'day')],
                  [
                    'It took in fact',
                    measuredLeadDays === null ? null : `${format.pace(measuredLeadDays)} days`,
                  ],
                ]}
              />
            </Card>
            <Ordering supplier={supplier} />
          </>
        }
      >
        <Offers supplierId={id} name={name} />
      </Beside>
      <SupplierPanel edited={edited} close={() => edit(null)} />
    </Page>
  );
}
