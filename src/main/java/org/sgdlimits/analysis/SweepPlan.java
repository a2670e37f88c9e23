package org.sgdlimits.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a sweep varies and what is to be read off: scaling laws, a phase diagram, search and descent. Immutable.
 *
 * @param axes the grid; the last one varies fastest
 * @param statistic of the exit times at a point that laws are fitted to
 * @param scaling the law asked for, if any
 * @param diagram the phase diagram asked for, if any
 * @param descent search and descent, if asked for
 */
public record SweepPlan(
        List<SweepAxis> axes,
        Statistic statistic,
        Optional<Scaling> scaling,
        Optional<Diagram> diagram,
        Optional<Descent> descent) {

    /** What stands for the exits of a point. */
    public enum Statistic {
        /** The median by Kaplan–Meier: defined as soon as half of the runs have passed. */
        MEDIAN,
        /** The mean: defined where all runs have passed. */
        MEAN
    }

    /**
     * A law T ∝ x^θ.
     *
     * @param over the key whose values are x
     * @param effort what T counts
     */
    public record Scaling(String over, Effort effort) {}

    /**
     * A picture of θ in the plane of batch and rate.
     *
     * @param mu the key of μ, the abscissa
     * @param delta the key of δ, the ordinate
     * @param margin distance from a line of the theory within which a point may differ
     */
    public record Diagram(String mu, String delta, double margin) {}

    /**
     * The search ends at overlap η, the descent at 1 − η.
     *
     * @param search η
     * @param descent 1 − η, or any larger level
     */
    public record Descent(double search, double descent) {}

    /** @throws IllegalArgumentException if the grid is empty, or a question asks for a key that it does not vary */
    public SweepPlan {
        List<SweepAxis> all = List.copyOf(axes);
        axes = all;
        Objects.requireNonNull(statistic, "statistic");
        if (axes.isEmpty()) {
            throw new IllegalArgumentException(
                    "grid: expected at least one key to vary, such as {\"run.dimension\": [100, 1000]}");
        }
        scaling.ifPresent(law -> {
            double[] x = axis(all, "fit.over", law.over()).increasing("the fit");
            if (!(x[0] > 0)) {
                throw new IllegalArgumentException("grid." + law.over()
                        + ": expected numbers > 0, as the fit takes their logarithms, got " + x[0]);
            }
        });
        diagram.ifPresent(picture -> {
            axis(all, "phaseDiagram.mu", picture.mu()).increasing("the phase diagram");
            axis(all, "phaseDiagram.delta", picture.delta()).increasing("the phase diagram");
            if (scaling.isEmpty()) {
                throw new IllegalArgumentException("fit: expected {\"over\": \"run.dimension\"} beside phaseDiagram,"
                        + " which shows the exponents of that fit");
            }
            List<String> keys =
                    List.of(picture.mu(), picture.delta(), scaling.get().over());
            if (keys.stream().distinct().count() < keys.size()) {
                throw new IllegalArgumentException(
                        "phaseDiagram: expected three keys for mu, delta and fit.over, got " + keys);
            }
            if (!(picture.margin() >= 0)) {
                throw new IllegalArgumentException(
                        "phaseDiagram.margin: expected a number >= 0, got " + picture.margin());
            }
        });
        descent.ifPresent(levels -> {
            axis(all, "searchAndDescent", SweepAxis.LEVEL);
            all.stream()
                    .filter(axis -> axis.key().equals(SweepAxis.DIMENSION))
                    .forEach(axis -> axis.increasing("searchAndDescent"));
            if (!(0 < levels.search() && levels.search() < levels.descent())) {
                throw new IllegalArgumentException("searchAndDescent: expected 0 < search < descent, got "
                        + levels.search() + " and " + levels.descent());
            }
        });
    }

    private static SweepAxis axis(List<SweepAxis> axes, String question, String key) {
        return axes.stream()
                .filter(axis -> axis.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(question + ": expected an axis of the grid, "
                        + axes.stream().map(axis -> "\"" + axis.key() + "\"").collect(Collectors.joining(" or "))
                        + ", got \"" + key + "\"; a key that varies together with others is no axis of its own"));
    }

    /** The number of points; the largest of its type where there are more. */
    public int points() {
        double points = axes.stream().mapToDouble(axis -> axis.labels().size()).reduce(1, (a, b) -> a * b);
        return (int) Math.min(points, Integer.MAX_VALUE);
    }

    /** The labels of a point, one an axis. */
    public List<String> labels(int point) {
        List<String> labels = new ArrayList<>();
        int rest = point;
        for (int a = axes.size() - 1; a >= 0; a--) {
            int size = axes.get(a).labels().size();
            labels.add(0, axes.get(a).labels().get(rest % size));
            rest /= size;
        }
        return labels;
    }

    /** The place of a key among the axes. */
    int index(String key) {
        return axes.indexOf(axis(axes, "key", key));
    }
}
