package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    static final int MOST_POINTS = 100_000;

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
        Path path = modelPath(file, fields);
        ObjectNode model = model(path, fields, root);
        settings.forEach(
                setting -> setting.apply(ROOT_KEYS.contains(setting.key().replaceAll("[.].*", "")) ? root : model));
        CovarianceSection.inline(new Source(path.toString(), settings), model);
        StartSection.inline(new Source(path.toString(), settings), model);
        Map<String, List<JsonNode>> grid = SweepGrid.read(fields, root);
        requireFree(grid, settings);
        SweepPlan bare = plan(fields, grid, Optional.empty(), Optional.empty(), Optional.empty());
        if (bare.points() > MOST_POINTS) {
            throw fields.error("grid", "expected at most " + MOST_POINTS + " points, got " + bare.points());
        }
        if (!model.has("name")) {
            model.put("name", name);
        }
        // the points first: a misspelt key is told before what asks for the right one
        List<Experiment> points = new ArrayList<>();
        for (int i = 0; i < bare.points(); i++) {
            points.add(point(file, bare, grid, model, settings, i));
        }
        SweepPlan plan = plan(fields, grid, scaling(fields), diagram(fields), descent(fields));
        ObjectNode statement = Json.object();
        statement.set("sweepFile", root);
        return points.get(0).sweep(name, file, Sweep.of(plan, points), statement);
    }

    /** Refuses an option for a key that the grid sets, which would go unnoticed. */
    private static void requireFree(Map<String, List<JsonNode>> grid, List<Setting> settings) {
        for (Setting setting : settings) {
            for (String key : SweepGrid.keys(grid.keySet())) {
                if (setting.key().equals(key) || setting.key().startsWith(key + ".")) {
                    throw new UserError(setting.option() + ": " + setting.key()
                            + ": expected a key that the grid leaves alone, and it varies \"" + key
                            + "\"; give its values, such as --set 'grid={\"" + key + "\": [...]}'");
                }
            }
        }
    }

    /** The file that states the model: the one named, or else the sweep file itself. */
    private static Path modelPath(String file, Fields fields) {
        return !fields.has("model") || fields.isObject("model")
                ? Path.of(file)
                : Path.of(file).resolveSibling(fields.required("model"));
    }

    /** The model file as an object, which takes the place of its name in the sweep file's tree. */
    private static ObjectNode model(Path path, Fields fields, ObjectNode root) {
        if (!fields.has("model") || fields.isObject("model")) {
            fields.object("model");
            return (ObjectNode) root.get("model");
        }
        String stated = fields.required("model");
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

    private static SweepPlan plan(
            Fields fields,
            Map<String, List<JsonNode>> grid,
            Optional<SweepPlan.Scaling> scaling,
            Optional<SweepPlan.Diagram> diagram,
            Optional<SweepPlan.Descent> descent) {
        Statistic statistic = NetworkSection.constant(fields, "statistic", Statistic.values(), Statistic.MEDIAN);
        return fields.source().build("", () -> {
            List<SweepAxis> axes = new ArrayList<>();
            grid.forEach((key, values) -> axes.add(
                    new SweepAxis(key, values.stream().map(SweepGrid::label).toList())));
            return new SweepPlan(axes, statistic, scaling, diagram, descent);
        });
    }

    private static Optional<SweepPlan.Scaling> scaling(Fields fields) {
        if (!fields.has("fit") && !fields.has("phaseDiagram")) {
            return Optional.empty();
        }
        Fields fit = fields.objectOrEmpty("fit").only(FIT_KEYS);
        return Optional.of(new SweepPlan.Scaling(
                fit.text("over", SweepAxis.DIMENSION),
                NetworkSection.constant(fit, "effort", Effort.values(), Effort.STEPS)));
    }

    private static Optional<SweepPlan.Diagram> diagram(Fields fields) {
        if (!fields.has("phaseDiagram")) {
            return Optional.empty();
        }
        Fields picture = fields.object("phaseDiagram").only(DIAGRAM_KEYS);
        return Optional.of(new SweepPlan.Diagram(
                picture.text("mu", MU), picture.text("delta", DELTA), picture.number("margin", MARGIN)));
    }

    private static Optional<SweepPlan.Descent> descent(Fields fields) {
        if (!fields.has("searchAndDescent")) {
            return Optional.empty();
        }
        Fields levels = fields.object("searchAndDescent");
        return Optional.of(new SweepPlan.Descent(levels.positive("search"), levels.positive("descent")));
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
                for (Setting setting : SweepGrid.settings(
                        file, entry.getKey(), entry.getValue().get(place))) {
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
