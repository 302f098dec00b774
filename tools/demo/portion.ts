const AT_ONCE = 16;

/** A few at a time, in order: a database server makes the last of a crowd wait until it gives up. */
export async function inPortions<Item, Made>(
  items: Item[],
  make: (item: Item) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = [];
  for (let first = 0; first < items.length; first += AT_ONCE)
    made.push(...(await Promise.all(items.slice(first, first + AT_ONCE).map(make))));
  return made;
}
