import { Button, NumberInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { trpc } from '../../client.ts';
import { useFormat } from '../../format.ts';
import { Form, useForm } from '../../part/form.tsx';
import { Card } from '../../part/page.tsx';
import { say } from '../../part/toast.tsx';
import { useMay, useSession } from '../../session.tsx';
import { outlookOf, placeOf } from './outlook.ts';
import type { Shelf } from './page.tsx';
import css from './threshold.module.css';

const sources = {
  warehouse: 'set for this warehouse',
  product: 'set for the product',
  product_type: 'set for its type',
  company: 'set for the company',
};

/** When this warehouse counts as low, and when it should. */
export function Threshold({ shelf }: { shelf: Shelf }) {
  const format = useFormat();
  const { threshold, thresholdSource, warehouseName, lowStockThreshold } = shelf;
  return (
    <Card
      title={`Low in ${warehouseName}`}
      note={
        threshold === null || thresholdSource === null
          ? 'No threshold at any level: it never counts as low.'
          : `At ${format.units(threshold)} or below, ${sources[thresholdSource]}.`
      }
    >
      <Own key={lowStockThreshold} shelf={shelf} />
    </Card>
  );
}

function Own({ shelf: { productId, warehouseId, lowStockThreshold } }: { shelf: Shelf }) {
  const form = useForm({ lowStockThreshold });
  const queryClient = useQueryClient();
  const save = useMutation(
    trpc.ledger.inventory.setThreshold.mutationOptions({
      onSuccess: ({ threshold }) => {
        form.accept();
        say(threshold === null ? 'It has no threshold.' : `Low at ${threshold} or below.`);
        void queryClient.invalidateQueries({ queryKey: trpc.ledger.inventory.pathKey() });
        void queryClient.invalidateQueries({ queryKey: trpc.replenishment.pathKey() });
      },
      onError: form.refuse,
    }),
  );
  const set = (units: number | null) => save.mutate({ productId, warehouseId, lowStockThreshold: units });
  return (
    <Form
      form={form}
      needs="operator"
      submit="Save"
      isBusy={save.isPending}
      onSubmit={() => set(form.values.lowStockThreshold)}
    >
      <NumberInput
        label="Threshold of its own"
        placeholder="as the product has it"
        description="Left empty, the product, its type or the company says it."
        min={0}
        allowDecimal={false}
        {...form.number('lowStockThreshold')}
      />
      <Suggested productId={productId} warehouseId={warehouseId} own={lowStockThreshold} use={set} />
    </Form>
  );
}

type SuggestedProps = {
  productId: number;
  warehouseId: number;
  own: number | null;
  use: (units: number) => void;
};

/** The reorder point as demand, lead time and caution have it, were there no threshold. */
function Suggested({ productId, warehouseId, own, use }: SuggestedProps) {
  const { company } = useSession();
  const format = useFormat();
  const may = useMay('operator');
  const { data } = useQuery(
    trpc.replenishment.explain.queryOptions({ companyId: company.id, productId, warehouseId }),
  );
  if (!data || data.velocityPerDay === 0) return null;
  const units = outlookOf({ ...placeOf(data), threshold: null }).reorderPointUnits;
  return (
    <p className={css.suggested}>
      <span>
        Suggested: <strong>{format.units(units)}</strong>, enough for{' '}
        {format.units(data.reorder.protectedDays)} days of lead time and review, and a margin.
      </span>
      {may && units !== own && (
        <Button size="compact-xs" variant="light" onClick={() => use(units)}>
          Use it
        </Button>
      )}
    </p>
  );
}
