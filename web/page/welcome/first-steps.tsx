import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { Act } from '../../part/act.tsx';
import { Icon } from '../../part/icon.tsx';
import { useMay, useSession } from '../../session.tsx';
import { ProductPanel } from '../catalogue/product-panel.tsx';
import { SupplierPanel } from '../catalogue/supplier-panel.tsx';
import { WarehousePanel } from '../catalogue/warehouse-panel.tsx';
import type { Beginnings } from './beginnings.ts';
import css from './first-steps.module.css';

type Opened = 'warehouse' | 'product' | 'supplier' | null;

/** For a company that has just begun: one thing after the other, and what is done is ticked off. */
export default function FirstSteps({ has }: { has: Beginnings }) {
  const { company } = useSession();
  const may = useMay('operator');
  const [opened, open] = useState<Opened>(null);
  return (
    <section className={css.start}>
      <h2>Welcome to {company.name}</h2>
      <p className="quiet">
        {may
          ? 'A few steps, and this page tells you what runs out first, why, and has the order ready.'
          : 'Nothing is set up yet. Ask an owner of your company to begin; then you see here what runs out first.'}
      </p>
      <ol>
        <Warehouse isDone={has.warehouse} open={() => open('warehouse')} />
        <Products isDone={has.product} isNext={has.warehouse} open={() => open('product')} />
        <Suppliers isDone={has.supplier} isNext={has.product} open={() => open('supplier')} />
        <Stock isDone={has.movement} />
      </ol>
      <p className={css.hint}>
        Only looking around? <code>npm run demo</code> on the machine that runs StockFlow starts another one
        beside it, with a tea shop in it: goods, suppliers and 120 days of sales.
      </p>
      <WarehousePanel edited={opened === 'warehouse' ? 'new' : null} close={() => open(null)} />
      <ProductPanel edited={opened === 'product' ? 'new' : null} close={() => open(null)} />
      <SupplierPanel edited={opened === 'supplier' ? 'new' : null} close={() => open(null)} />
    </section>
  );
}

type StepProps = { isDone: boolean; title: string; actions: ReactNode; children: ReactNode };

const Step = ({ isDone, title, actions, children }: StepProps) => (
  <li className={css.step} data-done={isDone || undefined}>
    <span className={css.tick}>{isDone && <Icon name="check" size={14} />}</span>
    <div>
      <h3>
        {title}
        {isDone && <span className={css.done}> done</span>}
      </h3>
      <p>{children}</p>
      <div className={css.actions}>{actions}</div>
    </div>
  </li>
);

type OpenProps = { isDone: boolean; open: () => void };
const weight = (isFirst: boolean) => (isFirst ? 'filled' : 'default');

const Warehouse = ({ isDone, open }: OpenProps) => (
  <Step
    isDone={isDone}
    title="Where you keep things"
    actions={
      <Act needs="operator" size="compact-sm" variant={weight(!isDone)} onClick={open}>
        {isDone ? 'Another warehouse' : 'Create a warehouse'}
      </Act>
    }
  >
    A shop, a store room, a van: stock is kept for each by itself.
  </Step>
);

const ImportLink = ({ kind, children }: { kind: string; children: ReactNode }) => (
  <Button component={Link} href={`/catalogue/import?kind=${kind}`} size="compact-sm" variant="default">
    {children}
  </Button>
);

const Products = ({ isDone, isNext, open }: OpenProps & { isNext: boolean }) => (
  <Step
    isDone={isDone}
    title="What you sell"
    actions={
      <>
        <Act needs="operator" size="compact-sm" variant={weight(!isDone && isNext)} onClick={open}>
          {isDone ? 'Another product' : 'Create a product'}
        </Act>
        <ImportLink kind="products">Import a list</ImportLink>
      </>
    }
  >
    The first ones by hand, or all of them from a CSV file, as spreadsheets and tills write it.
  </Step>
);

const Suppliers = ({ isDone, isNext, open }: OpenProps & { isNext: boolean }) => (
  <Step
    isDone={isDone}
    title="Who supplies you"
    actions={
      <>
        <Act needs="operator" size="compact-sm" variant={weight(!isDone && isNext)} onClick={open}>
          {isDone ? 'Another supplier' : 'Create a supplier'}
        </Act>
        <ImportLink kind="suppliers">Import a list</ImportLink>
        <ImportLink kind="terms">Import what they deliver</ImportLink>
      </>
    }
  >
    With an address and a lead time, their orders can be written and sent.
  </Step>
);

const Stock = ({ isDone }: { isDone: boolean }) => (
  <Step
    isDone={isDone}
    title="What is there, and what sells"
    actions={
      <>
        <ImportLink kind="counts">Import counts</ImportLink>
        <ImportLink kind="movements">Import sales</ImportLink>
        <Button component={Link} href="/settings/keys" size="compact-sm" variant="default">
          Connect a till
        </Button>
      </>
    }
  >
    Count what is on the shelf. Past sales teach StockFlow at once how fast things go.
  </Step>
);
