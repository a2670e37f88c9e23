package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sgdlimits.analysis.Effort;
import org.sgdlimits.analysis.ExitPlan;
import org.sgdlimits.analysis.SweepAxis;
import org.sgdlimits.analysis.SweepPlan;
import org.sgdlimits.analysis.SweepPlan.Statistic;

/**
 * Reads a sweep file: a model file, the keys of it that are varied, and what is to be read off.
 *
 * <pre>
 *   { "name": "search", "model": "he3.json",
 *     "grid": { "run.dimension": [100, 1000], "training.batch.mu": {"from": 0, "to": 2, "step": 0.25} },
 *     "statistic": "median",
 *     "fit": {"over": "run.dimension", "effort": "steps"},
 *     "phaseDiagram": {"mu": "training.batch.mu", "delta": "training.learningRate.delta", "margin": 0.2},
 *     "searchAndDescent": {"search": 0.1, "descent": 0.9} }
 * </pre>
 *
 * The model is a file, relative to the sweep file, or an object; its section {@code exit} says when a run has passed.
 */
public final class SweepFile {

    static final List<String> KEYS = List.of(
            "$schema", "name", "description", "model", "grid", "statistic", "fit", "phaseDiagram", "searchAndDescent");
    static final List<String> FIT_KEYS = List.of("over", "effort");
    static final List<String> DIAGRAM_KEYS = List.of("mu", "delta", "margin");
    static final List<String> DESCENT_KEYS = List.of("search", "descent");
    static final List<String> RANGE_KEYS = List.of("from", "to", "step");

    /** Keys that an option sets in the sweep itself; all others are the model's. */
    private static final List<String> ROOT_KEYS =
            List.of("grid", "statistic", "fit", "phaseDiagram", "searchAndDescent");

    private static final String MU = "training.batch.mu";
    private static final String DELTA = "training.learningRate.delta";
    private static final double MARGIN = 0.2;
    private static final int MOST_POINTS = 100_000;

    private SweepFile() {}

    /**
     * Reads a sweep file.
     *
     * @param settings options that override keys of the model
     * @throws UserError if it, its model, or the model at one of its points cannot be read
     */
    public static Experiment read(Path file, List<Setting> settings) {
        return read(file.toString(), ModelText.read(file), settings);
    }

    /** Reads a sweep file's text. */
    public static Experiment read(String file, String text, List<Setting> settings) {
        if (!(Json.parse(file, text) instanceof ObjectNode root)) {
            throw new UserError(file + ": expected an object {…} with the keys \"model\" and \"grid\"");
        }
        if (!root.has("grid") && root.has("training")) {
            throw new UserError(
                    file + ": expected a sweep file, with the keys \"model\" and \"grid\", got a model file."
                            + " `sgdlimits exit " + file + "` measures its exits");
        }
        return read(file, root, settings);
    }

    static Experiment read(String file, ObjectNode root, List<Setting> settings) {
        Fields fields = new Fields(new Source(file, settings), "", root).only(KEYS);
        String name = ModelFile.name(fields, file);
        fields.text("description", "");
        ObjectNode model = model(file, fields, root);
        settings.forEach(
                setting -> setting.apply(ROOT_KEYS.contains(setting.key().replaceAll("[.].*", "")) ? root : model));
        Map<String, List<JsonNode>> grid = grid(fields, root);
        requireFree(grid, settings);
        requireKnown(file, grid, model, settings);
        SweepPlan plan = plan(fields, grid);
        if (plan.points() > MOST_POINTS) {
            throw fields.error("grid", "expected at most " + MOST_POINTS + " points, got " + plan.points());
        }
        if (!model.has("name")) {
            model.put("name", name);
        }
        List<Experiment> points = new ArrayList<>();
        for (int i = 0; i < plan.points(); i++) {
            points.add(point(file, plan, grid, model, settings, i));
        }
        ObjectNode statement = Json.object();
        statement.set("sweepFile", root);
        return points.get(0).sweep(name, file, Sweep.of(plan, points), statement);
    }

    /** Finds a misspelt key of the grid before anything is said of what asks for the right one. */
    private static void requireKnown(
            String file, Map<String, List<JsonNode>> grid, ObjectNode model, List<Setting> settings) {
        ObjectNode first = model.deepCopy();
        List<Setting> all = new ArrayList<>(settings);
        grid.forEach((key, values) -> {
            if (!values.isEmpty()) {
                all.addAll(settings(file, key, values.get(0)));
            }
        });
        try {
            all.subList(settings.size(), all.size()).forEach(setting -> setting.apply(first));
            ModelFile.read(new Source(file + ": model", all), first);
        } catch (UserError refused) {
            if (refused.getMessage().contains(": unknown key.")) {
                throw refused;
            }
        }
    }

    /** What a value of an axis sets. */
    private static List<Setting> settings(String file, String axis, JsonNode value) {
        List<String> keys = keys(List.of(axis));
        List<Setting> settings = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            JsonNode part = keys.size() == 1 ? value : value.get(i);
            settings.add(new Setting(file + ": grid", keys.get(i), part.deepCopy()));
        }
        return settings;
    }

    /** Refuses an option for a key that the grid sets, which would go unnoticed. */
    private static void requireFree(Map<String, List<JsonNode>> grid, List<Setting> settings) {
        for (Setting setting : settings) {
            for (String key : keys(grid.keySet())) {
                if (setting.key().equals(key) || setting.key().startsWith(key + ".")) {
                    throw new UserError(setting.option() + ": " + setting.key()
                            + ": expected a key that the grid leaves alone, and it varies \"" + key
                            + "\"; give its values, such as --set 'grid={\"" + key + "\": [...]}'");
                }
            }
        }
    }

    /** The model file as an object, which takes the place of its name in the sweep file's tree. */
    private static ObjectNode model(String file, Fields fields, ObjectNode root) {
        if (!fields.has("model") || fields.isObject("model")) {
            fields.object("model");
            return (ObjectNode) root.get("model");
        }
        Path stated = Path.of(fields.required("model"));
        Path path = Optional.ofNullable(Path.of(file).getParent())
                .map(folder -> folder.resolve(stated))
                .orElse(stated);
        if (Experiment.isJava(path.toString())) {
            throw fields.error(
                    "model", "expected a model file (.json), as a sweep varies its keys, got \"" + stated + "\"");
        }
        if (!(Json.parse(path.toString(), text(path, fields)) instanceof ObjectNode model)) {
            throw new UserError(path + ": expected an object {…}");
        }
        if (model.has("grid")) {
            throw fields.error("model", "expected a model file, got the sweep file \"" + stated + "\"");
        }
        root.set("model", model);
        return model;
    }

    private static String text(Path model, Fields fields) {
        try {
            return ModelText.read(model);
        } catch (UserError missing) {
            throw fields.error("model", missing.getMessage());
        }
    }

    /** The values of every key of the grid. */
    private static Map<String, List<JsonNode>> grid(Fields fields, ObjectNode root) {
        Fields grid = fields.object("grid");
        Map<String, List<JsonNode>> axes = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.get("grid").properties()) {
            String key = entry.getKey();
            for (String part : keys(List.of(key))) {
                if (List.of(part.split("\\.", -1)).contains("")) {
                    throw fields.error(
                            "grid", "expected keys of the model such as \"run.dimension\", got \"" + key + "\"");
                }
                if (part.equals("run.methods")) {
                    throw grid.error(
                            key, "expected another key, as every method is run at every point; list them in the model");
                }
                for (String before : keys(axes.keySet())) {
                    if (before.equals(part)) {
                        throw grid.error(key, "expected each key once, and \"" + part + "\" comes again");
                    }
                    if (before.startsWith(part + ".")) {
                        throw grid.error(key, "expected before \"" + before + "\", whose values it would replace");
                    }
                }
            }
            List<JsonNode> values = new ArrayList<>();
            if (entry.getValue() instanceof ArrayNode list) {
                list.forEach(values::add);
            } else if (grid.isObject(key)) {
                values.addAll(range(grid.object(key).only(RANGE_KEYS)));
            } else {
                throw grid.error(
                        key,
                        "expected a list of values [..., ...] or {\"from\": …, \"to\": …, \"step\": …}, got "
                                + Fields.show(entry.getValue()));
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
            axes.put(key, values);
        }
        if (fields.has("searchAndDescent")) {
            if (axes.containsKey(SweepAxis.LEVEL)) {
                throw grid.error(
                        SweepAxis.LEVEL, "expected no such key beside searchAndDescent, which gives its values");
            }
            Fields levels = fields.object("searchAndDescent").only(DESCENT_KEYS);
            axes.put(
                    SweepAxis.LEVEL,
                    List.of(new DoubleNode(levels.positive("search")), new DoubleNode(levels.positive("descent"))));
        }
        return axes;
    }

    /** The keys of the model that axes set: one each, or several with commas between them that vary together. */
    private static List<String> keys(Collection<String> axes) {
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
        if (to.subtract(from).compareTo(step.multiply(BigDecimal.valueOf(MOST_POINTS))) >= 0) {
            throw range.error(
                    "step", "expected at most " + MOST_POINTS + " values from " + from + " to " + to + ", got " + step);
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

    private static SweepPlan plan(Fields fields, Map<String, List<JsonNode>> grid) {
        Statistic statistic = NetworkSection.constant(fields, "statistic", Statistic.values(), Statistic.MEDIAN);
        Optional<SweepPlan.Scaling> scaling = Optional.empty();
        if (fields.has("fit") || fields.has("phaseDiagram")) {
            Fields fit = fields.objectOrEmpty("fit").only(FIT_KEYS);
            scaling = Optional.of(new SweepPlan.Scaling(
                    fit.text("over", SweepAxis.DIMENSION),
                    NetworkSection.constant(fit, "effort", Effort.values(), Effort.STEPS)));
        }
        Optional<SweepPlan.Diagram> diagram = Optional.empty();
        if (fields.has("phaseDiagram")) {
            Fields picture = fields.object("phaseDiagram").only(DIAGRAM_KEYS);
            diagram = Optional.of(new SweepPlan.Diagram(
                    picture.text("mu", MU), picture.text("delta", DELTA), picture.number("margin", MARGIN)));
        }
        Optional<SweepPlan.Descent> descent = Optional.empty();
        if (fields.has("searchAndDescent")) {
            Fields levels = fields.object("searchAndDescent");
            descent = Optional.of(new SweepPlan.Descent(levels.positive("search"), levels.positive("descent")));
        }
        Optional<SweepPlan.Scaling> law = scaling;
        Optional<SweepPlan.Diagram> picture = diagram;
        Optional<SweepPlan.Descent> both = descent;
        return fields.source().build("", () -> {
            List<SweepAxis> axes = new ArrayList<>();
            grid.forEach((key, values) -> axes.add(
                    new SweepAxis(key, values.stream().map(SweepFile::label).toList())));
            return new SweepPlan(axes, statistic, law, picture, both);
        });
    }

    /** A value as text; a number the same however it is written. */
    private static String label(JsonNode value) {
        if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            return plain(value.decimalValue());
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static Experiment point(
            String file,
            SweepPlan plan,
            Map<String, List<JsonNode>> grid,
            ObjectNode model,
            List<Setting> settings,
            int point) {
        ObjectNode own = model.deepCopy();
        List<Setting> all = new ArrayList<>(settings);
        List<String> labels = plan.labels(point);
        try {
            int axis = 0;
            for (Map.Entry<String, List<JsonNode>> entry : grid.entrySet()) {
                int place = plan.axes().get(axis).labels().indexOf(labels.get(axis));
                for (Setting setting :
                        settings(file, entry.getKey(), entry.getValue().get(place))) {
                    setting.apply(own);
                    all.add(setting);
                }
                axis++;
            }
            return point(new Source(file + ": model", all), own);
        } catch (UserError refused) {
            throw new UserError(refused.getMessage() + " (at " + place(plan, point) + ")", refused);
        }
    }

    private static Experiment point(Source source, ObjectNode model) {
        Experiment experiment = ModelFile.read(source, model);
        ExitPlan exit = experiment
                .exit()
                .orElseThrow(() -> source.error(
                        "exit",
                        "expected an object such as " + ExitSection.EXAMPLE
                                + " that says when a run has passed, found none"));
        if (exit.varied() != ExitPlan.Varied.NOTHING) {
            throw source.error(
                    "exit." + ExitPlan.key(exit.varied()),
                    "expected no scan within a sweep; vary the key itself in \"grid\"");
        }
        return experiment;
    }

    private static String place(SweepPlan plan, int point) {
        List<String> labels = plan.labels(point);
        return IntStream.range(0, labels.size())
                .mapToObj(axis -> plan.axes().get(axis).key() + " = " + labels.get(axis))
                .collect(Collectors.joining(", "));
    }
}
