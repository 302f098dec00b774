import { counted, type Format } from '../../format.ts';
import type { Order } from './state.ts';

type Line = Order['lines'][number];

/** Why so many, in one plain sentence. Null: a person wrote the line, and nothing was computed. */
export function whyOf({ reason }: Pick<Line, 'reason'>, format: Format): string | null {
  const facts = factsOf(reason);
  if (!facts) return null;
  const { velocity, onHand, incoming, leadDays } = facts;
  const stock = onHand > 0 ? `${format.units(onHand)} left` : 'none left';
  const coming = incoming > 0 ? `, ${format.units(incoming)} coming` : '';
  return `Sells ${format.rate(velocity)}, ${stock}${coming}, delivery takes ${counted(leadDays, 'day')}: ${needOf(facts, format)}.`;
}

type Facts = NonNullable<ReturnType<typeof factsOf>>;

/** What is needed, and what minimum and packs make of it. */
function needOf({ needed, raised, suggested, minimumQuantity, packSize }: Facts, format: Format): string {
  const need = Math.ceil(needed);
  const unit = need === 1 ? 'is needed' : 'are needed';
  if (raised > needed && minimumQuantity > 1)
    return `${format.units(need)} ${unit}, and they deliver at least ${format.units(minimumQuantity)}`;
  if (suggested > need && packSize > 1)
    return `${format.units(need)} ${unit}, so ${counted(format.units(suggested / packSize), 'pack')} of ${format.units(packSize)}`;
  return `${format.units(need)} ${unit}`;
}

export const isUnsure = ({ reason }: Pick<Line, 'reason'>): boolean => reason?.confidence === 'low';

/** The figures are kept as they were when they were computed; whatever is missing makes no sentence. */
function factsOf(reason: Line['reason']) {
  const velocity = figureIn(reason, 'velocity');
  const onHand = figureIn(reason, 'onHand');
  const leadDays = figureIn(reason, 'leadDays');
  const needed = figureIn(reason, 'needed');
  const suggested = figureIn(reason, 'suggested');
  if (velocity === null || onHand === null || leadDays === null || needed === null || suggested === null)
    return null;
  return {
    velocity,
    onHand,
    leadDays,
    needed,
    suggested,
    incoming: figureIn(reason, 'incoming') ?? 0,
    raised: figureIn(reason, 'raised') ?? needed,
    minimumQuantity: figureIn(reason, 'minimumQuantity') ?? 1,
    packSize: figureIn(reason, 'packSize') ?? 1,
  };
}

function figureIn(reason: Line['reason'], name: string): number | null {
  const value = reason?.[name];
  return typeof value === 'number' ? value : null;
}
