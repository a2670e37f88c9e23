// Runs ECharts without a browser: figureSvg(json, width, height) returns the drawing as SVG text.
// ECharts schedules animation frames through setTimeout; a still picture needs none.
function setTimeout() {
  return 0;
}

// Widths of Helvetica in thousandths of the font size, by class of character; layouts need no more.
function characterWidth(c) {
  if (c >= '\u2e80') return 1000;
  if ("ijl|'".indexOf(c) >= 0) return 222;
  if ('ftI.,:;!/[]() '.indexOf(c) >= 0) return 278;
  if ('rs-*z'.indexOf(c) >= 0) return c === 'r' || c === '-' ? 333 : 500;
  if ('mMWw%@'.indexOf(c) >= 0) return 830;
  return c >= 'A' && c <= 'Z' ? 690 : 556;
}

echarts.setPlatformAPI({
  measureText: function (text, font) {
    var sum = 0;
    for (var i = 0; i < text.length; i++) sum += characterWidth(text.charAt(i));
    return { width: sum / 1000 * parseFloat(/([\d.]+)px/.exec(font)[1]) };
  }
});

function figureSvg(json, width, height) {
  var chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: width, height: height });
  try {
    chart.setOption(figureOption(JSON.parse(json), { interactive: false, width: width, height: height }));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
