package org.sgdlimits.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sgdlimits.analysis.ExitPlan;
import org.sgdlimits.analysis.ExitPlan.Varied;
import org.sgdlimits.analysis.ExitPlan.WidthRate;
import org.sgdlimits.method.Threshold;

/** The section {@code exit} of a model file: when a run has exited, and what is varied. */
final class ExitSection {

    static final String EXAMPLE = "{\"observable\": \"excessRisk\", \"fraction\": 0.01}";
    static final List<String> LEVELS = List.of("fraction", "above", "below");
    static final List<Varied> SCANS = List.of(Varied.DIMENSION, Varied.LEARNING_RATE, Varied.LABEL_NOISE, Varied.WIDTH);
    static final List<String> KEYS = List.of(
            "observable",
            "fraction",
            "above",
            "below",
            "dimensions",
            "learningRates",
            "labelNoises",
            "widths",
            "widthRate",
            "replicas");

    private ExitSection() {}

    static ExitPlan read(Fields exit) {
        exit.only(KEYS);
        Threshold threshold = threshold(exit);
        Varied varied = varied(exit);
        double[] values =
                switch (varied) {
                    case NOTHING -> new double[0];
                    case LABEL_NOISE -> exit.vector(ExitPlan.key(varied));
                    case DIMENSION, LEARNING_RATE, WIDTH -> exit.positives(ExitPlan.key(varied));
                };
        if (varied != Varied.WIDTH && exit.has("widthRate")) {
            throw exit.error("widthRate", "expected only beside \"widths\", which it belongs to");
        }
        WidthRate rate = varied == Varied.WIDTH
                ? NetworkSection.constant(exit, "widthRate", WidthRate.values(), WidthRate.OPTIMAL)
                : WidthRate.OPTIMAL;
        int[] replicas = exit.has("replicas")
                ? Arrays.stream(
                                exit.isList("replicas")
                                        ? exit.counts("replicas")
                                        : new long[] {exit.whole("replicas", 1, Integer.MAX_VALUE)})
                        .mapToInt(count -> (int) Math.min(count, Integer.MAX_VALUE))
                        .toArray()
                : new int[0];
        return exit.source().build("exit", () -> new ExitPlan(threshold, varied, values, replicas, rate));
    }

    private static Threshold threshold(Fields exit) {
        String observable = exit.required("observable");
        List<String> given = LEVELS.stream().filter(exit::has).toList();
        if (given.size() != 1) {
            throw exit.error(
                    "",
                    "expected exactly one of " + Suggestions.alternatives(LEVELS) + ", got "
                            + (given.isEmpty() ? "none" : String.join(" and ", given)));
        }
        double value = exit.number(given.get(0));
        return exit.source().build("exit", () -> switch (given.get(0)) {
            case "fraction" -> Threshold.fall(observable, value);
            case "above" -> Threshold.above(observable, value);
            default -> Threshold.below(observable, value);
        });
    }

    private static Varied varied(Fields exit) {
        List<Varied> given = new ArrayList<>();
        SCANS.stream().filter(scan -> exit.has(ExitPlan.key(scan))).forEach(given::add);
        if (given.size() > 1) {
            throw exit.error(
                    "",
                    "expected one thing to vary, got "
                            + String.join(
                                    " and ", given.stream().map(ExitPlan::key).toList())
                            + "; write a file for each");
        }
        return given.isEmpty() ? Varied.NOTHING : given.get(0);
    }
}
