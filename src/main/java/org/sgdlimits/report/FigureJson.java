package org.sgdlimits.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A figure as the JSON that {@code figure.js} reads. Values that the axis cannot show become null, so that the script
 * meets gaps only; the others keep seven significant digits, more than any screen resolves.
 */
final class FigureJson {

    private static final MathContext PRECISION = new MathContext(7);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private FigureJson() {}

    /** JSON text without {@code <}, {@code >} or {@code &}, hence also safe inside an HTML script element. */
    static String of(Figure figure) {
        ObjectNode node = NODES.objectNode();
        node.put("id", figure.id());
        node.set("x", axis(figure.x()));
        node.set("y", axis(figure.y()));
        ArrayNode series = node.putArray("series");
        for (Series one : figure.series()) {
            series.add(series(figure, one));
        }
        ArrayNode lines = node.putArray("referenceLines");
        for (ReferenceLine line : figure.referenceLines()) {
            boolean vertical = line.direction() == ReferenceLine.Direction.VERTICAL;
            Axis axis = vertical ? figure.x() : figure.y();
            if (axis.canShow(line.value())) {
                lines.addObject()
                        .put("vertical", vertical)
                        .put("value", rounded(line.value()))
                        .put("label", line.label());
            }
        }
        return node.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    private static ObjectNode axis(Axis axis) {
        ObjectNode node = NODES.objectNode();
        node.put("label", axis.label());
        node.put("logarithmic", axis.logarithmic());
        if (axis.canShow(axis.min())) {
            node.put("min", axis.min());
        }
        if (axis.canShow(axis.max())) {
            node.put("max", axis.max());
        }
        return node;
    }

    private static ObjectNode series(Figure figure, Series series) {
        ObjectNode node = NODES.objectNode();
        node.put("name", series.name());
        node.put("colour", series.colour().hex());
        node.set("x", values(figure.x(), series.x()));
        if (series instanceof Series.Line line) {
            node.put("kind", "line");
            node.put("stroke", line.stroke().name().toLowerCase(Locale.ROOT));
            node.set("y", values(figure.y(), line.y()));
        } else if (series instanceof Series.Band band) {
            node.put("kind", "band");
            node.set("lower", values(figure.y(), band.lower()));
            node.set("upper", values(figure.y(), band.upper()));
        } else if (series instanceof Series.Points points) {
            node.put("kind", "points");
            node.put("marker", points.colour().marker());
            node.set("y", values(figure.y(), points.y()));
            node.set("lower", values(figure.y(), points.lower()));
            node.set("upper", values(figure.y(), points.upper()));
            if (!points.labels().isEmpty()) {
                points.labels().forEach(node.putArray("labels")::add);
            }
        } else if (series instanceof Series.Cells cells) {
            node.put("kind", "cells");
            node.set("y", values(figure.y(), cells.y()));
            node.set("xEdges", values(figure.x(), figure.x().edges(cells.x())));
            node.set("yEdges", values(figure.y(), figure.y().edges(cells.y())));
            cells(node, cells);
        }
        return node;
    }

    /** The cells that are drawn, column i and row j, and the colour scale if any of them has a value. */
    private static void cells(ObjectNode node, Series.Cells cells) {
        double[][] values = cells.values();
        String[][] texts = cells.texts();
        Series.Cells.Kind[][] kinds = cells.kinds();
        double[] shown = IntStream.range(0, values.length)
                .boxed()
                .flatMapToDouble(j -> IntStream.range(0, values[j].length)
                        .filter(i -> hasValue(kinds[j][i], values[j][i]))
                        .mapToDouble(i -> values[j][i]))
                .toArray();
        ColourScale scale = ColourScale.over(shown);
        ArrayNode drawn = node.putArray("cells");
        for (int j = 0; j < values.length; j++) {
            for (int i = 0; i < values[j].length; i++) {
                if (hasValue(kinds[j][i], values[j][i])) {
                    String fill = scale.hex(values[j][i]);
                    drawn.addObject()
                            .put("i", i)
                            .put("j", j)
                            .put("text", texts[j][i])
                            .put("value", rounded(values[j][i]))
                            .put("fill", fill)
                            .put("ink", ColourScale.ink(fill));
                } else if (kinds[j][i] == Series.Cells.Kind.UNLEARNED) {
                    drawn.addObject().put("i", i).put("j", j).put("text", texts[j][i]);
                }
            }
        }
        if (shown.length > 0) {
            ObjectNode bar = node.putObject("scale").put("min", scale.min()).put("max", scale.max());
            ColourScale.STOPS.forEach(bar.putArray("stops")::add);
        }
    }

    private static boolean hasValue(Series.Cells.Kind kind, double value) {
        return kind == Series.Cells.Kind.VALUE && Double.isFinite(value);
    }

    private static ArrayNode values(Axis axis, double[] values) {
        ArrayNode node = NODES.arrayNode(values.length);
        for (double value : values) {
            if (axis.canShow(value)) {
                node.add(rounded(value));
            } else {
                node.addNull();
            }
        }
        return node;
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(PRECISION).doubleValue();
    }
}
