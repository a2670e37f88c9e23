package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sgdlimits.analysis.SweepAxis;

/**
 * The section {@code grid} of a sweep file: axes, each a key of the model or several with commas between them that vary together, with a
 * list of values or a range.
 */
final class SweepGrid {

    private SweepGrid() {}

    /** The values of every key of the grid. */
    static Map<String, List<JsonNode>> read(Fields fields, ObjectNode root) {
        Fields grid = fields.object("grid");
        Map<String, List<JsonNode>> axes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.get("grid").properties()) {
            String key = entry.getKey();
            for (String part : keys(List.of(key))) {
                requireFresh(part, key, axes.keySet(), fields);
            }
            axes.put(key, values(key, entry.getValue(), grid));
        }
        if (fields.has("searchAndDescent")) {
            if (axes.containsKey(SweepAxis.LEVEL)) {
                throw grid.error(
                        SweepAxis.LEVEL, "expected no such key beside searchAndDescent, which gives its values");
            }
            Fields levels = fields.object("searchAndDescent").only(SweepFile.DESCENT_KEYS);
            axes.put(
                    SweepAxis.LEVEL,
                    List.of(new DoubleNode(levels.positive("search")), new DoubleNode(levels.positive("descent"))));
        }
        return axes;
    }

    /** Refuses a key that is none, or that other axes set already. */
    private static void requireFresh(String part, String key, Collection<String> axes, Fields fields) {
        Fields grid = fields.object("grid");
        if (List.of(part.split("\\.", -1)).contains("")) {
            throw fields.error("grid", "expected keys of the model such as \"run.dimension\", got \"" + key + "\"");
        }
        if (part.equals("run.methods")) {
            throw grid.error(
                    key, "expected another key, as every method is run at every point; list them in the model");
        }
        for (String before : keys(axes)) {
            if (before.equals(part)) {
                throw grid.error(key, "expected each key once, and \"" + part + "\" comes again");
            }
            if (before.startsWith(part + ".")) {
                throw grid.error(key, "expected before \"" + before + "\", whose values it would replace");
            }
        }
    }

    private static List<JsonNode> values(String key, JsonNode stated, Fields grid) {
        List<JsonNode> values = new ArrayList<>();
        if (stated instanceof ArrayNode list) {
            list.forEach(values::add);
        } else if (grid.isObject(key)) {
            values.addAll(range(grid.object(key).only(SweepFile.RANGE_KEYS)));
        } else {
            throw grid.error(
                    key,
                    "expected a list of values [..., ...] or {\"from\": …, \"to\": …, \"step\": …}, got "
                            + Fields.show(stated));
        }
        int together = keys(List.of(key)).size();
        for (JsonNode value : values) {
            if (together > 1 && value.size() != together) {
                throw grid.error(
                        key,
                        "expected a list of " + together + " values for its " + together + " keys, got "
                                + Fields.show(value));
            }
        }
        return values;
    }

    /** The keys of the model that axes set: one each, or several with commas between them that vary together. */
    static List<String> keys(Collection<String> axes) {
        return axes.stream()
                .flatMap(axis -> Stream.of(axis.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    /** Decimal arithmetic, so that 0.1 three times is 0.3. */
    private static List<JsonNode> range(Fields range) {
        BigDecimal from = BigDecimal.valueOf(range.number("from"));
        BigDecimal to = BigDecimal.valueOf(range.number("to"));
        BigDecimal step = BigDecimal.valueOf(range.positive("step"));
        if (to.compareTo(from) < 0) {
            throw range.error("to", "expected a number >= from = " + from + ", got " + to);
        }
        if (to.subtract(from).compareTo(step.multiply(BigDecimal.valueOf(SweepFile.MOST_POINTS))) >= 0) {
            throw range.error(
                    "step",
                    "expected at most " + SweepFile.MOST_POINTS + " values from " + from + " to " + to + ", got "
                            + step);
        }
        List<JsonNode> values = new ArrayList<>();
        for (BigDecimal value = from; value.compareTo(to) <= 0; value = value.add(step)) {
            values.add(new DecimalNode(new BigDecimal(plain(value))));
        }
        return values;
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** What a value of an axis sets. */
    static List<Setting> settings(String file, String axis, JsonNode value) {
        List<String> keys = keys(List.of(axis));
        List<Setting> settings = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            JsonNode part = keys.size() == 1 ? value : value.get(i);
            settings.add(new Setting(file + ": grid", keys.get(i), part.deepCopy()));
        }
        return settings;
    }

    /** A value as text; a number the same however it is written. */
    static String label(JsonNode value) {
        if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            return plain(value.decimalValue());
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
