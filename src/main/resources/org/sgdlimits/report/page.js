// Replaces each drawing by an interactive chart of the same data, and offers the drawing for download.
(function () {
  'use strict';

  function save(name, svg) {
    var url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(svg)], { type: 'image/svg+xml' }));
    var link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(url); }, 1000);
  }

  document.querySelectorAll('.figures > figure').forEach(function (element) {
    var figure = JSON.parse(element.querySelector('script').textContent);
    var svg = element.querySelector('.drawing svg');
    var button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'SVG';
    button.title = 'Save this figure as ' + figure.id + '.svg';
    button.addEventListener('click', function () { save(figure.id + '.svg', svg); });
    element.querySelector('figcaption').prepend(button);

    var holder = document.createElement('div');
    holder.className = 'chart';
    element.prepend(holder);
    element.classList.add('live');
    var chart = echarts.init(holder, null, { renderer: 'svg' });
    function draw() {
      if (!holder.clientWidth) return; // in print the drawing stands in for the chart
      chart.resize();
      // The legend's choice of series outlives a change of width: only what the option states is merged.
      chart.setOption(figureOption(figure, { interactive: true, width: holder.clientWidth, height: holder.clientHeight }));
    }
    draw();
    new ResizeObserver(draw).observe(holder);
  });
})();
