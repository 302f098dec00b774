import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../client.ts';
import { Failed } from '../../part/failed.tsx';
import { Page } from '../../part/page.tsx';
import { Waiting } from '../../part/waiting.tsx';
import { useSession } from '../../session.tsx';

export default function Worklist() {
  const { company } = useSession();
  const low = useQuery(trpc.replenishment.lowStock.queryOptions({ companyId: company.id, limit: 200 }));
  return (
    <Page title="Worklist" note="What runs out first, and what is done about it">
      {low.isPending ? (
        <Waiting what="what is low" />
      ) : low.isError ? (
        <Failed error={low.error} retry={low.refetch} />
      ) : (
        <ul>
          {low.data.alerts.map((alert) => (
            <li key={`${alert.productId}.${alert.warehouseId}`}>{alert.productName}</li>
          ))}
        </ul>
      )}
    </Page>
  );
}
