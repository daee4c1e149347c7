// Keyboard speed for the review of a draft. Everything here can also be done with the page's own forms.
(() => {
  const changes = [...document.querySelectorAll('[data-change]')];
  if (changes.length === 0) return;
  let current = -1;

  const select = (index) => {
    if (index < 0 || index >= changes.length) return;
    current = index;
    changes[index].focus({ preventScroll: true });
    changes[index].scrollIntoView({ block: 'nearest' });
  };

  const show = (change, answer) => {
    change.classList.remove('is-pending', 'is-accepted', 'is-rejected');
    change.classList.add(`is-${answer.state}`);
    change.querySelector('[data-state]').textContent = answer.text;
    document.querySelector('[data-progress]').textContent = answer.progress;
    const loses = document.querySelector('[data-loses]');
    if (loses) loses.textContent = answer.loses;
    if (answer.done) location.reload();
    else document.querySelector('[data-step]').textContent = answer.step;
  };

  const decide = async (change, decision) => {
    const button = change.querySelector(`button[value="${decision}"]`);
    if (!button) return;
    const form = button.form;
    const body = new FormData(form, button);
    change.setAttribute('aria-busy', 'true');
    const response = await fetch(form.action, {
      method: 'POST',
      body,
      headers: { accept: 'application/json' },
    });
    change.removeAttribute('aria-busy');
    // Anything unexpected is told by the page itself, the ordinary way.
    if (!response.ok || response.redirected) form.requestSubmit(button);
    else show(change, await response.json());
  };

  document.addEventListener('focusin', (event) => {
    const at = changes.indexOf(event.target.closest('[data-change]'));
    if (at >= 0) current = at;
  });

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea'))
      return;
    if (event.key === 'j') select(current + 1);
    else if (event.key === 'k') select(current - 1);
    else if ((event.key === 'a' || event.key === 'r') && current >= 0) {
      const at = current;
      void decide(changes[at], event.key === 'a' ? 'accepted' : 'rejected');
      select(at + 1);
    } else if (event.key === 'c' && current >= 0) {
      const link = changes[current].querySelector('[data-correct]');
      if (!link) return;
      location.href = link.href;
    } else return;
    event.preventDefault();
  });

  const returned = changes.findIndex((change) => `#${change.id}` === location.hash);
  if (returned >= 0) select(returned);
})();

// Keyboard speed for the conflict queue, with one reason for many.
(() => {
  const conflicts = [...document.querySelectorAll('[data-conflict]')];
  if (conflicts.length === 0) return;
  const rulings = { c: 'coexist', x: 'conflict', s: 'same-entity', n: 'no-conflict' };
  const shared = document.querySelector('[data-reason]');
  let current = -1;

  const select = (index) => {
    if (index < 0 || index >= conflicts.length) return;
    current = index;
    conflicts[index].focus({ preventScroll: true });
    conflicts[index].scrollIntoView({ block: 'nearest' });
  };

  const decide = async (conflict, ruling) => {
    const button = conflict.querySelector(`button[value="${ruling}"]`);
    if (!button) return;
    const { form } = button;
    const reason = form.elements.namedItem('reason');
    if (reason.value.trim() === '' && shared) reason.value = shared.value;
    // Nothing is ruled without a reason: the field asks for it.
    if (reason.value.trim() === '') return reason.focus();
    conflict.setAttribute('aria-busy', 'true');
    const response = await fetch(form.action, {
      method: 'POST',
      body: new FormData(form, button),
      headers: { accept: 'application/json' },
    });
    conflict.removeAttribute('aria-busy');
    if (!response.ok || response.redirected) return form.requestSubmit(button);
    const answer = await response.json();
    conflict.classList.remove('is-pending', 'is-moot');
    conflict.classList.add('is-decided');
    conflict.querySelector('[data-state]').textContent = answer.text;
    document.querySelector('[data-open]').textContent = answer.open;
    select(conflicts.indexOf(conflict) + 1);
  };

  document.addEventListener('focusin', (event) => {
    const at = conflicts.indexOf(event.target.closest('[data-conflict]'));
    if (at >= 0) current = at;
  });

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea'))
      return;
    if (event.key === 'j') select(current + 1);
    else if (event.key === 'k') select(current - 1);
    else if (event.key in rulings && current >= 0) void decide(conflicts[current], rulings[event.key]);
    else return;
    event.preventDefault();
  });

  const returned = conflicts.findIndex((conflict) => `#${conflict.id}` === location.hash);
  if (returned >= 0) select(returned);
})();

// What a button needs is asked for on the spot, so that what was typed and chosen stays. The server asks for it too.
document.addEventListener('submit', (event) => {
  const form = event.target;
  const told = form.querySelector('[data-needed]');
  if (!told || !event.submitter) return;
  const { needs, needsText } = event.submitter.dataset;
  const field = needs && form.elements.namedItem(needs);
  const boxes = form.dataset.choose ? [...form.querySelectorAll('input[type=checkbox]')] : [];
  const unchosen = boxes.length > 0 && !boxes.some((box) => box.checked);
  const missing = unchosen ? boxes[0] : field && field.value.trim() === '' ? field : undefined;
  told.hidden = !missing;
  if (!missing) return;
  told.textContent = unchosen ? form.dataset.choose : needsText;
  missing.focus();
  event.preventDefault();
});

// A running import: its numbers are asked for again and again, and the page shows the result once there is one.
(() => {
  const live = document.querySelector('[data-live]');
  if (!live) return;
  const [bar, text, stage] = ['progress', '[data-live-text]', '[data-live-stage]'].map((s) =>
    live.querySelector(s),
  );

  const look = async () => {
    const response = await fetch(live.dataset.live, { headers: { accept: 'application/json' } });
    if (!response.ok || response.redirected) throw new Error(`answered ${response.status}`);
    const now = await response.json();
    if (!now.running) return location.reload();
    if (now.value === undefined) bar.removeAttribute('value');
    else bar.value = now.value;
    text.textContent = now.text;
    // Announced to screen readers, so only when it changes.
    if (stage.textContent !== now.stage) stage.textContent = now.stage;
    setTimeout(again, 700);
  };
  // A gateway that cannot be reached for a moment is asked again more slowly.
  const again = () => void look().catch(() => setTimeout(again, 3000));
  again();
})();
