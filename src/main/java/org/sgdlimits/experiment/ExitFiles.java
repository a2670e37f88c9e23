package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.sgdlimits.analysis.EscapeFormula;
import org.sgdlimits.analysis.ExitFindings;
import org.sgdlimits.analysis.ExitPlan;
import org.sgdlimits.analysis.ExitStatistics;
import org.sgdlimits.analysis.ExitStudy;
import org.sgdlimits.analysis.ExitTimes;
import org.sgdlimits.analysis.ExitTimes.OfMethod;
import org.sgdlimits.analysis.LineFit;
import org.sgdlimits.method.Passage;
import org.sgdlimits.method.Trajectory.Instant;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;

/**
 * The files of an exit study that other programs read: {@code exit-times.csv}, a row a run, and {@code exit.json}, the
 * statistics.
 */
public final class ExitFiles {

    /** A row per method and run; the bytes depend on the seed alone. */
    public static final String TIMES = "exit-times.csv";

    /** Statistics per point and method, formulas, fits, findings. */
    public static final String SUMMARY = "exit.json";

    private static final String HEADER =
            "method,dimension,width,learningRate,labelNoise,replica,exited,step,tau,flowTime,outcome\n";

    private ExitFiles() {}

    /** The column that holds what a study varies. */
    public static String column(ExitPlan.Varied varied) {
        return NetworkSection.word(varied);
    }

    /** Writes {@code exit-times.csv}; numbers read back to the same bits. A run that has not exited has its last time. */
    public static void writeTimes(ExitStudy study, Path folder) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(TIMES))) {
            out.write(HEADER);
            for (ExitTimes point : study.points()) {
                Problem<?> problem = point.problem();
                String where = problem.dimension() + "," + problem.width() + ","
                        + problem.rule().learningRate().rate(0) + ","
                        + (problem.model() instanceof Network network ? network.labelNoise() : "") + ",";
                for (OfMethod method : point.methods()) {
                    write(method, where, out);
                }
            }
        }
    }

    private static void write(OfMethod method, String where, BufferedWriter out) throws IOException {
        List<Passage> runs = method.passages().runs();
        for (int replica = 0; replica < runs.size(); replica++) {
            Passage run = runs.get(replica);
            Instant at = run.at();
            out.write(method.name() + "," + where + (replica + 1) + "," + run.exited() + "," + at.step() + ","
                    + at.tau() + "," + at.flowTime() + "," + NetworkSection.word(run.kind()) + "\n");
        }
    }

    /** Outcome and cost of each method at each point, for the manifest. */
    public static ArrayNode methods(ExitStudy study) {
        ArrayNode methods = Json.object().putArray("methods");
        for (ExitTimes point : study.points()) {
            for (OfMethod each : point.methods()) {
                ObjectNode method = methods.addObject();
                method.put("method", each.name());
                place(point.problem(), method);
                method.put("replicas", each.passages().runs().size());
                method.put("exited", each.passages().exited());
                method.put("failed", each.passages().count(Passage.Kind.FAILED));
                method.put("seconds", each.seconds());
                ObjectNode facts = method.putObject("facts");
                each.passages().facts().forEach(facts::putPOJO);
            }
        }
        return methods;
    }

    private static void place(Problem<?> problem, ObjectNode out) {
        out.put("dimension", problem.dimension());
        out.put("width", problem.width());
        out.put("learningRate", problem.rule().learningRate().rate(0));
        if (problem.model() instanceof Network network) {
            out.put("labelNoise", network.labelNoise());
        }
    }

    /** Writes {@code exit.json}. */
    public static void writeSummary(ExitStudy study, Path folder) throws IOException {
        Files.writeString(folder.resolve(SUMMARY), Json.print(summary(study)));
    }

    /** The content of {@code exit.json}. */
    public static ObjectNode summary(ExitStudy study) {
        ObjectNode root = Json.object();
        root.put("threshold", study.plan().threshold().describe());
        root.put("confidence", ExitStatistics.CONFIDENCE);
        ArrayNode points = root.putArray("points");
        study.points().forEach(point -> write(point, points.addObject()));
        ArrayNode fits = root.putArray("fits");
        study.methods().forEach(method -> writeFits(study, method, fits));
        ExitFindings.of(study).forEach(root.putArray("findings")::add);
        return root;
    }

    private static void write(ExitTimes point, ObjectNode out) {
        place(point.problem(), out);
        ArrayNode methods = out.putArray("methods");
        point.methods().forEach(method -> write(method, methods.addObject()));
        point.typical().ifPresent(passage -> {
            ObjectNode typical = out.putObject("odeFromTypicalStart");
            typical.put("exited", passage.exited());
            RunFiles.write(passage.at(), typical);
        });
        ArrayNode formulas = out.putArray("formulas");
        for (EscapeFormula.Estimate formula : point.formulas()) {
            ObjectNode estimate = formulas.addObject().put("formula", formula.name());
            put(estimate, "flowTime", formula.flowTime());
            put(estimate, "standardError", formula.standardError());
        }
    }

    private static void writeFits(ExitStudy study, String method, ArrayNode fits) {
        study.slopeInLogDimension(method)
                .ifPresent(fit ->
                        write("flowTime per log d", method, fit.slope(), fit.standardError(), fit, fits.addObject()));
        study.optimalRate(method)
                .ifPresent(fit -> write(
                        "learningRate of fewest steps",
                        method,
                        fit.rate(),
                        fit.standardError(),
                        fit.line(),
                        fits.addObject()));
        study.gains(method).ifPresent(gains -> {
            for (int i = 1; i < gains.size(); i++) {
                ObjectNode node = fits.addObject().put("method", method);
                node.put("quantity", "steps at first width over steps at width " + (long) study.values()[i]);
                put(node, "value", gains.get(i).value());
                put(node, "standardError", gains.get(i).standardError());
            }
        });
    }

    private static void write(
            String quantity, String method, double value, double standardError, LineFit line, ObjectNode out) {
        out.put("method", method).put("quantity", quantity);
        out.put("value", value).put("standardError", standardError);
        out.put("chiSquare", line.chiSquare()).put("points", line.points());
    }

    private static void write(OfMethod method, ObjectNode out) {
        out.put("method", method.name());
        out.put("runs", method.passages().runs().size());
        out.put("exited", method.passages().exited());
        out.put("censored", method.passages().count(Passage.Kind.CENSORED));
        out.put("failed", method.passages().count(Passage.Kind.FAILED));
        out.put("meanIsLowerBound", method.flowTime().isLowerBound());
        write(method.steps(), out.putObject("step"));
        write(method.tau(), out.putObject("tau"));
        write(method.flowTime(), out.putObject("flowTime"));
    }

    private static void write(ExitStatistics statistics, ObjectNode out) {
        out.put("mean", statistics.mean());
        out.put("stderr", statistics.meanError());
        out.put("meanLow", statistics.meanLow());
        out.put("meanHigh", statistics.meanHigh());
        put(out, "median", statistics.median());
        put(out, "medianLow", statistics.medianLow());
        put(out, "medianHigh", statistics.medianHigh());
        put(out, "stddev", statistics.deviation());
        out.put("restrictedTo", statistics.upTo());
    }

    static void put(ObjectNode out, String key, OptionalDouble value) {
        put(out, key, value.orElse(Double.NaN));
    }

    /** JSON has no NaN and no infinity; they stand as null. */
    static void put(ObjectNode out, String key, double value) {
        if (Double.isFinite(value)) {
            out.put(key, value);
        } else {
            out.putNull(key);
        }
    }
}
