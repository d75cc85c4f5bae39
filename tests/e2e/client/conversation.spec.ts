// SPDX-License-Identifier: GPL-2.0-or-later
// Two browsers and a WeeChat in one room: everything that people do with messages, seen from all sides.
import { Client } from './support/client.js';
import { roomId } from './support/people.js';
import { expect, test } from './support/story.js';
import { WeeChat } from './support/weechat.js';

test('two browsers and a WeeChat talk, reply, react, edit, delete, pin, write at length, and find it again', async ({ stack, person, browserFor }) => {
  test.setTimeout(150_000);
  const [ann, bob, cleo] = [await person('ann'), await person('bob'), await person('cleo')];
  const weechat = await WeeChat.start(stack, cleo, '#harbour');
  try {
    const id = await roomId(stack, ann, '#harbour');
    const left = new Client(await browserFor(), stack);
    const right = new Client(await browserFor(), stack);
    await left.signIn(ann);
    await left.openRoom(id);
    await right.signIn(bob);
    await right.openRoom(id);

    await left.say('the boats are **back**');
    await expect(right.message('the boats are back').locator('strong')).toHaveText('back');
    await weechat.sees(/the boats are \*?\*?back/);
    weechat.type('ahoy from a terminal');
    await expect(left.message('ahoy from a terminal')).toBeVisible();
    await expect(right.message('ahoy from a terminal')).toBeVisible();

    await right.choose(right.message('ahoy from a terminal'), /reply/i);
    await right.say('ahoy yourself');
    const answer = left.message('ahoy yourself');
    await expect(answer).toBeVisible();
    await expect(answer).toContainText('ahoy from a terminal');

    await left.choose(left.message('ahoy yourself'), /react/i);
    await left.page.getByLabel('Search emoji').fill('thumbs up');
    await left.page.getByLabel('Search emoji').press('Enter');
    await expect(right.message('ahoy yourself').getByRole('button', { name: /👍/ })).toBeVisible();

    await right.say('we sail at nien');
    await expect(left.message('we sail at nien')).toBeVisible();
    await right.composer.press('ArrowUp');
    await right.page.keyboard.press('ControlOrMeta+A');
    await right.page.keyboard.type('we sail at nine');
    await right.page.keyboard.press('Enter');
    await expect(left.message('we sail at nine')).toContainText('(edited)');

    await left.say('said too much');
    await expect(right.message('said too much')).toBeVisible();
    await left.choose(left.message('said too much'), /delete/i);
    await expect(right.message('said too much')).toHaveCount(0, { timeout: 20_000 });

    const verses = Array.from({ length: 12 }, (_, line) => `verse ${line + 1} of a long song`).join('\n');
    await left.say(verses);
    await expect(right.message('verse 1 of a long song').filter({ hasText: 'verse 12 of a long song' })).toHaveCount(1);
    await weechat.sees(/verse 12 of a long song/);

    await right.page.keyboard.press('ControlOrMeta+F');
    await right.page.getByRole('searchbox').first().fill('boats');
    await right.page.keyboard.press('Enter');
    await expect(right.page.locator('[data-region="side"]')).toContainText('the boats are');
  } finally {
    await weechat.stop();
  }
});
