import { ActionIcon, Button, NumberInput } from '@mantine/core';
import { Icon } from '../../part/icon.tsx';
import { type Chosen, ProductChoice } from '../../part/product-choice.tsx';
import type { Bundle } from './bundle-panel.tsx';
import css from './component-fields.module.css';

export type Component = { key: number; product: Chosen | null; quantity: number | null };
type Whole = Component & { product: Chosen; quantity: number };

export const isWhole = (component: Component): component is Whole =>
  component.product !== null && component.quantity !== null;

const empty = (key: number): Component => ({ key, product: null, quantity: 1 });

export const componentsOf = (bundle: Bundle | null): Component[] =>
  bundle?.components.map(({ productId, sku, name, quantity }) => ({
    key: productId,
    product: { id: productId, sku, name },
    quantity,
  })) ?? [empty(0), empty(1)];

type Props = {
  components: Component[];
  change: (components: Component[]) => void;
  error: string | undefined;
};

/** What a bundle is made of, product by product. */
export function ComponentFields({ components, change, error }: Props) {
  const set = (key: number, part: Partial<Component>) =>
    change(components.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const chosen = components.flatMap(({ product }) => (product ? [product.id] : []));
  const nextKey = Math.max(0, ...components.map(({ key }) => key)) + 1;
  return (
    <fieldset className={css.components}>
      <legend>Made of</legend>
      {components.map(({ key, product, quantity }, index) => (
        <div key={key} className={css.component}>
          <NumberInput
            aria-label={`Units of part ${index + 1}`}
            min={1}
            max={1_000_000}
            allowDecimal={false}
            value={quantity ?? ''}
            onChange={(value) => set(key, { quantity: typeof value === 'number' ? value : null })}
          />
          <ProductChoice
            label={`Part ${index + 1}`}
            isLabelHidden
            value={product}
            without={chosen}
            onChange={(product) => set(key, { product })}
          />
          <ActionIcon
            aria-label={`Take out part ${index + 1}`}
            disabled={components.length === 1}
            onClick={() => change(components.filter((one) => one.key !== key))}
          >
            <Icon name="close" />
          </ActionIcon>
        </div>
      ))}
      {error && (
        <p className={css.error} role="alert">
          {error}
        </p>
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => change([...components, empty(nextKey)])}
      >
        Another part
      </Button>
    </fieldset>
  );
}
