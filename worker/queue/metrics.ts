/** Several queues as one page of Prometheus: a figure is described once, with the samples of all of them below. */
export function mergedMetrics(pages: readonly string[]): string {
  const described = new Map<string, { about: Set<string>; samples: string[] }>();
  for (const line of pages.flatMap((page) => page.split('\n'))) {
    const [, isAbout, name] = /^(# (?:HELP|TYPE) )?(\w+)/.exec(line) ?? [];
    if (name === undefined) continue;
    const figure = described.get(name) ?? { about: new Set(), samples: [] };
    described.set(name, figure);
    if (isAbout) figure.about.add(line);
    else figure.samples.push(line);
  }
  return [...described.values(), { about: [], samples: [''] }]
    .flatMap(({ about, samples }) => [...about, ...samples])
    .join('\n');
}
