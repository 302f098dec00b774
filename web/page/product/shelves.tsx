import { counted, useFormat } from '../../format.ts';
import { Badge } from '../../part/badge.tsx';
import { Card } from '../../part/page.tsx';
import type { Shelf } from './page.tsx';
import css from './shelves.module.css';

type Props = { shelves: Shelf[]; chosen: number | null; choose: (warehouseId: number) => void };

/** Stock per warehouse; the one that is chosen is the one that the page is about. */
export function Shelves({ shelves, chosen, choose }: Props) {
  const format = useFormat();
  const total = shelves.reduce((sum, { onHand }) => sum + onHand, 0);
  if (shelves.length === 0)
    return (
      <Card title="Stock">
        <p className="quiet">It lies nowhere yet. Record a receipt, and it does.</p>
      </Card>
    );
  return (
    <Card title="Stock" note={`${format.units(total)} in all`}>
      <ul className={css.shelves}>
        {shelves.map((shelf) => (
          <li key={shelf.warehouseId}>
            <button
              type="button"
              aria-pressed={shelf.warehouseId === chosen}
              onClick={() => choose(shelf.warehouseId)}
            >
              <span className={css.name}>{shelf.warehouseName}</span>
              <strong>{format.units(shelf.onHand)}</strong>
              <span className={css.more}>
                {shelf.velocityPerDay > 0
                  ? `${format.rate(shelf.velocityPerDay)}${shelf.daysUntilStockout === null ? '' : `, ${counted(shelf.daysUntilStockout, 'day')} left`}`
                  : 'does not sell'}
                {shelf.inTransit > 0 && `, ${format.units(shelf.inTransit)} on the road`}
              </span>
              {shelf.threshold !== null && shelf.onHand <= shelf.threshold && (
                <Badge tone="danger">low</Badge>
              )}
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
