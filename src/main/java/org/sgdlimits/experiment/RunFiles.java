package org.sgdlimits.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sgdlimits.analysis.Comparison;
import org.sgdlimits.analysis.Gap;
import org.sgdlimits.analysis.LateTimes;
import org.sgdlimits.analysis.Plateau;
import org.sgdlimits.analysis.Tail;
import org.sgdlimits.analysis.TailFit;
import org.sgdlimits.analysis.Verdict;
import org.sgdlimits.method.SaveTimes;
import org.sgdlimits.method.Snapshot;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.method.Trajectory.Summary;

/** The files of a run folder that other programs read: {@code trajectories.csv} and {@code comparison.json}. */
public final class RunFiles {

    /** A row per method, time and observable. */
    public static final String TRAJECTORIES = "trajectories.csv";

    /** A row per method, time and particle, where the student is wide. */
    public static final String PARTICLES = "particles.csv";

    /** A verdict per method, a gap per observable; with log-spaced times also tails and plateaus. */
    public static final String COMPARISON = "comparison.json";

    private static final String HEADER =
            "method,step,tau,flowTime,observable,mean,stddev,stderr,q05,q50,q95,replicas\n";

    private RunFiles() {}

    /** Writes {@code trajectories.csv}; numbers read back to the same bits. */
    public static void writeTrajectories(Comparison comparison, Path folder) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(TRAJECTORIES))) {
            out.write(HEADER);
            for (int i = 0; i < comparison.trajectories().size(); i++) {
                write(comparison.trajectories().get(i), comparison.task().isContinuous(i), out);
            }
        }
    }

    /**
     * Writes {@code particles.csv} where the student is wide: a row per method, time and particle of the first replica, with its
     * overlaps m1…mk and the squared norm orthogonal to the teachers.
     */
    public static void writeParticles(Comparison comparison, Path folder) throws IOException {
        Optional<Snapshot> first = comparison.trajectories().stream()
                .flatMap(trajectory -> trajectory.snapshots().stream())
                .findFirst();
        if (first.isEmpty()) {
            return;
        }
        int teachers = first.get().particles().overlaps()[0].length;
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(PARTICLES))) {
            out.write("method,step,tau,flowTime,particle,"
                    + IntStream.rangeClosed(1, teachers).mapToObj(r -> "m" + r).collect(Collectors.joining(","))
                    + ",orthogonal\n");
            for (Trajectory trajectory : comparison.trajectories()) {
                for (Snapshot snapshot : trajectory.snapshots()) {
                    Trajectory.Instant time = trajectory.times().get(snapshot.time());
                    String start = trajectory.method() + "," + time.step() + "," + time.tau() + "," + time.flowTime();
                    double[] orthogonal = snapshot.particles().orthogonal();
                    for (int j = 0; j < orthogonal.length; j++) {
                        out.write(start + "," + (j + 1) + ","
                                + Arrays.stream(snapshot.particles().overlaps()[j])
                                        .mapToObj(Double::toString)
                                        .collect(Collectors.joining(","))
                                + "," + orthogonal[j] + "\n");
                    }
                }
            }
        }
    }

    private static void write(Trajectory trajectory, boolean continuous, BufferedWriter out) throws IOException {
        List<String> names =
                trajectory.observables().stream().map(RunFiles::quoted).toList();
        for (int t = 0; t < trajectory.times().size(); t++) {
            Trajectory.Instant time = trajectory.times().get(t);
            String step = continuous ? Double.toString(time.step()) : Long.toString((long) time.step());
            String start = trajectory.method() + "," + step + "," + time.tau() + "," + time.flowTime() + ",";
            for (int o = 0; o < names.size(); o++) {
                Summary value = trajectory.values()[t][o];
                out.write(start + names.get(o) + "," + value.mean() + "," + value.standardDeviation() + ","
                        + value.standardError() + "," + value.q05() + "," + value.q50() + "," + value.q95() + ","
                        + trajectory.replicas() + "\n");
            }
        }
    }

    /** A field of a CSV file (RFC 4180): {@code M[1,1]} holds a comma. */
    private static String quoted(String field) {
        return field.contains(",") || field.contains("\"") ? '"' + field.replace("\"", "\"\"") + '"' : field;
    }

    /** The content of {@code comparison.json}. */
    public static ObjectNode comparison(Comparison comparison) {
        ObjectNode root = Json.object();
        root.put("reference", comparison.reference().orElse(null));
        root.put("grade", comparison.grade().label());
        ArrayNode methods = root.putArray("methods");
        for (Verdict verdict : comparison.verdicts()) {
            ObjectNode method = methods.addObject();
            method.put("method", verdict.method());
            method.put("grade", verdict.grade().label());
            method.put("sentence", verdict.sentence());
            method.put("advice", verdict.advice());
            method.put("looks", verdict.looks());
            method.put("significantStandardErrors", verdict.significant());
            verdict.spreadRatio().ifPresent(ratio -> method.put("spreadRatio", ratio));
            ArrayNode gaps = method.putArray("observables");
            verdict.gaps().forEach(gap -> write(gap, gaps.addObject()));
        }
        if (comparison.settings().spacing() == SaveTimes.Spacing.LOG) {
            ArrayNode tails = root.putArray("tails");
            ArrayNode plateaus = root.putArray("plateaus");
            for (LateTimes.OfMethod method : comparison.lateTimes().methods()) {
                method.tail().ifPresent(tail -> write(method, tail, tails.addObject()));
                method.plateaus().forEach(plateau -> write(method, plateau, plateaus.addObject()));
            }
        }
        return root;
    }

    /** The fits are in flow time; the interval is descriptive. */
    private static void write(LateTimes.OfMethod method, Tail tail, ObjectNode out) {
        TailFit fit = tail.better();
        out.put("method", method.method());
        out.put("observable", method.observable());
        out.put("law", fit.law().name().toLowerCase(Locale.ROOT));
        out.put("exponent", fit.exponent());
        out.put("halfWidth", fit.halfWidth(LateTimes.CONFIDENCE));
        out.put("confidence", LateTimes.CONFIDENCE);
        out.put("amplitude", fit.amplitude());
        out.put("offset", fit.offset());
        out.put("residual", fit.residual());
        out.put("residualOfOtherLaw", tail.worse().residual());
        out.put("points", tail.window().points());
        write(method.from().orElseThrow(), out.putObject("from"));
        out.put("toFlowTime", tail.window().end());
        out.put("endedByFloor", tail.window().cut());
    }

    private static void write(LateTimes.OfMethod method, Plateau plateau, ObjectNode out) {
        out.put("method", method.method());
        out.put("observable", method.observable());
        out.put("level", plateau.level());
        write(plateau.start(), out.putObject("start"));
        write(plateau.end(), out.putObject("end"));
        out.put("final", plateau.isFinal());
    }

    /** A time in the three clocks. */
    static void write(Trajectory.Instant instant, ObjectNode out) {
        out.put("step", instant.step());
        out.put("tau", instant.tau());
        out.put("flowTime", instant.flowTime());
    }

    private static void write(Gap gap, ObjectNode out) {
        out.put("observable", gap.observable());
        out.put("gap", gap.gap());
        out.put("tau", gap.tau());
        out.put("standardErrors", gap.standardErrors());
        out.put("deviations", gap.deviations());
        out.put("grade", gap.grade().label());
    }

    /** Writes {@code comparison.json}. */
    public static void writeComparison(Comparison comparison, Path folder) throws IOException {
        Files.writeString(folder.resolve(COMPARISON), Json.print(comparison(comparison)));
    }
}
