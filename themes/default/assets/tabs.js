// Tabs out of parts that are all shown without a script. Loaded only by pages that have some.
//
// Takes: `.tabs` with `.tab` in it, each with its title first. Never: hides a part from the search of the browser, from paper, or
// from a link to a place in it.

const add = () => {
  for (const row of document.querySelectorAll('.tabs:not([data-tabs])')) {
    const panels = [...row.children];
    row.dataset.tabs = '';
    const list = document.createElement('div');
    list.role = 'tablist';
    const choose = (chosen, focus) => panels.forEach((panel, n) => {
      const on = n === chosen;
      const tab = list.children[n];
      tab.ariaSelected = on;
      tab.tabIndex = on ? 0 : -1;
      if (on) panel.removeAttribute('hidden');
      else panel.setAttribute('hidden', 'until-found');
      if (on && focus) tab.focus();
    });
    panels.forEach((panel, n) => {
      const title = panel.querySelector('.tab-title');
      const tab = document.createElement('button');
      tab.type = 'button';
      tab.role = 'tab';
      tab.textContent = title.textContent;
      tab.onclick = () => choose(n);
      panel.role = 'tabpanel';
      panel.ariaLabel = title.textContent;
      panel.addEventListener('beforematch', () => choose(n));
      list.append(tab);
    });
    list.onkeydown = (event) => {
      const at = panels.findIndex((panel) => !panel.hasAttribute('hidden'));
      const way = getComputedStyle(list).direction === 'rtl' ? -1 : 1;
      const to = { ArrowRight: at + way, ArrowLeft: at - way, Home: 0, End: panels.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      choose((to + panels.length) % panels.length, true);
    };
    row.prepend(list);
    const meant = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    choose(Math.max(0, panels.findIndex((panel) => meant && panel.contains(meant))));
  }
};

add();
for (const event of ['shown', 'changed']) document.addEventListener(`fingerpost:${event}`, add);
