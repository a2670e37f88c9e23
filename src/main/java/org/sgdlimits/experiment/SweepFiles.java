package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sgdlimits.analysis.ExitStatistics;
import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.analysis.PhaseDiagram;
import org.sgdlimits.analysis.ScalingFit;
import org.sgdlimits.analysis.ScalingSeries;
import org.sgdlimits.analysis.SearchAndDescent;
import org.sgdlimits.analysis.SweepAxis;
import org.sgdlimits.analysis.SweepFindings;
import org.sgdlimits.analysis.SweepPoint;
import org.sgdlimits.analysis.SweepStudy;
import org.sgdlimits.method.Passage;
import org.sgdlimits.model.Problem;

/** The files of a sweep that other programs read: {@code sweep.csv}, a row a point and method, and {@code sweep.json}, the laws. */
public final class SweepFiles {

    /** A row per point of the grid and method; the bytes depend on the seed alone. */
    public static final String POINTS = "sweep.csv";

    /** Scaling laws, phase diagrams, search and descent, findings. */
    public static final String SUMMARY = "sweep.json";

    private static final String COLUMNS =
            "method,d,n_b,gamma,runs,exited,failed,steps_mean,steps_stderr,steps_median,steps_median_low,steps_median_high\n";

    private SweepFiles() {}

    /** Writes {@code sweep.csv}; numbers read back to the same bits, a median that is not reached is empty. */
    public static void writePoints(SweepStudy study, Path folder) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(POINTS))) {
            for (SweepAxis axis : study.plan().axes()) {
                out.write(axis.key() + ",");
            }
            out.write(COLUMNS);
            for (SweepPoint point : study.points()) {
                for (OfMethod method : point.exits().methods()) {
                    for (String label : point.labels()) {
                        out.write(quoted(label) + ",");
                    }
                    out.write(row(point.exits().problem(), method));
                }
            }
        }
    }

    private static String row(Problem<?> problem, OfMethod method) {
        ExitStatistics steps = method.steps();
        return String.join(
                        ",",
                        method.name(),
                        Long.toString(problem.dimension()),
                        Long.toString(problem.rule().batch()),
                        Double.toString(problem.rule().learningRate().rate(0)),
                        Integer.toString(steps.runs()),
                        Integer.toString(steps.exited()),
                        Integer.toString(method.passages().count(Passage.Kind.FAILED)),
                        Double.toString(steps.mean()),
                        Double.toString(steps.meanError()),
                        text(steps.median()),
                        text(steps.medianLow()),
                        text(steps.medianHigh()))
                + "\n";
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    /** Outcome and cost of each method, summed over the points, for the manifest. */
    public static ArrayNode methods(SweepStudy study) {
        ArrayNode methods = Json.object().putArray("methods");
        for (String name : study.methods()) {
            List<OfMethod> all = study.points().stream()
                    .map(point -> point.exits().method(name).orElseThrow())
                    .toList();
            ObjectNode method = methods.addObject().put("method", name);
            method.put("points", all.size());
            method.put(
                    "runs", all.stream().mapToInt(each -> each.steps().runs()).sum());
            method.put(
                    "exited",
                    all.stream().mapToInt(each -> each.passages().exited()).sum());
            method.put(
                    "failed",
                    all.stream()
                            .mapToInt(each -> each.passages().count(Passage.Kind.FAILED))
                            .sum());
            method.put("seconds", all.stream().mapToDouble(OfMethod::seconds).sum());
            ObjectNode facts = method.putObject("facts");
            all.forEach(each -> each.passages().facts().forEach(facts::putPOJO));
        }
        return methods;
    }

    /** Writes {@code sweep.json}. */
    public static void writeSummary(SweepStudy study, Path folder) throws IOException {
        Files.writeString(folder.resolve(SUMMARY), Json.print(summary(study)));
    }

    /** The content of {@code sweep.json}. */
    public static ObjectNode summary(SweepStudy study) {
        ObjectNode root = Json.object();
        root.put("statistic", NetworkSection.word(study.plan().statistic()));
        study.plan().scaling().ifPresent(law -> root.put("over", law.over())
                .put("effort", NetworkSection.word(law.effort())));
        root.put("confidence", ScalingFit.CONFIDENCE);
        ArrayNode laws = root.putArray("laws");
        study.series().forEach(series -> write(series, laws.addObject()));
        ArrayNode diagrams = root.putArray("phaseDiagrams");
        study.diagrams().forEach(diagram -> write(diagram, diagrams.addObject()));
        ArrayNode descents = root.putArray("searchAndDescent");
        study.descents().forEach(descent -> write(descent, descents.addObject()));
        SweepFindings.of(study).forEach(root.putArray("findings")::add);
        return root;
    }

    private static void write(ScalingSeries series, ObjectNode out) {
        out.put("method", series.method());
        ObjectNode fixed = out.putObject("at");
        series.fixed().forEach(fixed::put);
        write("x", series.x(), out);
        write("value", series.effort(), out);
        write("stderr", series.error(), out);
        write("passed", series.passed(), out);
        write("power", series.power(), out);
        write("corrected", series.corrected(), out);
        ExitFiles.put(out, "predicted", series.predicted());
    }

    private static void write(String key, Optional<ScalingFit> fit, ObjectNode out) {
        if (fit.isEmpty()) {
            out.putNull(key);
            return;
        }
        ScalingFit law = fit.get();
        ObjectNode node = out.putObject(key).put("form", law.form());
        ExitFiles.put(node, "exponent", law.exponent());
        ExitFiles.put(node, "stderr", law.standardError());
        ExitFiles.put(node, "low", law.lower());
        ExitFiles.put(node, "high", law.upper());
        ExitFiles.put(node, "logConstant", law.logConstant());
        ExitFiles.put(node, "correction", law.correction());
        ExitFiles.put(node, "chiSquare", law.chiSquare());
        node.put("points", law.points());
    }

    private static void write(PhaseDiagram diagram, ObjectNode out) {
        out.put("method", diagram.method());
        ObjectNode fixed = out.putObject("at");
        diagram.fixed().forEach(fixed::put);
        diagram.theory().ifPresent(theory -> out.put("informationExponent", theory.informationExponent())
                .put("largeRates", theory.largeRates()));
        ArrayNode cells = out.putArray("cells");
        diagram.cells().stream().flatMap(List::stream).forEach(cell -> {
            ObjectNode node = cells.addObject().put("mu", cell.mu()).put("delta", cell.delta());
            node.put("found", cell.found());
            ExitFiles.put(node, "exponent", cell.exponent());
            ExitFiles.put(node, "predicted", cell.series().predicted());
            cell.region().ifPresent(region -> node.put("region", NetworkSection.word(region)));
            ExitFiles.put(node, "distanceFromLine", cell.distance());
            node.put("agreement", NetworkSection.word(cell.agreement()));
        });
    }

    private static void write(SearchAndDescent descent, ObjectNode out) {
        out.put("method", descent.method());
        ObjectNode fixed = out.putObject("at");
        descent.fixed().forEach(fixed::put);
        write("dimension", descent.dimension(), out);
        ArrayNode runs = out.putArray("runs");
        for (int count : descent.runs()) {
            runs.add(count);
        }
        write("searchSamplesPerDimension", descent.search(), out);
        write("searchStderr", descent.searchError(), out);
        write("descentSamplesPerDimension", descent.descent(), out);
        write("descentStderr", descent.descentError(), out);
        write("ratio", descent.ratio(), out);
        write("ratioStderr", descent.ratioError(), out);
        write("fall", descent.fall(), out);
    }

    private static void write(String key, double[] values, ObjectNode out) {
        ArrayNode list = out.putArray(key);
        for (double value : values) {
            if (Double.isFinite(value)) {
                list.add(value);
            } else {
                list.addNull();
            }
        }
    }
}
