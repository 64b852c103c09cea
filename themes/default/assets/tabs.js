// Tabs out of parts that are all shown without a script. Loaded only by pages that have some.
//
// Takes: `.tabs` with `.tab` in it, each with its title first. Never: hides a part from the search of the browser, from paper, or
// from a link to a place in it.

const add = () => {
  for (const row of document.querySelectorAll('.tabs:not([data-tabs])')) {
    const panels = [...row.children];
    const list = document.createElement('div');
    const choose = (chosen) => panels.forEach((panel, n) => {
      const on = n === chosen;
      const tab = list.children[n];
      tab.ariaSelected = on;
      tab.tabIndex = on - 1;
      panel.hidden = on ? false : 'until-found';
    });
    row.dataset.tabs = '';
    list.role = 'tablist';
    panels.forEach((panel, n) => {
      const tab = document.createElement('button');
      tab.type = 'button';
      tab.role = 'tab';
      tab.textContent = panel.ariaLabel = panel.querySelector('.tab-title').textContent;
      panel.role = 'tabpanel';
      tab.onclick = panel.onbeforematch = () => choose(n);
      list.append(tab);
    });
    list.onkeydown = (event) => {
      const at = panels.findIndex((panel) => !panel.hidden);
      const way = getComputedStyle(list).direction === 'rtl' ? -1 : 1;
      const to = { ArrowRight: at + way, ArrowLeft: at - way, Home: 0, End: -1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = (to + panels.length) % panels.length;
      choose(next);
      list.children[next].focus();
    };
    row.prepend(list);
    choose(Math.max(0, panels.findIndex((panel) => panel.querySelector(':target'))));
  }
};

add();
for (const event of ['shown', 'changed']) document.addEventListener(`fingerpost:${event}`, add);
