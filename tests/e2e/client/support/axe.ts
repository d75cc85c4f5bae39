// SPDX-License-Identifier: GPL-2.0-or-later
// What axe finds against WCAG 2.2 AA, in each theme.

import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What a person may have set in the system, which the client follows unless told otherwise. */
const themes = [
  { name: 'dark', media: { colorScheme: 'dark', contrast: 'no-preference' } },
  { name: 'light', media: { colorScheme: 'light', contrast: 'no-preference' } },
  { name: 'contrast', media: { colorScheme: 'dark', contrast: 'more' } },
] as const;

export async function expectAccessible(page: Page, where: string): Promise<void> {
  for (const theme of themes) {
    await page.emulateMedia(theme.media);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme.name);
    // Colours that still move from the old theme to the new one are neither.
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))));
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 4).map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`);
    expect(found, `${where}, ${theme.name}`).toEqual([]);
  }
}
