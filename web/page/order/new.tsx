import { Button, Textarea } from '@mantine/core';
import { skipToken, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { trpc } from '../../client.ts';
import { SupplierChoice, WarehouseChoice } from '../../part/choice.tsx';
import { Fields, Form, useForm } from '../../part/form.tsx';
import { Icon } from '../../part/icon.tsx';
import { Card, Page } from '../../part/page.tsx';
import draftCss from './draft.module.css';
import { LineEditor } from './line-editor.tsx';
import css from './new.module.css';
import { type Lines, useLines } from './use-lines.ts';
import { useSettling } from './use-order.ts';

/** An order that a person writes: who delivers, where to, and what. */
export default function NewOrder() {
  const form = useForm<Given>({ supplierId: null, warehouseId: null, note: '', lines: '' });
  const lines = useLines(nothing, form.values.supplierId);
  const standing = useStandingDraft(form.values);
  const { create, isBusy } = useCreating(lines, form.refuse);
  return (
    <Page
      title="Write an order"
      note="It is a draft first: you read its letter before it leaves."
      above={{ href: '/orders', name: 'Orders' }}
    >
      <Card title="Who, and where to">
        <Fields>
          <SupplierChoice
            label="Supplier"
            value={form.values.supplierId}
            error={form.errorOf('supplierId')}
            onChange={(id) => form.set('supplierId', id)}
          />
          <WarehouseChoice
            label="Deliver to"
            value={form.values.warehouseId}
            error={form.errorOf('warehouseId')}
            onChange={(id) => form.set('warehouseId', id)}
          />
        </Fields>
        {standing && <Standing {...standing} />}
      </Card>
      {form.values.supplierId === null && (
        <p className="quiet">Say who delivers, and what they deliver stands here to choose from.</p>
      )}
      {form.values.supplierId !== null && !standing && (
        <Card
          title="What to order"
          note="What they deliver stands first; anything else can be found by name or SKU."
        >
          <Form
            form={form}
            needs="operator"
            submit="Draft the order"
            isBusy={isBusy}
            onSubmit={() => {
              const { supplierId, warehouseId, note } = form.values;
              if (supplierId === null) form.object('supplierId', 'Say who delivers.');
              else if (warehouseId === null) form.object('warehouseId', 'Say where to.');
              else if (lines.rows.length === 0) form.object('lines', 'Add a product.');
              else if (lines.missing) form.object('lines', `Say how many of ${lines.missing.productName}.`);
              else create({ supplierId, warehouseId, note });
            }}
          >
            <div className={draftCss.matter}>
              <LineEditor lines={lines} />
              {form.errorOf('lines') && <p className={css.missing}>{form.errorOf('lines')}</p>}
              <Textarea
                label="Note to the supplier"
                description="Stands in the letter"
                autosize
                minRows={1}
                maxLength={2000}
                {...form.text('note')}
              />
            </div>
          </Form>
        </Card>
      )}
    </Page>
  );
}

type Given = { supplierId: number | null; warehouseId: number | null; note: string; lines: string };
const nothing: [] = [];

function useCreating(lines: Lines, refuse: (error: unknown) => void) {
  const [, visit] = useLocation();
  const settling = useSettling();
  const [isDone, end] = useState(false);
  const creating = useMutation(
    trpc.replenishment.order.create.mutationOptions({
      onSuccess: (order) => {
        end(true);
        lines.reset();
        settling.done(order, `${order.number} is drafted.`);
        visit(`/orders/${order.id}`);
      },
      onError: (error) => {
        refuse(error);
        void settling.refresh();
      },
    }),
  );
  return {
    isBusy: creating.isPending || isDone,
    create: ({ note, ...parties }: { supplierId: number; warehouseId: number; note: string }) =>
      creating.mutate({ ...parties, note: note.trim() || null, lines: lines.given([]) }),
  };
}

/** A supplier has one draft per warehouse: two would be two letters. */
function useStandingDraft({ supplierId, warehouseId }: Given) {
  const { data } = useQuery(
    trpc.replenishment.order.list.queryOptions(
      supplierId === null || warehouseId === null
        ? skipToken
        : { status: ['draft'], supplierId, warehouseId, limit: 1 },
    ),
  );
  return data?.items[0] ?? null;
}

function Standing({ id, number }: { id: number; number: string }) {
  return (
    <div className={css.standing} role="status">
      <Icon name="info" />
      <p>There is a draft for this supplier and warehouse already, {number}. Add your lines to that one.</p>
      <Button component={Link} href={`/orders/${id}`} variant="default">
        Open {number}
      </Button>
    </div>
  );
}
