// figureOption(figure, target): the ECharts option that draws a figure.
// figure: the JSON of the record Figure, gaps as null. target: {interactive, width, height}.
// The same code runs in the page and, for SVG files, in Rhino; hence plain ES5.
// Axis ends, ticks and labels are computed here and drawn by a custom series, because ECharts rounds the ends of a
// logarithmic axis to whole decades and spaces minor ticks wrongly when it may not.
var figureOption = (function () {
  'use strict';

  var FONT = 'sans-serif';
  var INK = '#222';
  var SOFT = '#777';
  var DASHES = { solid: 'solid', dashed: [7, 4], dotted: [1.5, 3], dash_dotted: [8, 3, 1.5, 3] };
  var SUPERSCRIPTS = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };

  function log10(v) {
    return Math.log(v) / Math.LN10;
  }

  function power(e) {
    return Number('1e' + e);
  }

  // ---- numbers as text ----

  function minus(text) {
    return text.replace('-', '\u2212');
  }

  function number(v) {
    if (v === 0) return '0';
    var size = Math.abs(v);
    if (size >= 1e-3 && size < 1e5) return minus(String(Number(v.toPrecision(4))));
    var parts = v.toExponential(3).split('e');
    var exponent = String(Number(parts[1]));
    var raised = '';
    for (var i = 0; i < exponent.length; i++) raised += SUPERSCRIPTS[exponent.charAt(i)];
    return minus(String(Number(parts[0]))) + '×10' + raised;
  }

  function widthOf(text, size) {
    return echarts.format.getTextRect(text, size + 'px ' + FONT).width;
  }

  function rounded(v) {
    return Math.round(v * 100) / 100;
  }

  // The map of a figure, if it has one with a cell to draw.
  function cellsOf(figure) {
    return figure.series.filter(function (s) { return s.kind === 'cells' && s.cells.length; })[0];
  }

  // ---- axis ends ----

  function dataRange(figure, axis) {
    var lo = Infinity;
    var hi = -Infinity;
    function add(v) {
      if (v === null) return;
      lo = Math.min(lo, v);
      hi = Math.max(hi, v);
    }
    var cells = cellsOf(figure);
    if (cells) cells[axis + 'Edges'].forEach(add);
    figure.series.forEach(function (s) {
      // Lines end at the edge of a map: it shows the plane where something was measured.
      if (s.kind === 'cells' || cells && s.kind !== 'points') return;
      var other = axis === 'x' ? s.y || s.upper : s.x;
      (axis === 'x' ? [s.x] : [s.y, s.lower, s.upper]).forEach(function (values) {
        (values || []).forEach(function (v, i) {
          if (other[i] !== null) add(v);
        });
      });
    });
    figure.referenceLines.forEach(function (line) {
      if (line.vertical === (axis === 'x')) add(line.value);
    });
    return lo <= hi ? [lo, hi] : null;
  }

  // Data range, widened by a margin in the axis' own scale and overruled by ends the figure fixes.
  function ends(figure, axis, range) {
    var spec = figure[axis];
    var log = spec.logarithmic;
    var forward = log ? log10 : Number;
    var back = log ? function (v) { return Math.pow(10, v); } : Number;
    if (!range) {
      if (spec.min !== undefined) range = [spec.min, log ? spec.min * 10 : spec.min + 1];
      else if (spec.max !== undefined) range = [log ? spec.max / 10 : spec.max - 1, spec.max];
      else range = log ? [0.1, 1] : [0, 1];
    }
    var lo = forward(range[0]);
    var hi = forward(range[1]);
    var tight = cellsOf(figure) || axis === 'x' && figure.series.every(function (s) { return s.kind !== 'points'; });
    var margin = tight ? 0 : 0.04 * (hi - lo);
    if (hi - lo <= 1e-9 * Math.max(Math.abs(lo), Math.abs(hi), log ? 1 : 0)) {
      margin = log ? 0.5 : 0.5 * Math.abs(lo) || 0.5;
    }
    var least = back(lo - margin);
    if (!log && range[0] >= 0 && least < 0) least = 0;
    var min = spec.min !== undefined ? spec.min : least;
    var max = spec.max !== undefined ? spec.max : back(hi + margin);
    // Beyond these the margins and steps would overflow.
    min = Math.max(min, log ? 1e-300 : -1e300);
    max = Math.min(max, 1e300);
    // An end fixed by the figure may lie beyond all data of the other side.
    if (min >= max) {
      if (spec.min !== undefined) max = log ? min * 10 : min + 1;
      else min = log ? max / 10 : max - 1;
    }
    return [min, max];
  }

  // ---- ticks: {major: [{value, text | base, exponent}], minor: [value], factor: exponent or 0} ----

  function linearTicks(min, max) {
    var rough = (max - min) / 9;
    var decade = power(Math.floor(log10(rough)));
    var step = [1, 2, 5, 10].filter(function (m) { return m * decade >= rough * 0.999; })[0] * decade;
    var largest = Math.max(Math.abs(min), Math.abs(max));
    var factor = largest >= 1e5 || largest < 1e-2 ? Math.floor(log10(largest) + 1e-9) : 0;
    var scale = power(factor);
    var digits = 0;
    while (digits < 9 && Math.abs(Number((step / scale).toFixed(digits)) - step / scale) > 1e-6 * step / scale) digits++;
    var major = [];
    for (var i = Math.ceil(min / step - 1e-6); i * step <= max + 1e-6 * step; i++) {
      major.push({ value: Math.min(Math.max(i * step, min), max), text: minus((i * step / scale).toFixed(digits)) });
    }
    return { major: major, minor: [], factor: factor };
  }

  function logTicks(min, max) {
    var lo = log10(min);
    var hi = log10(max);
    var first = Math.ceil(lo - 1e-9);
    var last = Math.floor(hi + 1e-9);
    var every = Math.max(1, Math.ceil((last - first) / 6));
    var mantissas = last - first >= 1 ? [1] : [1, 2, 5];
    var plain = lo > -2.5 && hi < 3.5;
    var major = [];
    var minor = [];
    for (var e = first - 1; e <= last; e++) {
      for (var m = 1; m <= 9; m++) {
        var v = Number(m + 'e' + e);
        if (v < min * (1 - 1e-9) || v > max * (1 + 1e-9)) continue;
        if (mantissas.indexOf(m) >= 0 && e % every === 0) {
          major.push(plain ? { value: v, text: String(v) } : { value: v, base: m === 1 ? '10' : m + '×10', exponent: e });
        } else if (every === 1 || m === 1) {
          minor.push(v);
        }
      }
    }
    if (major.length < 2) return linearTicks(min, max);
    return { major: major, minor: minor, factor: 0 };
  }

  function axisOf(figure, name) {
    var extent = ends(figure, name, dataRange(figure, name));
    var axis = (figure[name].logarithmic ? logTicks : linearTicks)(extent[0], extent[1]);
    axis.min = extent[0];
    axis.max = extent[1];
    axis.width = Math.max.apply(null, axis.major.map(function (t) {
      return t.text ? widthOf(t.text, 12) : widthOf(t.base, 12) + widthOf(minus(String(t.exponent)), 9) + 1;
    }).concat([0]));
    return axis;
  }

  // ---- shapes of the custom series ----

  function text(x, y, content, size, align) {
    return {
      type: 'text', silent: true,
      style: { text: content, x: rounded(x), y: rounded(y), fill: INK, font: size + 'px ' + FONT, align: align,
        verticalAlign: 'middle' }
    };
  }

  // A remark inside the plot, with a white rim that keeps it legible on lines and bands.
  function note(x, y, content, align) {
    var shape = text(x, y, content, 11, align);
    shape.style.fill = SOFT;
    shape.style.stroke = '#fff';
    shape.style.lineWidth = 3;
    return shape;
  }

  // A tick label whose right end (align 'right') or middle (align 'center') is at x; the exponent is set smaller and
  // higher, because fonts disagree about the Unicode superscripts.
  function tickLabel(tick, x, y, align) {
    if (tick.text) return [text(x, y, tick.text, 12, align)];
    var exponent = minus(String(tick.exponent));
    var w = widthOf(exponent, 9) + 1;
    var left = align === 'right' ? x - w : x + (widthOf(tick.base, 12) - w) / 2;
    return [text(left, y, tick.base, 12, 'right'), text(left + 1, y - 5, exponent, 9, 'left')];
  }

  // Segments [x1, y1, x2, y2] as one path.
  function strokes(segments, colour, width, dash) {
    return {
      type: 'path', silent: true,
      shape: { d: segments.map(function (s) {
        s = s.map(rounded);
        return 'M' + s[0] + ' ' + s[1] + 'L' + s[2] + ' ' + s[3];
      }).join('') },
      style: { stroke: colour, fill: 'none', lineWidth: width, lineDash: dash || null }
    };
  }

  // The colour scale of the cells, right of the plot.
  var BAR = { gap: 16, width: 12, tick: 4 };

  function barOf(figure) {
    var cells = cellsOf(figure);
    if (!cells || !cells.scale) return null;
    var bar = linearTicks(cells.scale.min, cells.scale.max);
    bar.scale = cells.scale;
    bar.label = cells.name;
    bar.labelAt = BAR.gap + BAR.width + BAR.tick + 14 + Math.max.apply(null, bar.major.map(function (t) {
      return widthOf(t.text, 12);
    }));
    return bar;
  }

  function barShapes(bar, box) {
    var left = box.x + box.width + BAR.gap;
    var right = left + BAR.width;
    var bottom = box.y + box.height;
    var ticks = [];
    var all = [{
      type: 'rect', silent: true, shape: { x: left, y: box.y, width: BAR.width, height: box.height },
      style: { fill: { type: 'linear', x: 0, y: 1, x2: 0, y2: 0, colorStops: bar.scale.stops.map(function (colour, i) {
        return { offset: i / (bar.scale.stops.length - 1), color: colour };
      }) } }
    }];
    bar.major.forEach(function (t) {
      var y = bottom - (t.value - bar.scale.min) / (bar.scale.max - bar.scale.min) * box.height;
      ticks.push([right, y, right + BAR.tick, y]);
      all.push(text(right + BAR.tick + 3, y, t.text, 12, 'left'));
    });
    all.push(strokes(ticks, INK, 1));
    if (bar.factor) all = all.concat(tickLabel({ base: '×10', exponent: bar.factor }, right, box.y - 10, 'center'));
    var label = text(0, 0, bar.label, 13, 'center');
    label.x = rounded(box.x + box.width + bar.labelAt);
    label.y = rounded(box.y + box.height / 2);
    label.rotation = Math.PI / 2;
    all.push(label);
    return all;
  }

  function furniture(figure, x, y, bar, empty) {
    return function (params, api) {
      var box = params.coordSys;
      var left = box.x;
      var right = box.x + box.width;
      var top = box.y;
      var bottom = box.y + box.height;
      var axes = [[left, top, left, bottom], [left, bottom, right, bottom]];
      var minor = [];
      var all = [];
      function px(v) { return api.coord([v, y.min])[0]; }
      function py(v) { return api.coord([x.min, v])[1]; }
      x.major.forEach(function (t) {
        axes.push([px(t.value), bottom, px(t.value), bottom + 5]);
        all = all.concat(tickLabel(t, px(t.value), bottom + 15, 'center'));
      });
      y.major.forEach(function (t) {
        axes.push([left - 5, py(t.value), left, py(t.value)]);
        all = all.concat(tickLabel(t, left - 8, py(t.value), 'right'));
      });
      x.minor.forEach(function (v) { minor.push([px(v), bottom, px(v), bottom + 3]); });
      y.minor.forEach(function (v) { minor.push([left - 3, py(v), left, py(v)]); });
      all.push(strokes(axes, INK, 1));
      if (minor.length) all.push(strokes(minor, INK, 0.7));
      if (x.factor) all = all.concat(tickLabel({ base: '×10', exponent: x.factor }, right, bottom + 32, 'right'));
      if (y.factor) all = all.concat(tickLabel({ base: '×10', exponent: y.factor }, left + 14, top - 10, 'center'));
      figure.referenceLines.forEach(function (line) {
        var ends = line.vertical ? x : y;
        if (line.value < ends.min || line.value > ends.max) return;
        if (line.vertical) {
          var at = px(line.value);
          var flip = at + 8 + widthOf(line.label, 11) > right;
          all.push(strokes([[at, bottom, at, top]], SOFT, 1, [3, 3]));
          all.push(note(flip ? at - 5 : at + 5, top + 8, line.label, flip ? 'right' : 'left'));
        } else {
          var level = py(line.value);
          all.push(strokes([[left, level, right, level]], SOFT, 1, [3, 3]));
          all.push(note(left + 6, level - top < 16 ? level + 9 : level - 9, line.label, 'left'));
        }
      });
      if (bar) all = all.concat(barShapes(bar, box));
      if (empty) all.push(note((left + right) / 2, (top + bottom) / 2, 'no finite values to draw', 'center'));
      return { type: 'group', children: all.filter(function (e) { return e.type !== 'text' || e.style.text; }) };
    };
  }

  // Indices of the runs without a gap, at least one value long.
  function runs(s) {
    var found = [];
    var current = null;
    s.x.forEach(function (x, i) {
      if (x === null || s.lower[i] === null || s.upper[i] === null) current = null;
      else if (current) current.push(i);
      else found.push(current = [i]);
    });
    return found;
  }

  function bandSeries(s) {
    var parts = runs(s);
    return {
      type: 'custom', name: s.name, z: 1, silent: true, clip: true, itemStyle: { color: s.colour },
      encode: { x: 0, y: 1 },
      data: parts.map(function (run) { return [s.x[run[0]], s.upper[run[0]]]; }),
      renderItem: function (params, api) {
        var run = parts[params.dataIndex];
        var upper = run.map(function (i) { return api.coord([s.x[i], s.upper[i]]); });
        var lower = run.map(function (i) { return api.coord([s.x[i], s.lower[i]]); });
        return {
          type: 'polygon', silent: true,
          shape: { points: upper.concat(lower.reverse()) },
          style: { fill: s.colour, opacity: 0.2 }
        };
      }
    };
  }

  function barSeries(s) {
    var shown = s.x.map(function (_, i) { return i; }).filter(function (i) {
      return s.x[i] !== null && s.lower[i] !== null && s.upper[i] !== null && s.lower[i] !== s.upper[i];
    });
    return {
      type: 'custom', name: s.name, z: 3, silent: true, clip: true, itemStyle: { color: s.colour },
      encode: { x: 0, y: 1 },
      data: shown.map(function (i) { return [s.x[i], s.upper[i]]; }),
      renderItem: function (params, api) {
        var i = shown[params.dataIndex];
        var a = api.coord([s.x[i], s.lower[i]]);
        var b = api.coord([s.x[i], s.upper[i]]);
        return strokes([
          [a[0], a[1], b[0], b[1]],
          [a[0] - 3, a[1], a[0] + 3, a[1]],
          [b[0] - 3, b[1], b[0] + 3, b[1]]
        ], s.colour, 1.2);
      }
    };
  }

  var UNLEARNED = 'not learned';
  var UNLEARNED_STYLE = { color: '#e4e4e4', borderColor: '#9a9a9a', borderWidth: 1 };

  // The rectangle of a cell in pixels, from corner to corner.
  function corners(s, cell, api) {
    var a = api.coord([s.xEdges[cell.i], s.yEdges[cell.j + 1]]).map(rounded);
    var b = api.coord([s.xEdges[cell.i + 1], s.yEdges[cell.j]]).map(rounded);
    return { x: a[0], y: a[1], width: rounded(b[0] - a[0]), height: rounded(b[1] - a[1]) };
  }

  function fits(content, size, box) {
    return widthOf(content, size) <= box.width - 3 && size <= box.height - 2;
  }

  // The largest type that fits all cells; where none does, the smallest.
  function typeSize(s, api) {
    var size = 11;
    while (size > 7 && !s.cells.every(function (c) { return fits(c.text, size, corners(s, c, api)); })) size--;
    return size;
  }

  // What lies over the cells, as segments in pixels: lines, markers as crosses, labels as lines of text.
  function obstacles(figure, plot, api) {
    var found = [];
    figure.series.forEach(function (s) {
      if (s.kind !== 'line' && s.kind !== 'points') return;
      var last = null;
      s.x.forEach(function (x, i) {
        var at = x === null || s.y[i] === null ? null : api.coord([x, s.y[i]]);
        if (at && s.kind === 'points') {
          found.push([at[0] - 6, at[1] - 6, at[0] + 6, at[1] + 6], [at[0] - 6, at[1] + 6, at[0] + 6, at[1] - 6]);
          var label = labelOf(s, i, plot);
          if (label.show) {
            var middle = at[1] + label.offset[1];
            var side = label.position === 'left' ? -1 : 1;
            [-8, 0, 8].forEach(function (dy) {
              found.push([at[0] + 9 * side, middle + dy, at[0] + (17 + widthOf(s.labels[i], 12)) * side, middle + dy]);
            });
          }
        } else if (at && last) {
          found.push(last.concat(at));
        }
        last = at;
      });
    });
    figure.referenceLines.forEach(function (line) {
      var ends = line.vertical ? [[line.value, plot.y.min], [line.value, plot.y.max]]
        : [[plot.x.min, line.value], [plot.x.max, line.value]];
      found.push(api.coord(ends[0]).concat(api.coord(ends[1])));
    });
    return found;
  }

  // Whether a segment meets the box of half widths hx, hy around (x, y): their shadows on both axes overlap, and the
  // corners do not all lie on one side of the segment.
  function meets(s, x, y, hx, hy) {
    if (Math.max(s[0], s[2]) < x - hx || Math.min(s[0], s[2]) > x + hx) return false;
    if (Math.max(s[1], s[3]) < y - hy || Math.min(s[1], s[3]) > y + hy) return false;
    var dx = s[2] - s[0];
    var dy = s[3] - s[1];
    return Math.abs(dx * (y - s[1]) - dy * (x - s[0])) <= hx * Math.abs(dy) + hy * Math.abs(dx);
  }

  // Where in its cell a text is free of what lies over the cells, the middle first; null if it has no room.
  function roomFor(content, size, box, over) {
    if (!fits(content, size, box)) return null;
    var hx = widthOf(content, size) / 2 + 2;
    var hy = 0.37 * size + 2; // half the height of digits and half the rim of a line
    var across = Math.max(0, box.width / 2 - hx);
    var up = Math.max(0, box.height / 2 - hy + 0.5);
    return [[0, 0], [0, -1], [0, 1], [1, -1], [-1, 1], [-1, -1], [1, 1]].map(function (d) {
      return [box.x + box.width / 2 + d[0] * across, box.y + box.height / 2 + d[1] * up];
    }).filter(function (at) {
      return !over.some(function (segment) { return meets(segment, at[0], at[1], hx, hy); });
    })[0] || null;
  }

  function cellSeries(s, figure, plot) {
    function isLearned(cell) { return cell.value !== undefined; }
    function drawn(cells, name, style) {
      var size;
      var over;
      return {
        type: 'custom', name: name, z: 0, silent: !plot.interactive, clip: true, progressive: 0, encode: { x: 0, y: 1 },
        itemStyle: style, emphasis: { disabled: true },
        data: cells.map(function (c) { return [s.x[c.i], s.y[c.j], isLearned(c) ? c.value : null]; }),
        renderItem: function (params, api) {
          var cell = cells[params.dataIndex];
          var box = corners(s, cell, api);
          var middle = [box.x + box.width / 2, box.y + box.height / 2];
          if (params.dataIndexInside === 0) {
            size = typeSize(s, api);
            over = obstacles(figure, plot, api);
          }
          var all = [{ type: 'rect', shape: box,
            style: { fill: cell.fill || UNLEARNED_STYLE.color, stroke: '#fff', lineWidth: 0.5 } }];
          if (cell.text) {
            var at = roomFor(cell.text, size, box, over);
            if (at) {
              all.push(text(at[0], at[1], cell.text, size, 'center'));
              all[1].style.fill = cell.ink || INK;
            }
          } else if (!isLearned(cell)) {
            var r = Math.min(4, 0.25 * Math.min(box.width, box.height));
            all.push(strokes([[middle[0] - r, middle[1] - r, middle[0] + r, middle[1] + r],
              [middle[0] - r, middle[1] + r, middle[0] + r, middle[1] - r]], UNLEARNED_STYLE.borderColor, 1));
          }
          return all.length === 1 ? all[0] : { type: 'group', children: all };
        }
      };
    }
    return [
      drawn(s.cells.filter(isLearned), s.name),
      drawn(s.cells.filter(function (c) { return !isLearned(c); }), UNLEARNED, UNLEARNED_STYLE)
    ];
  }

  // Labels of points stand right of their markers and a little above, or left and below where the plot ends.
  function labelOf(s, i, plot) {
    var content = s.labels && s.labels[i];
    if (!content) return { show: false };
    var flip = plot.fraction('x', s.x[i]) * plot.width + 18 + widthOf(content, 12) > plot.width;
    var below = (1 - plot.fraction('y', s.y[i])) * plot.height < 22;
    return {
      show: true, position: flip ? 'left' : 'right', offset: [0, below ? 12 : -12], distance: 4, color: INK, fontSize: 12,
      fontFamily: FONT, backgroundColor: '#fff', padding: [2, 4],
      lineHeight: 14, formatter: function () { return content; }
    };
  }

  function pairs(s) {
    return s.x.map(function (x, i) { return [x, x === null ? null : s.y[i]]; });
  }

  function pointSeries(s, plot) {
    var series = {
      type: 'scatter', name: s.name, z: 4, clip: false, symbol: s.marker, symbolSize: 7,
      itemStyle: { color: s.colour, opacity: 1 },
      data: pairs(s).map(function (p, i) {
        return { value: p, label: labelOf(s, i, plot) };
      }).filter(function (p) { return p.value[1] !== null; })
    };
    if (!s.labels) series.data = series.data.map(function (p) { return p.value; });
    if (plot.cells) {
      series.symbolSize = 10;
      series.itemStyle.borderColor = '#fff';
      series.itemStyle.borderWidth = 1.5;
    }
    return series;
  }

  function lineSeries(s, z, colour, width) {
    return {
      type: 'line', name: s.name, z: z, symbol: 'none', data: pairs(s), itemStyle: { color: s.colour },
      emphasis: { disabled: true },
      lineStyle: { color: colour, width: width, type: DASHES[s.stroke], cap: s.stroke === 'dotted' ? 'round' : 'butt',
        join: 'round' }
    };
  }

  function seriesOf(s, figure, plot) {
    if (s.kind === 'cells') return cellSeries(s, figure, plot);
    if (s.kind === 'band') return [bandSeries(s)];
    if (s.kind === 'points') return [pointSeries(s, plot), barSeries(s)];
    var line = lineSeries(s, 2, s.colour, 1.8);
    if (!plot.cells) return [line];
    // A white rim sets the line off from every colour of the cells; the mouse reaches the cells through both.
    var rim = lineSeries(s, 1, '#fff', 4);
    rim.lineStyle.type = 'solid';
    line.silent = rim.silent = true;
    return [line, rim];
  }

  // ---- legend: rows above the plot; ECharts wraps them, the count of rows makes room for them ----

  var LEGEND_GAP = 12;
  // ECharts stretches its own rectangle and triangle to the width of a line's entry, and keeps the shape of a path.
  var LEGEND_ICON = { rect: 'path://M0 0H10V10H0Z', triangle: 'path://M5 0L10 9H0Z' };
  var CROSSED = 'path://M0 0H10V10H0ZM3 3L7 7M3 7L7 3';
  var LEGEND_ROW = 12 + LEGEND_GAP;

  function legendOf(figure, available) {
    var entries = [];
    var rows = 1;
    var used = 0;
    function add(entry) {
      entries.push(entry);
      var width = 28 + 5 + widthOf(entry.name, 12);
      if (used > 0 && used + width > available) {
        rows++;
        used = 0;
      }
      used += width + LEGEND_GAP;
    }
    figure.series.forEach(function (s) {
      if (s.kind === 'cells' || entries.some(function (e) { return e.name === s.name; })) return;
      var lead = figure.series.filter(function (o) { return o.name === s.name && o.kind !== 'band'; })[0] || s;
      var entry = { name: s.name };
      if (lead.kind === 'line') entry.itemStyle = { opacity: 0 }; // the dash alone, without a marker
      else if (lead.kind === 'points') entry.icon = LEGEND_ICON[lead.marker] || lead.marker;
      else {
        entry.icon = 'rect';
        entry.itemStyle = { opacity: 0.3 };
      }
      add(entry);
    });
    var cells = cellsOf(figure);
    if (cells && cells.cells.some(function (c) { return c.value === undefined; })) {
      add({ name: UNLEARNED, icon: CROSSED, itemStyle: UNLEARNED_STYLE });
    }
    return {
      rows: entries.length ? rows : 0,
      option: {
        data: entries, width: available, itemWidth: 28, itemHeight: 10, itemGap: LEGEND_GAP, padding: 0,
        lineStyle: { width: 1.8 }, textStyle: { color: INK, fontFamily: FONT, fontSize: 12 }
      }
    };
  }

  function tooltip(figure) {
    return {
      trigger: 'axis', confine: true, transitionDuration: 0, borderColor: '#bbb', padding: [6, 9],
      textStyle: { color: INK, fontSize: 12, fontFamily: FONT },
      axisPointer: { type: 'line', lineStyle: { color: '#bbb', type: 'solid' }, label: { show: false } },
      formatter: function (items) {
        var shown = items.filter(function (p) { return p.seriesType !== 'custom' && p.value[1] !== null; });
        if (!shown.length) return '';
        var safe = echarts.format.encodeHTML;
        return safe(figure.x.label) + ' = ' + number(shown[0].value[0]) + '<table>' + shown.map(function (p) {
          return '<tr><td>' + p.marker + safe(p.seriesName) + '</td><td style="text-align:right;padding-left:1em">' +
            number(p.value[1]) + '</td></tr>';
        }).join('') + '</table>';
      }
    };
  }

  // Over a map: what the mouse points at, a cell or a point.
  function itemTooltip(figure) {
    var option = tooltip(figure);
    option.trigger = 'item';
    option.formatter = function (p) {
      var safe = echarts.format.encodeHTML;
      var rows = [[figure.x.label, number(p.value[0])], [figure.y.label, number(p.value[1])]];
      var title = p.seriesName;
      if (p.seriesType === 'custom' && p.seriesName !== UNLEARNED) {
        title = '';
        rows.push([p.seriesName, number(p.value[2])]);
      }
      return safe(title) + '<table>' + rows.map(function (row) {
        return '<tr><td>' + safe(row[0]) + '</td><td style="text-align:right;padding-left:1em">' + row[1] + '</td></tr>';
      }).join('') + '</table>';
    };
    return option;
  }

  var BOTTOM = 48;

  return function (figure, target) {
    var empty = !dataRange(figure, 'x') || !dataRange(figure, 'y');
    var x = axisOf(figure, 'x');
    var y = axisOf(figure, 'y');
    var bar = barOf(figure);
    var left = Math.ceil(y.width) + 34;
    var right = bar ? Math.ceil(bar.labelAt) + 12 : 22;
    var legend = legendOf(figure, target.width - left - right);
    var top = 14 + LEGEND_ROW * legend.rows + (y.factor || bar && bar.factor ? 16 : 0);
    legend.option.left = left + 4;
    legend.option.top = 8;

    function axis(name, ticks, gap) {
      return {
        type: figure[name].logarithmic ? 'log' : 'value', min: ticks.min, max: ticks.max,
        name: figure[name].label, nameLocation: 'middle', nameGap: gap,
        nameTextStyle: { color: INK, fontSize: 13, fontFamily: FONT },
        axisLine: { show: false }, axisTick: { show: false }, axisLabel: { show: false }, splitLine: { show: false }
      };
    }

    var series = [{
      type: 'custom', name: '', silent: true, clip: false, z: 5, data: [[x.min, y.min]], encode: { x: 0, y: 1 },
      renderItem: furniture(figure, x, y, bar, empty), tooltip: { show: false }
    }];
    var plot = {
      cells: cellsOf(figure), interactive: target.interactive, x: x, y: y,
      width: target.width - left - right, height: target.height - top - BOTTOM,
      fraction: function (name, v) {
        var scale = figure[name].logarithmic ? log10 : Number;
        return (scale(v) - scale(this[name].min)) / (scale(this[name].max) - scale(this[name].min));
      }
    };
    // The legend takes its symbol from the first series of a name, which should be the line, not its band.
    figure.series.filter(function (s) { return s.kind !== 'band'; })
      .concat(figure.series.filter(function (s) { return s.kind === 'band'; }))
      .forEach(function (s) { series = series.concat(seriesOf(s, figure, plot)); });
    return {
      animation: false,
      backgroundColor: '#fff',
      grid: { left: left, right: right, top: top, bottom: BOTTOM },
      legend: legend.option,
      tooltip: target.interactive ? (plot.cells ? itemTooltip : tooltip)(figure) : { show: false },
      xAxis: axis('x', x, 30),
      yAxis: axis('y', y, Math.ceil(y.width) + 17),
      series: series
    };
  };
})();
