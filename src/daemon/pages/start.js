// The page of a server without the web client: makes the first account (/owner#token), joins by invite (/join#code), sets a new password (/reset#token),
// and says how to connect. The secret stands after '#', so that it never reaches a server log; it is taken out of the address bar at once.
'use strict';

const secret = decodeURIComponent(location.hash.slice(1));
const kind = location.pathname.split('/')[1];
const byId = (id) => document.getElementById(id);
if (secret) history.replaceState(null, '', location.pathname);

const texts = {
  owner: {
    title: 'Welcome to your new server',
    lead: 'Make the first account. It will own this server.',
    button: 'Make the owner’s account',
    missing: 'This link is not complete. Get it with: alloquyd owner-link',
  },
  join: {
    title: 'Join this server',
    lead: 'Make an account. It works here, on IRC and on Mumble.',
    button: 'Make the account',
    missing: '',
  },
  reset: {
    title: 'Set a new password',
    lead: 'Your devices are signed out when you do.',
    button: 'Set the password',
    missing: 'This link is not complete. Ask an administrator for a new one.',
  },
};

async function call(method, path, body) {
  const response = await fetch('/api/v1' + path, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  const answer = response.status === 204 ? {} : await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.detail || 'The server said no.'), { field: answer.field, code: answer.code });
  return answer;
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

async function showWays() {
  const server = await call('GET', '/server');
  document.title = server.name;
  if (!texts[kind]) {
    byId('title').textContent = server.name;
    byId('lead').textContent = 'This server is running. It was built without the web client, which needs Node.js 20.19 or later: use an IRC or Mumble program, or build it again.';
  }
  const ways = byId('ways');
  const add = (name, value, note) => {
    ways.append(element('dt', name));
    const description = document.createElement('dd');
    description.append(element('code', value), element('span', ' ' + note));
    ways.append(description);
  };
  if (server.irc) add('IRC', `${server.irc.host}/${server.irc.port}`, 'TLS; sign in with SASL PLAIN, or with the server password name:password.');
  if (server.mumble) add('Mumble', `${server.mumble.host}:${server.mumble.port}`, 'any Mumble client, with your name and password.');
  add('Web API', location.origin + '/api/v1', 'described at /api/v1/openapi.json');
  byId('connect').hidden = false;
}

function refuse(message, field) {
  byId('error').textContent = message;
  for (const id of ['username', 'password', 'again']) byId(id).toggleAttribute('aria-invalid', false);
  const input = byId(field === 'username' ? 'username' : 'password');
  input.setAttribute('aria-invalid', 'true');
  input.focus();
}

async function submit(event) {
  event.preventDefault();
  const username = byId('username').value.trim();
  const password = byId('password').value;
  if (kind !== 'reset' && !username) return refuse('Choose a name.', 'username');
  if (password !== byId('again').value) return refuse('The two passwords differ.', 'password');
  byId('error').textContent = '';
  byId('submit').disabled = true;
  try {
    if (kind === 'reset') {
      await call('POST', '/auth/reset', { token: secret, new_password: password });
      finish('Your new password works everywhere: here, on IRC and on Mumble.', []);
    } else {
      const body = { username, password, client: 'web' };
      if (secret) body.invite = secret;
      const made = await call('POST', '/accounts', body);
      finish(made.token ? `The account ${made.account.username} is yours.` : 'Your account waits for an administrator’s approval.', made.recovery_codes);
    }
  } catch (error) {
    refuse(error.message, error.field);
  } finally {
    byId('submit').disabled = false;
  }
}

function finish(text, codes) {
  byId('form').hidden = true;
  byId('lead').textContent = '';
  byId('done-text').textContent = text;
  byId('codes').replaceChildren(...codes.map((code) => element('li', code)));
  byId('codes-part').hidden = codes.length === 0;
  byId('copy').addEventListener('click', async () => {
    await navigator.clipboard.writeText(codes.join('\n'));
    byId('copied').textContent = 'Copied.';
  });
  byId('done').hidden = false;
  byId('done').focus();
}

const page = texts[kind];
if (page) {
  byId('title').textContent = page.title;
  byId('lead').textContent = page.lead;
  byId('submit').textContent = page.button;
  byId('username-field').hidden = kind === 'reset';
  if (!secret && page.missing) {
    byId('lead').textContent = page.missing;
  } else {
    byId('form').hidden = false;
    byId('form').addEventListener('submit', submit);
    byId(kind === 'reset' ? 'password' : 'username').focus();
  }
}
showWays().catch(() => {});
